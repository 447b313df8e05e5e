import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { givenText, type Path, type Problem } from "./problem";

type Issue = z.core.$ZodIssue;

/** What is wrong with single values of the file, by its schema. */
export function schemaProblems({ issues }: z.core.$ZodError, file: unknown): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, file, []));
}

function problemsOf(issue: Issue, file: unknown, above: Path): readonly Problem[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: unknownKey(key, issue.message),
        atKey: true,
      }));
    case "invalid_union": {
      const meant = issue.errors.find((option) => !option.some(isOtherKind));
      return meant === undefined
        ? [problem(path, issue.message, file)]
        : meant.flatMap((inner) => problemsOf(inner, file, path));
    }
    case "invalid_key":
      return issue.issues.map(({ message }) => ({
        path,
        message: `${message}; given: ${givenText(path.at(-1))}`,
        atKey: true,
      }));
    default:
      return [problem(path, issue.message, file)];
  }
}

/** Whether an option of a union fails because the value is of another kind, not because of what is in it. */
function isOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function problem(path: Path, message: string, file: unknown): Problem {
  const value = valueAt(file, path);
  const isToldAlready = value === undefined || message.includes("; needed: ");
  const hint = typeof value === "number" && message.includes("quotes") ? ", a number" : "";
  return { path, message: isToldAlready ? message : `${message}; given: ${givenText(value)}${hint}` };
}

/** @param keys the keys there are, as the schema's message lists them. */
function unknownKey(key: string, keys: string): string {
  const nearest = closest(key, keys.split(", "));
  return `is not a key here; did you mean ${nearest}? allowed: ${keys}; given: ${givenText(key)}`;
}

function valueAt(file: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    file,
  );
}
