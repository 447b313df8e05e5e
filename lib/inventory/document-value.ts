import type { DocumentKind } from "../policy/iam/document";
import { MAX_INLINE_POLICIES_CHARACTERS, MAX_RAISED_TRUST_POLICY_CHARACTERS } from "../policy/iam-names";
import { countedCharacters, type PolicyJson } from "../policy/policy-document";
import { jsonScan } from "./json-scanner";
import { isMap, kindText } from "./place";

/** What stands where a policy document should. */
export type DocumentValue =
  | { readonly kind: "document"; readonly document: PolicyJson; readonly isText: boolean }
  /** `unknown`: only Terraform will know it, later or elsewhere. */
  | { readonly kind: "unknown" | "unreadable"; readonly message: string };

/** What IAM takes at most. What is judged stays small by it, however large the file is. */
const MAX_CHARACTERS: Readonly<Record<DocumentKind, number>> = {
  trust: MAX_RAISED_TRUST_POLICY_CHARACTERS,
  permissions: MAX_INLINE_POLICIES_CHARACTERS,
};

/** A document as a map, as JSON text, or as the percent-encoded JSON text of which IAM's API answers. */
export function documentValue(value: unknown, kind: DocumentKind): DocumentValue {
  const isText = typeof value === "string";
  const document = isText ? parsedText(value) : value;
  if (!isMap(document)) {
    return {
      kind: "unreadable",
      message: `is not a policy document; allowed: a map, or the JSON text of one; given: ${isText ? "another text" : kindText(value)}`,
    };
  }
  const characters = countedCharacters(document);
  const max = MAX_CHARACTERS[kind];
  return characters > max
    ? {
        kind: "unreadable",
        message: `has ${characters} characters; allowed: ${max}, the most that IAM takes`,
      }
    : { kind: "document", document, isText };
}

/** What a JSON text says, nothing where it is none. */
function parsedText(value: string): unknown {
  const text = value.trimStart().startsWith("%") ? decoded(value) : value;
  return jsonScan(text) === undefined ? JSON.parse(text) : undefined;
}

/** Without the percent signs of a URL; empty, where they do not stand for UTF-8. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
