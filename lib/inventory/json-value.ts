import { MAX_INLINE_POLICIES_CHARACTERS, MAX_RAISED_TRUST_POLICY_CHARACTERS } from "../policy/iam-limits";
import { duplicateKeys, jsonScan, type PlacedDuplicate } from "../policy/json-text";
import type { DocumentKind, DocumentPath } from "../policy/policy-document";
import { countedCharacters, type PolicyJson } from "../policy/policy-document";

export type JsonMap = Readonly<Record<string, unknown>>;

/** A value in a JSON file, and the keys and indexes that lead to it. */
export interface Place {
  readonly value: unknown;
  readonly path: DocumentPath;
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a key; undefined if there is none. */
export function at({ value, path }: Place, key: string): Place {
  return { value: isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined, path: [...path, key] };
}

/** The elements of a list; empty for other values. */
export function elements({ value, path }: Place): readonly Place[] {
  return Array.isArray(value)
    ? value.map((element, index) => ({ value: element, path: [...path, index] }))
    : [];
}

/** The entries of a map; empty for other values. */
export function entries({ value, path }: Place): readonly (readonly [string, Place])[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, inner]) => [key, { value: inner, path: [...path, key] }]);
}

export function textAt(place: Place, key: string): string | undefined {
  const { value } = at(place, key);
  return typeof value === "string" ? value : undefined;
}

/** The kind of a value, for a message. */
export function kindText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a string", number: "a number", boolean: "a boolean" }[typeof value as string] ?? "a map";
}

/** The value at a place where a policy document is expected. */
export type DocumentValue =
  | { readonly kind: "document"; readonly document: PolicyJson; readonly isText: boolean }
  /** `unknown`: only Terraform knows it, later or in another file. */
  | { readonly kind: "unknown" | "unreadable"; readonly message: string };

/** IAM's limits. They keep a check fast, however large the file is. */
const MAX_CHARACTERS: Readonly<Record<DocumentKind, number>> = {
  trust: MAX_RAISED_TRUST_POLICY_CHARACTERS,
  permissions: MAX_INLINE_POLICIES_CHARACTERS,
};

const DOCUMENT = "a policy document (a map or its JSON text)";

/** Reads a map, JSON text, or the percent-encoded JSON text that IAM's API returns. */
export function documentValue(value: unknown, kind: DocumentKind): DocumentValue {
  const isText = typeof value === "string";
  const text = isText ? jsonTextOf(value) : undefined;
  const [duplicate] = text === undefined ? [] : duplicateKeys(text);
  if (duplicate !== undefined) return { kind: "unreadable", message: duplicateMessage(duplicate) };
  const document = isText ? text && JSON.parse(text) : value;
  if (!isMap(document)) {
    return {
      kind: "unreadable",
      message:
        value === undefined
          ? `missing. Expected ${DOCUMENT}`
          : `expected ${DOCUMENT}, got ${isText ? "other text" : kindText(value)}`,
    };
  }
  const characters = countedCharacters(document);
  const max = MAX_CHARACTERS[kind];
  return characters > max
    ? {
        kind: "unreadable",
        message: `expected at most ${max} characters (IAM's limit), got ${characters}`,
      }
    : { kind: "document", document, isText };
}

function duplicateMessage({ key, start, other }: PlacedDuplicate): string {
  const at = (position: PlacedDuplicate["start"]) => `line ${position.line}, column ${position.column}`;
  return `the JSON text has a duplicate key ${JSON.stringify(key)} (${at(start)}). The other: ${at(other)}. Remove one: JSON parsers differ on which one they read`;
}

/** @returns undefined if it is not JSON. */
function jsonTextOf(value: string): string | undefined {
  const text = value.trimStart().startsWith("%") ? decoded(value) : value;
  return jsonScan(text) === undefined ? text : undefined;
}

/** Decodes percent-encoded text; empty if that is not UTF-8. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
