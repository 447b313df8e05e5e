import { parse, parseDocument } from "yaml";
import type { PlacedEdit } from "../../lib/explain/explain";
import { DENIED } from "./denied";
import { editTexts, explained, tokenWith } from "./explained";

test.each(DENIED)("denies %s", (_, file, sub, claims, causes, edits) => {
  const token = tokenWith(sub, claims);
  const answer = explained(file, token);

  expect({
    outcome: answer.outcome,
    causes: answer.denial?.causes.map(({ code }) => code),
    edits: editTexts(answer),
  }).toStrictEqual({ outcome: "denied", causes, edits });
  if (edits.length > 0) {
    expect(explained(editedText(file, answer.denial?.edits ?? []), token).outcome).toBe("allowed");
  }
});

test("there is a token for each cause, and several for most", () => {
  const codes = DENIED.flatMap(([, , , , causes]) => causes);
  expect(DENIED.length).toBeGreaterThan(100);
  expect([...new Set(codes)].sort()).toStrictEqual([
    "audience",
    "branch-instead-of-environment",
    "branch-instead-of-merge-queue",
    "branch-instead-of-tag",
    "claim-value",
    "context-case",
    "enterprise-in-issuer",
    "environment-colon",
    "environment-instead-of-branch",
    "expired",
    "explicit-deny",
    "fork",
    "ids-instead-of-names",
    "invalid-subject",
    "issuer",
    "literal-wildcard",
    "merge-queue-instead-of-branch",
    "missing-claim",
    "names-instead-of-ids",
    "no-audience",
    "no-context",
    "no-enterprise-in-issuer",
    "not-yet-valid",
    "other-branch",
    "other-context",
    "other-enterprise-in-issuer",
    "other-environment",
    "other-github-host",
    "other-owner",
    "other-repository",
    "other-tag",
    "owner-case",
    "owner-id",
    "owner-renamed",
    "prefix-case",
    "pull-request-instead-of-branch",
    "pull-request-instead-of-environment",
    "ref-prefix",
    "repository-case",
    "repository-id",
    "repository-renamed",
    "subject-template",
    "tag-instead-of-branch",
    "unsupported-claim",
  ]);
});

/** The text with the edits, made by the YAML library. */
function editedText(text: string, edits: readonly PlacedEdit[]): string {
  const document = parseDocument(text);
  for (const { path, value } of edits) document.setIn(path, document.createNode(value));
  expect(parse(String(document))).toBeDefined();
  return String(document);
}
