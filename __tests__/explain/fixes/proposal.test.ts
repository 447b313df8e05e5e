import { parsedFile } from "../../../lib/config/read";
import { candidatesOf } from "../../../lib/explain/candidates";
import type { EditKind } from "../../../lib/explain/causes/cause";
import { type ClosestAttempt, closestAttempt } from "../../../lib/explain/closest";
import { roleDecision } from "../../../lib/explain/compare";
import { otherOwnerTokens, proposeEdits } from "../../../lib/explain/fixes/proposal";
import { subjectOf } from "../../../lib/explain/token";
import { plainText } from "../../../lib/policy/iam/glob";
import { parseSubject } from "../../../lib/policy/subject/parse";
import { NAME } from "../../config/access-file";
import { ISSUER_URL, tokenWith } from "../explained";
import { accepting, MAIN, trusting, trustingIds } from "../files";

const SUBJECT = "{ subject: 'repo:acme/web:ref:refs/heads/main' }";

function proposedBy(text: string, sub: string, editKind: EditKind, claims: object = {}) {
  const file = parsedFile(text, NAME);
  const token = tokenWith(sub, claims);
  const roles = candidatesOf(file.config, file.context.lintContext);
  const closest = closestAttempt(roles.map((role) => roleDecision(role, token)));
  if (closest === undefined) throw new Error("allowed");
  const claimed: ClosestAttempt = {
    ...closest,
    causes: closest.causes.map((cause) => ({ ...cause, editKind })),
  };
  return proposeEdits(file, claimed, token);
}

test("an edit that allows this token and no other owner is proposed", () => {
  expect(proposedBy(trusting(MAIN), "repo:acme/web:environment:production", "new-entry")).toStrictEqual({
    edits: [
      {
        path: ["accounts", 0, "roles", 0, "trust", 1],
        value: { repository: "web", environment: "production" },
      },
    ],
    rejectedBecause: [],
  });
});

test.each<[string, string, string, EditKind, object]>([
  ["a fork by an entry", trusting(MAIN), "repo:mallory/web:ref:refs/heads/main", "new-entry", {}],
  ["a fork by a subject", trusting(SUBJECT), "repo:mallory/web:ref:refs/heads/main", "new-entry", {}],
  [
    "a fork by a subject in place",
    trusting(SUBJECT),
    "repo:mallory/web:pull_request",
    "context-spelling",
    {},
  ],
  ["another owner's ids", trustingIds(MAIN), "repo:acme@9/web@2:ref:refs/heads/main", "repository-id", {}],
  ["another owner's ids by an entry", trustingIds(MAIN), "repo:acme@9/api@8:pull_request", "new-entry", {}],
  [
    "another GitHub by its enterprise",
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/main",
    "enterprise",
    { iss: "https://token.actions.octo.ghe.com" },
  ],
  [
    "another service by its audience",
    trusting(MAIN),
    "repo:acme/web:ref:refs/heads/dev",
    "audience",
    { aud: "vault" },
  ],
  ["a pattern for a token", trusting(MAIN), "repo:acme/*:ref:refs/heads/main", "new-entry", {}],
  ["a subject that GitHub does not send", trusting(SUBJECT), "repo:acme/web:ref:main", "new-entry", {}],
  [
    "a pull request, although another repository may",
    accepting(["R09"], "{ repository: api, pullRequest: true }"),
    "repo:acme/web:pull_request",
    "new-entry",
    {},
  ],
  ["names in place of ids", trustingIds(MAIN), "repo:acme/web:ref:refs/heads/main", "name-subject", {}],
])("rejects %s, whatever the causes claim", (_, text, sub, editKind, claims) => {
  expect(proposedBy(text, sub, editKind, claims).edits).toStrictEqual([]);
});

test("the problems of the edited file have no line and column", () => {
  const { rejectedBecause } = proposedBy(trusting(MAIN), "repo:acme/web:pull_request", "new-entry");
  expect(rejectedBecause).toHaveLength(1);
  expect(rejectedBecause[0]).toMatch(
    /^accounts\[0\]\.roles\[0\]\.trust\[1\]: R09 pull-request-push \(high\)/,
  );
  expect(rejectedBecause[0]).not.toContain("edited");
});

test("the slug of an enterprise is proposed, because an owner name is unique on github.com", () => {
  const iss = `${ISSUER_URL}/acme-corp`;
  expect(
    proposedBy(trusting(MAIN), "repo:acme/web:ref:refs/heads/main", "enterprise", { iss }).edits,
  ).toStrictEqual([{ path: ["github", "enterprise"], value: "acme-corp" }]);
});

function subjects(sub: string, owners: readonly string[] = ["acme"]): readonly string[] {
  const parts = parseSubject(plainText(sub));
  if (parts === undefined) throw new Error("no subject");
  return otherOwnerTokens(tokenWith(sub), parts, new Set(owners)).map(subjectOf);
}

test("the tokens look like the token's owner, in both formats and several contexts", () => {
  expect(subjects("repo:acme/web:ref:refs/heads/dev").slice(0, 8)).toStrictEqual([
    "repo:acme-evil/web:ref:refs/heads/dev",
    "repo:acme-evil/web:ref:refs/heads/main",
    "repo:acme-evil/web:pull_request",
    "repo:acme-evil/web:environment:production",
    "repo:acme-evil@991/web@991:ref:refs/heads/dev",
    "repo:acme-evil@991/web@991:ref:refs/heads/main",
    "repo:acme-evil@991/web@991:pull_request",
    "repo:acme-evil@991/web@991:environment:production",
  ]);
});

test("a later owner of the name is another owner, if ids distinguish the two", () => {
  expect(subjects("repo:acme@1/web@2:pull_request")).toContain("repo:acme@121/web@121:pull_request");
  expect(subjects("repo:acme/web:pull_request").filter((sub) => /^repo:acme[@/]/.test(sub))).toStrictEqual(
    [],
  );
});

test("an owner in the file is not another owner", () => {
  const named = subjects("repo:acme/web:pull_request", ["acme", "acme-evil", "evil"]);
  expect(named.filter((sub) => /^repo:(?:acme-evil|evil)[@/]/.test(sub))).toStrictEqual([]);
});
