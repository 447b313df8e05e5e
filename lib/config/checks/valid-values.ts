import { isMap, markedInvalid } from "../place";
import type { Path, Problem } from "../problem";

type Mark = Pick<Problem, "path" | "atKey">;

/**
 * A file without the values that are wrong by themselves, so that the checks conclude nothing from them. A wrong value is null, a wrong
 * key is left out, and a map that is wrong as a whole, or has a wrong key, is marked.
 */
export function validValues(value: unknown, problems: readonly Mark[]): unknown {
  if (problems.length === 0) return value;
  const own = problems.filter(({ path }) => path.length === 0);
  if (own.length > 0 && !isMap(value)) return null;
  if (!isMap(value) && !Array.isArray(value)) return null;
  const below = new Map<string | number, Mark[]>();
  for (const { path, atKey } of problems) {
    const [part, ...rest] = path;
    if (part === undefined) continue;
    const marks = below.get(part) ?? [];
    below.set(part, marks);
    marks.push({ path: rest, ...(atKey !== undefined && { atKey }) });
  }
  if (Array.isArray(value)) {
    return value.map((element, index) => validValues(element, below.get(index) ?? []));
  }
  const wrongKeys = new Set([...below].filter(([, marks]) => marks.some(isAtKey)).map(([key]) => key));
  const valid = Object.entries(value)
    .filter(([key]) => !wrongKeys.has(key))
    .map(([key, each]) => [key, validValues(each, below.get(key) ?? [])] as const);
  const missing = [...below.keys()].filter((key) => !Object.hasOwn(value, key)).map((key) => [key, null]);
  const map: unknown = Object.fromEntries([...valid, ...missing]);
  return own.length > 0 || wrongKeys.size > 0 ? markedInvalid(map) : map;
}

function isAtKey({ path, atKey }: Mark): boolean {
  return atKey === true && isEmpty(path);
}

function isEmpty(path: Path): boolean {
  return path.length === 0;
}
