import type { z } from "zod";
import { ACCOUNT_ID } from "../../policy/iam-limits";
import { givenText } from "../../policy/text-rule";
import type { Path, Problem } from "../problem";
import type { YamlFile } from "../source/yaml-file";
import { type EcrScope, ecrRepositoryHint } from "./hints";
import { genericPath, type MeantKey, unknownKeys } from "./unknown-key";

type Issue = z.core.$ZodIssue;

/** A value and its schema. */
export interface Source {
  readonly value: unknown;
  readonly schema: z.ZodType;
  /** A number or a truth value as it is written, if it is written in a file. */
  readonly source?: YamlFile["source"];
  /** The account of a role, and the regions of its ECR repositories, by the path of a value in the role. */
  readonly scopeAt?: (path: Path, value: unknown) => EcrScope;
}

/** A problem, with what it says about the keys of a map. */
interface Found extends Problem {
  /** The map that lacks one of the keys, or that has none at all. */
  readonly lacks?: { readonly map: Path; readonly keys: readonly string[] | "all" };
  /** The map that has unknown keys, and the keys that are meant. */
  readonly unknown?: { readonly map: Path; readonly meant: readonly MeantKey[] | "any" };
}

/** The problems of single values, by the schema. A key that is only misspelled or misplaced is not missing as well. */
export function schemaProblems({ issues }: z.core.$ZodError, source: Source): readonly Problem[] {
  const found = issues.flatMap((issue) => problemsOf(issue, source, []));
  const unknown = found.flatMap((each) => each.unknown ?? []);
  return found
    .filter(({ lacks }) => lacks === undefined || !unknown.some((key) => isMeant(lacks, key)))
    .map(({ path, message, atKey }) => ({ path, message, ...(atKey && { atKey }) }));
}

/** Whether unknown keys are those that a map lacks, in the same map or in one above or below it. */
function isMeant(lacks: NonNullable<Found["lacks"]>, { map, meant }: NonNullable<Found["unknown"]>): boolean {
  const lacking = genericPath(lacks.map);
  const isSameMap = lacks.map.length === map.length && isPrefix(lacks.map, map);
  if (meant === "any") return isSameMap;
  const { keys } = lacks;
  return meant.some((each) => {
    if (each.map === lacking && (keys === "all" || keys.includes(each.key))) {
      return isPrefix(lacks.map, map) || isPrefix(map, lacks.map);
    }
    // A key of a missing map or list, one level too high.
    return isSameMap && keys !== "all" && keys.some((key) => isIn(each.map, `${lacking}.${key}`));
  });
}

/** Whether a map of the schema is another one, is an element of it, or is inside it. */
function isIn(map: string, above: string): boolean {
  return map.startsWith(above) && /^(?:[.[]|$)/.test(map.slice(above.length));
}

function isPrefix(above: Path, below: Path): boolean {
  return above.every((part, index) => part === below[index]);
}

function problemsOf(issue: Issue, source: Source, above: Path): readonly Found[] {
  const path = [...above, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(
        issue.keys,
        issue.message.split(", "),
        path,
        source.schema,
        source.source !== undefined,
      ).map(({ keys, message, meant }) => ({
        path: [...path, keys[0]],
        message,
        atKey: true,
        unknown: { map: path, meant },
      }));
    case "invalid_union": {
      const meant = meantOption(issue.errors, valueAt(source.value, path));
      return meant === undefined
        ? [problem(path, issue.message, source)]
        : meant.flatMap((inner) => problemsOf(inner, source, path));
    }
    case "invalid_key":
      return issue.issues.map(({ message }) => ({
        path,
        message: `${message}, got ${givenText(path.at(-1))}`,
        atKey: true,
      }));
    case "custom":
      return [{ ...problem(path, issue.message, source), ...lackedKeys(path, issue.params) }];
    default:
      return [
        problem(path, issue.message, source, issue.code === "invalid_type" && issue.expected === "string"),
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

/** A value of `ecr.repositories`, or an element of it. */
const ECR_REPOSITORY = /(?:^|\.)ecr(?:\[\])?\.repositories(?:\[\])?$/;

/** The end of a message for a wrong string. For an ECR repository, it needs other values. */
function hintFor(value: string, path: Path, message: string, { scopeAt, value: whole }: Source): string {
  const isRepository = scopeAt !== undefined && ECR_REPOSITORY.test(genericPath(path));
  const hint = isRepository ? ecrRepositoryHint(value, scopeAt(path, whole)) : undefined;
  return hint ?? truthHint(value, message) ?? "";
}

/** In YAML 1.1, yes and no are truth values. In YAML 1.2 they are strings. */
function truthHint(value: string, message: string): string | undefined {
  const truth = TRUTHS.find(({ pattern }) => pattern.test(value))?.truth;
  return truth !== undefined && new RegExp(`^expected (?:one of )?(?:true or )?${truth}\\b`).test(message)
    ? `. Write ${truth}${value === truth ? " without quotes" : ""}`
    : undefined;
}

const TRUTHS = [
  { pattern: /^(?:y|yes|on|true)$/i, truth: "true" },
  { pattern: /^(?:n|no|off|false)$/i, truth: "false" },
];

/** @param isText whether a string is expected. */
function problem(path: Path, message: string, source: Source, isText = false): Found {
  const value = valueAt(source.value, path);
  if (value === undefined)
    return { path, message, lacks: { map: path.slice(0, -1), keys: path.slice(-1).map(String) } };
  // A message about several keys says itself what was given.
  if (value === null) return { path, message, lacks: { map: path, keys: "all" } };
  if (!message.startsWith("expected ") || message.includes(", got ")) {
    return { path, message };
  }
  if (typeof value !== "number" && typeof value !== "boolean") {
    const hint = typeof value === "string" ? hintFor(value, path, message, source) : "";
    return { path, message: `${message}, got ${givenText(value)}${hint}` };
  }
  const given = source.source?.(path) ?? givenText(value);
  return { path, message: `${message}, got ${given}${isText ? quotesHint(given, path) : ""}` };
}

const ACCOUNT_IDS = ["accounts[].id", "account.accountId"];

/** @param given a number or a truth value, as it is written where a string is expected. */
function quotesHint(given: string, path: Path): string {
  const isWrongInQuotes = ACCOUNT_IDS.includes(genericPath(path)) && !ACCOUNT_ID.pattern.test(given);
  if (!isWrongInQuotes) return ". Put it in quotes";
  return /^[0-9]+$/.test(given) ? ` (${given.length} digits)` : "";
}

/** @param params of a check that one of several keys is there. */
function lackedKeys(map: Path, params: Readonly<Record<string, unknown>> | undefined): Pick<Found, "lacks"> {
  const keys: unknown = params?.oneOf;
  return Array.isArray(keys) ? { lacks: { map, keys: keys.map(String) } } : {};
}

function valueAt(whole: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    whole,
  );
}
