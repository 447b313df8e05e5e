import { isReplaced } from "../../policy/deferred";
import { givenText } from "../../policy/text-rule";
import type { Located } from "../draft";
import type { Problem } from "../problem";

/** Strings that would not arrive in the JSON as they are written. */
export function replacedStringProblems({ value, path }: Located): readonly Problem[] {
  const problems: Problem[] = [];
  addProblems(value, [...path], problems);
  return problems;
}

/** @param path to the value; one list for all values, since few of them need it. */
function addProblems(value: unknown, path: (string | number)[], problems: Problem[]): void {
  if (typeof value === "string") {
    if (isReplaced(value)) problems.push(lostText(value, path, false));
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    path.push(isList ? Number(key) : key);
    // Under this key JavaScript keeps an object's prototype, so that the value would be lost silently.
    if (key === "__proto__" || isReplaced(key)) problems.push(lostText(key, path, true));
    addProblems(Reflect.get(value, key), path, problems);
    path.pop();
  }
}

function lostText(text: string, path: readonly (string | number)[], atKey: boolean): Problem {
  return {
    path: [...path],
    atKey,
    message: `expected a string that CDKTF and JavaScript keep as it is, got ${givenText(text)}`,
  };
}
