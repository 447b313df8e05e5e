import type { Place } from "../place";
import { givenText, type Problem } from "../problem";

/** How CDKTF marks text, lists, maps and numbers that it fills in later. Written in the file, they would be taken for such marks. */
const CDKTF_TOKEN = /[$#&]\{TfToken\[|(?:String|Any) Map Token Value|e\+2[89][0-9]/;

/** Text that could not reach the JSON as it stands. */
export function literalProblems({ value, path }: Place): readonly Problem[] {
  const problems: Problem[] = [];
  addProblems(value, [...path], problems);
  return problems;
}

/** @param path to the value; the same list for all values, since most of them need no path. */
function addProblems(value: unknown, path: (string | number)[], problems: Problem[]): void {
  if (typeof value === "string") {
    if (CDKTF_TOKEN.test(value)) problems.push(lostText(value, path, false));
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    path.push(isList ? Number(key) : key);
    // JavaScript keeps an object's ancestry under this key: what a file says there would be lost without a word.
    if (key === "__proto__" || CDKTF_TOKEN.test(key)) problems.push(lostText(key, path, true));
    addProblems(Reflect.get(value, key), path, problems);
    path.pop();
  }
}

function lostText(text: string, path: readonly (string | number)[], atKey: boolean): Problem {
  return {
    path: [...path],
    atKey,
    message: `is text that would be lost; allowed: any other text; given: ${givenText(text)}`,
  };
}
