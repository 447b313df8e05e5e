/** A line that only the one text has, with its number there. */
export interface ChangedLine {
  readonly sign: "-" | "+";
  readonly number: number;
  readonly text: string;
}

/** What differs between two texts, line by line. Made for few changes: it goes to the nearest line that both have. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const old = before.split(/\r?\n/);
  const own = after.split(/\r?\n/);
  const changed: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < own.length) {
    const [gone, come] = nearest(old, i, own, j);
    for (const text of old.slice(i, i + gone)) changed.push({ sign: "-", number: ++i, text });
    for (const text of own.slice(j, j + come)) changed.push({ sign: "+", number: ++j, text });
    i++;
    j++;
  }
  return changed;
}

/** How many lines of each to leave behind, up to the next that both have, or to both ends. */
function nearest(
  old: readonly string[],
  i: number,
  own: readonly string[],
  j: number,
): readonly [number, number] {
  const most = old.length - i + own.length - j;
  for (let distance = 0; distance < most; distance++) {
    for (let gone = 0; gone <= distance; gone++) {
      const line = old[i + gone];
      if (line !== undefined && line === own[j + distance - gone]) return [gone, distance - gone];
    }
  }
  return [old.length - i, own.length - j];
}
