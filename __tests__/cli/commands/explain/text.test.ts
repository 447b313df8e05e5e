import { explanationsText, markLine, statementName } from "../../../../lib/cli/commands/explain/text";
import { paintOf } from "../../../../lib/cli/output";
import { fileWith, secondRole } from "../../../config/access-file";
import { explained, tokenWith } from "../../../explain/explained";
import { MAIN, pulling, SUB, trusting } from "../../../explain/files";

function textOf(file: string, sub: string, claims: object = {}, hasColour = false): string {
  const explanations = [explained(file, tokenWith(sub, claims))];
  return explanationsText({ name: "access.yaml", explanations, isSigned: false }, paintOf({ hasColour }));
}

test("a terminal gets colours, and the text stays the same", () => {
  const coloured = textOf(fileWith(), "repo:acme/web:pull_request", {}, true);
  const codes = new RegExp(`${"\\u001b"}\\[[0-9]+m`, "g");
  expect(coloured).toContain("\u001b[31mdenied: no role in access.yaml allows this token\u001b[0m");
  expect(coloured.replace(codes, "")).toBe(textOf(fileWith(), "repo:acme/web:pull_request"));
  expect(textOf(fileWith(), SUB, {}, true)).toContain(
    "\u001b[32mallowed: 1 role in access.yaml allows this token\u001b[0m",
  );
});

test("roles that allow the token come first", () => {
  const file = fileWith({
    8: "          - { repository: web, branch: develop }",
    11: secondRole("name: second", "trust: [{ repository: web, branch: main }]", "publish: false"),
  });
  expect(textOf(file, SUB).split("\n").slice(4, 9)).toStrictEqual([
    "allowed: 1 role in access.yaml allows this token",
    "",
    "roles",
    "  allowed       second in account 123456789012",
    "  denied        GitHubActionsECRRole in account 123456789012",
  ]);
});

test("of many roles only the first are listed, with the number of the others", () => {
  const more = Array.from({ length: 24 }, (_, index) => secondRole(`name: role-${index}`)).join("\n");
  const lines = textOf(fileWith({ 11: more }), SUB).split("\n");
  expect(lines.filter((line) => /^ {2}(?:allowed|denied) {2,}/.test(line))).toHaveLength(20);
  expect(lines).toContain("  and 5 more");
});

test("an edit that makes the file invalid is shown with its problem", () => {
  expect(textOf(trusting(MAIN), "repo:acme/web:pull_request")).toMatch(
    /\nnote: {2}an edit of the file was tried and rejected: accounts\[0\]\.roles\[0\]\.trust\[1\]: R09 pull-request-push \(high\): unreviewed code can push images, got .*\n/,
  );
  expect(textOf(pulling(MAIN), "repo:acme/web:pull_request")).toMatch(
    /\n {7}insert after access\.yaml:8 accounts\[0\]\.roles\[0\]\.trust\[1\]: \{ repository: web, pullRequest: true \}\n/,
  );
});

test("an edit says after which line a new element belongs, and below which key a new key", () => {
  const file = trusting(MAIN).replace(
    /- \{ repository: web, branch: main \}/,
    "- repository: [api, web]\n            branch: main",
  );
  expect(textOf(file, "repo:acme@1/web@2:ref:refs/heads/dev")).toContain(
    [
      "       add below github: (access.yaml:1) owners: { acme: { id: 1 } }",
      "       add below github: (access.yaml:1) repositories: { web: { id: 2, subject: immutable } }",
      "       insert after access.yaml:9 accounts[0].roles[0].trust[1]: { repository: web, branch: dev }",
      "",
    ].join("\n"),
  );
});

test("an edit of an entry names the other repositories in it", () => {
  const file = trusting("{ repository: [api, web, cron], branch: Main }");
  expect(textOf(file, SUB)).toContain(`branch: main
note:  the edit also changes the trust of api, cron, in the same entry
`);
  expect(textOf(trusting("{ repository: web, branch: Main }"), SUB)).not.toContain("also changes");
  expect(textOf(trusting("{ repository: [api, Web], branch: main }"), SUB)).not.toContain("also changes");
});

test.each<[string, string, string, string]>([
  [
    "{ repository: web, environment: production }",
    "web:environment:prod",
    "production",
    "trust the environment prod",
  ],
  ["{ repository: web, branch: main }", "web:ref:refs/heads/mian", "main", "trust the branch mian"],
  [
    "{ repository: payments-api, branch: main }",
    "payments:ref:refs/heads/main",
    "payments-api",
    "add a trust entry for payments",
  ],
])("a name near to that of the entry %s is a slip first: %s", (entry, sub, name, other) => {
  expect(textOf(trusting(entry), `repo:acme/${sub}`)).toContain(
    `fix:   did you mean ${name}? If not, ${other},`,
  );
});

test.each<[string, string]>([
  ["{ repository: web, tag: v1 }", "web:ref:refs/tags/v2"],
  ["{ repository: web, branch: release/1 }", "web:ref:refs/heads/release/2"],
  ["{ repository: web, branch: main }", "web:ref:refs/heads/dev"],
  ["{ repository: web, branch: ma* }", "web:ref:refs/heads/m"],
  ["{ repository: web, branch: main }", "web:environment:main"],
])("another version or word is no slip: %s, %s", (entry, sub) => {
  expect(textOf(trusting(entry), `repo:acme/${sub}`)).not.toContain("did you mean");
});

test("only claims with a condition are shown", () => {
  const file = trusting("{ repository: web, branch: main, claims: { actorId: [5, 7] } }");
  const text = textOf(file, SUB, { actor_id: "6", actor: "mona" });
  expect(text).toContain(`  actor_id
    expected  StringEquals 5 or 7
    got       6
              ^
cause: the role's trust policy expects StringEquals 5 or 7 for the claim actor_id; the token has 6
`);
  expect(text).toContain("\n  actor_id  6\n");
  expect(text).not.toContain("mona");
});

test("a missing claim is shown as nothing", () => {
  expect(textOf(fileWith(), SUB, { aud: undefined })).toContain(`  aud
    expected  sts.amazonaws.com
    got       nothing
cause: the role's trust policy expects the audience sts.amazonaws.com; the token has no audience
`);
});

test.each([
  ["abc", [{ start: 1, end: 2 }], " ^"],
  [
    "abc",
    [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ],
    "^ ^",
  ],
  ["😀b", [{ start: 2, end: 3 }], " ^"],
  ["a\nb\n", [{ start: 2, end: 4 }], "      ^^^^^^"],
  ["abc", [], ""],
])("%s is marked below each character that differs", (text, marks, expected) => {
  expect(markLine(text, marks)).toBe(expected);
});

test("a statement is named by its Sid, or by its number from 1", () => {
  const statement = {
    path: ["Statement", 1],
    sid: undefined,
    effect: "Deny",
    principal: { isNegated: false, isEverybody: true, federated: [], others: [] },
    action: { isNegated: false, patterns: [] },
    resources: [],
    notResources: [],
    conditions: [],
  } as const;
  expect(statementName(statement)).toBe("statement 2 (Deny)");
  expect(statementName({ ...statement, path: ["Statement"] })).toBe("statement 1 (Deny)");
  expect(statementName({ ...statement, sid: "GitHub" })).toBe("statement GitHub (Deny)");
});
