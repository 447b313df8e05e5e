/** A line that is only in one of two texts, with its number there. */
export interface ChangedLine {
  readonly sign: "-" | "+";
  readonly number: number;
  readonly text: string;
}

/** A line diff for texts with few changes: it continues at the nearest line that both texts have. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const old = before.split(/\r?\n/);
  const own = after.split(/\r?\n/);
  const changed: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < own.length) {
    const [removed, added] = nearest(old, i, own, j);
    for (const text of old.slice(i, i + removed)) changed.push({ sign: "-", number: ++i, text });
    for (const text of own.slice(j, j + added)) changed.push({ sign: "+", number: ++j, text });
    i++;
    j++;
  }
  return changed;
}

/** How many lines of each text come before the next common line, or before the ends. */
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
