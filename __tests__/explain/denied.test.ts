import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument } from "yaml";
import type { CauseCode, ContextCode } from "../../lib/explain/causes/cause";
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
    "excluding-conditions",
    "expired",
    "explicit-deny",
    "fork",
    "ids-instead-of-names",
    "invalid-subject",
    "issuer",
    "literal-wildcard",
    "merge-queue-instead-of-branch",
    "missing-claim",
    "misspelled-subject",
    "names-instead-of-ids",
    "no-audience",
    "no-context",
    "no-enterprise-in-issuer",
    "no-ref",
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

type ContextCause = `other-${ContextCode}` | `${ContextCode}-instead-of-${ContextCode}`;

/** A new code does not compile without an entry here. */
const CODES: Readonly<Record<Exclude<CauseCode, ContextCause>, true>> = {
  issuer: true,
  "other-github-host": true,
  "enterprise-in-issuer": true,
  "no-enterprise-in-issuer": true,
  "other-enterprise-in-issuer": true,
  "other-account-provider": true,
  "misspelled-provider": true,
  principal: true,
  action: true,
  "explicit-deny": true,
  "undetermined-deny": true,
  "no-audience": true,
  audience: true,
  "subject-template": true,
  "template-value": true,
  "invalid-subject": true,
  "prefix-case": true,
  "owner-case": true,
  "owner-renamed": true,
  "owner-id": true,
  "other-owner": true,
  fork: true,
  "fork-pull-request": true,
  "ids-instead-of-names": true,
  "names-instead-of-ids": true,
  "repository-case": true,
  "repository-renamed": true,
  "repository-id": true,
  "other-repository": true,
  "no-context": true,
  "no-ref": true,
  "environment-colon": true,
  "ref-prefix": true,
  "context-case": true,
  "literal-wildcard": true,
  "other-context": true,
  "other-subject": true,
  "claim-value": true,
  "misspelled-subject": true,
  "impossible-claim": true,
  "policy-variable": true,
  "excluding-conditions": true,
  "missing-claim": true,
  "unsupported-claim": true,
  "misspelled-key": true,
  "unfilled-key": true,
  "unknown-operator": true,
  "undetermined-condition": true,
  expired: true,
  "not-yet-valid": true,
};

test("docs/commands.md lists every code", () => {
  const page = readFileSync(join(__dirname, "../../docs/commands.md"), "utf8");
  const table = /\n\| code .*?\n\n/s.exec(page)?.[0] ?? "";
  const listed = table
    .split("\n")
    .flatMap((line) => line.split("|")[1]?.match(/(?<=`)[A-Za-z-]+(?=`)/g) ?? []);
  const contextual = ["other-CONTEXT", "CONTEXT-instead-of-CONTEXT"];
  expect([...listed].sort()).toStrictEqual([...Object.keys(CODES), ...contextual].sort());
});

/** The text with the edits, made by the YAML library. */
function editedText(text: string, edits: readonly PlacedEdit[]): string {
  const document = parseDocument(text);
  for (const { path, value } of edits) document.setIn(path, document.createNode(value));
  expect(parse(String(document))).toBeDefined();
  return String(document);
}
