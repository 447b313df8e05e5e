import { documentValue } from "../../lib/inventory/json-value";
import {
  MAX_INLINE_POLICIES_CHARACTERS,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
} from "../../lib/policy/iam-limits";
import { MAX_NESTING } from "../../lib/policy/json-text";
import { SEED } from "../policy/rules/neighbours";

const JSON_TEXT = JSON.stringify(SEED);

test.each<[string, unknown, boolean]>([
  ["a map", SEED, false],
  ["JSON text", JSON_TEXT, true],
  ["JSON text with white space", `\n ${JSON.stringify(SEED, undefined, 4)}\n`, true],
  ["percent-encoded JSON text, as IAM's API answers it", encodeURIComponent(JSON_TEXT), true],
])("reads a document from %s", (_, value, isText) => {
  expect(documentValue(value, "trust")).toStrictEqual({ kind: "document", document: SEED, isText });
});

const FORM = "expected a policy document (a map or its JSON text), got ";

test.each<[string, unknown, string]>([
  ["nothing", undefined, "missing. Expected a policy document (a map or its JSON text)"],
  ["null", null, `${FORM}null`],
  ["a list", [SEED], `${FORM}a list`],
  ["a number", 1, `${FORM}a number`],
  ["a boolean", true, `${FORM}a boolean`],
  ["an empty text", "", `${FORM}other text`],
  ["JSON text of a list", "[]", `${FORM}other text`],
  ["half a JSON text", JSON_TEXT.slice(1), `${FORM}other text`],
  ["percent signs that are no UTF-8", "%7B%FF%7D", `${FORM}other text`],
  ["a JSON text that is nested too deeply", "[".repeat(MAX_NESTING + 2), `${FORM}other text`],
])("rejects %s", (_, value, message) => {
  expect(documentValue(value, "trust")).toStrictEqual({ kind: "unreadable", message });
});

test.each([
  ["trust", MAX_RAISED_TRUST_POLICY_CHARACTERS],
  ["permissions", MAX_INLINE_POLICIES_CHARACTERS],
] as const)(
  "takes a document of %s up to its limit, white space not counted, and rejects a longer one",
  (kind, max) => {
    const document = { a: "x".repeat(max - '{"a":""}'.length) };
    const longer = { a: `${document.a}x` };

    expect(documentValue(document, kind).kind).toBe("document");
    expect(documentValue({ a: `${document.a} \n` }, kind).kind).toBe("unreadable");
    expect(documentValue(JSON.stringify(document, undefined, 9), kind).kind).toBe("document");
    expect(documentValue(longer, kind)).toStrictEqual({
      kind: "unreadable",
      message: `expected at most ${max} characters (IAM's limit), got ${max + 1}`,
    });
  },
);
