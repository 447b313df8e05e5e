import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import type { YamlFile } from "../file/yaml-file";
import { givenText, type Path, type Problem } from "../problem";

type Issue = z.core.$ZodIssue;
type Source = Pick<YamlFile, "value" | "source">;

/** What is wrong with single values of the file, by its schema. */
export function schemaProblems({ issues }: z.core.$ZodError, file: Source): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, file, []));
}

function problemsOf(issue: Issue, file: Source, above: Path): readonly Problem[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: unknownKey(key, issue.message),
        atKey: true,
      }));
    case "invalid_union": {
      const meant = meantOption(issue.errors, valueAt(file.value, path));
      return meant === undefined
        ? [problem(path, issue.message, file)]
        : meant.flatMap((inner) => problemsOf(inner, file, path));
    }
    case "invalid_key":
      return issue.issues.map(({ message }) => ({
        path,
        message: `${message}, got ${givenText(path.at(-1))}`,
        atKey: true,
      }));
    default:
      return [
        problem(path, issue.message, file, issue.code === "invalid_type" && issue.expected === "string"),
      ];
  }
}

/** The form of a value that its author had in mind: the one of its kind, if there is one. */
function meantOption(options: readonly Issue[][], value: unknown): readonly Issue[] | undefined {
  const ofItsKind = options.find((option) => !option.some((issue) => isOtherKind(issue, value)));
  if (ofItsKind !== undefined || (typeof value !== "number" && typeof value !== "boolean")) return ofItsKind;
  // Most likely text whose quotes are missing.
  return options.find(([issue]) => issue?.code === "invalid_type" && issue.expected === "string");
}

/** A text in the place of one of several texts is of their kind. */
function isOtherKind(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_type") return true;
  if (issue.code !== "invalid_value") return false;
  return typeof value !== "string" || issue.values.length === 1;
}

/** @param isText whether text is wanted. */
function problem(path: Path, message: string, file: Source, isText = false): Problem {
  const value = valueAt(file.value, path);
  // A message about several keys, or about a missing value, says itself what was given.
  if (value === undefined || !message.startsWith("expected ") || message.includes(", got ")) {
    return { path, message };
  }
  if (typeof value !== "number" && typeof value !== "boolean") {
    return { path, message: `${message}, got ${givenText(value)}` };
  }
  const hint = isText ? ". Put it in quotes" : "";
  return { path, message: `${message}, got ${file.source(path) ?? givenText(value)}${hint}` };
}

/** @param keys the keys there are, as the schema's message lists them. */
function unknownKey(key: string, keys: string): string {
  const nearest = closest(key, keys.split(", "));
  return `unknown key ${givenText(key)}, did you mean ${nearest}? Allowed keys: ${keys}`;
}

function valueAt(file: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    file,
  );
}
