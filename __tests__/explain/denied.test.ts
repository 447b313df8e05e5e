import { parse, parseDocument } from "yaml";
import type { PlacedEdit } from "../../lib/explain/explanation";
import { REFUSED } from "./denied";
import { editTexts, explained, tokenWith } from "./explained";

test.each(REFUSED)("rejects %s", (_, file, sub, claims, causes, mend) => {
  const token = tokenWith(sub, claims);
  const answer = explained(file, token);

  expect({
    outcome: answer.outcome,
    causes: answer.denial?.causes.map(({ name }) => name),
    mend: editTexts(answer),
  }).toStrictEqual({ outcome: "denied", causes, mend });
  if (mend.length > 0) {
    expect(explained(editedText(file, answer.denial?.edits ?? []), token).outcome).toBe("allowed");
  }
});

test("there is a token for each of the causes, most of them in several shapes", () => {
  const names = REFUSED.flatMap(([, , , , causes]) => causes);
  expect(REFUSED.length).toBeGreaterThan(100);
  expect([...new Set(names)].sort()).toStrictEqual([
    "audience",
    "audience missing",
    "branch",
    "claim",
    "claim missing",
    "colon",
    "context casing",
    "denied",
    "environment",
    "expired",
    "fork",
    "ids instead of names",
    "issuer",
    "key casing",
    "merge queue",
    "names instead of ids",
    "no context",
    "no such subject",
    "not yet valid",
    "other owner",
    "other repository",
    "owner casing",
    "owner id",
    "owner renamed",
    "pull request",
    "refs",
    "repository casing",
    "repository id",
    "repository renamed",
    "subject",
    "tag",
    "template",
    "unfilled claim",
    "wildcard",
  ]);
});

/** The text with the edits, made by the library that reads it. */
function editedText(text: string, edits: readonly PlacedEdit[]): string {
  const document = parseDocument(text);
  for (const { path, value } of edits) document.setIn(path, document.createNode(value));
  expect(parse(String(document))).toBeDefined();
  return String(document);
}
