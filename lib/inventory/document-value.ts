import type { DocumentKind } from "../policy/iam/document";
import { MAX_INLINE_POLICIES_CHARACTERS, MAX_RAISED_TRUST_POLICY_CHARACTERS } from "../policy/iam-names";
import { countedCharacters, type PolicyJson } from "../policy/policy-document";
import { jsonScan } from "./json-scanner";
import { isMap, kindText } from "./place";

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
  const document = isText ? parsedText(value) : value;
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

/** @returns undefined if it is not JSON. */
function parsedText(value: string): unknown {
  const text = value.trimStart().startsWith("%") ? decoded(value) : value;
  return jsonScan(text) === undefined ? JSON.parse(text) : undefined;
}

/** Decodes percent-encoded text; empty if that is not UTF-8. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
