import { parsedFile } from "../../../lib/config/load";
import { roleAnswer } from "../../../lib/explain/answer";
import { candidatesOf } from "../../../lib/explain/candidate-role";
import { type ClosestAttempt, closestAttempt } from "../../../lib/explain/closest";
import { proposal } from "../../../lib/explain/fixes/proposal";
import type { RepairName } from "../../../lib/explain/fixes/repair-name";
import { NAME } from "../../config/access-file";
import { ISSUER, tokenWith } from "../explained";
import { accepting, trusting, trustingIds } from "../files";

const MAIN = "{ repository: web, branch: main }";
const SUBJECT = "{ subject: 'repo:acme/web:ref:refs/heads/main' }";

/** What is proposed when every cause claims that a repair would do. */
function proposedBy(text: string, sub: string, repair: RepairName, claims: object = {}) {
  const file = parsedFile(text, NAME);
  const token = tokenWith(sub, claims);
  const roles = candidatesOf(file.config, file.surroundings.surroundings.ids);
  const miss = closestAttempt(roles.map((role) => roleAnswer(role, token)));
  if (miss === undefined) throw new Error("allowed");
  const tampered: ClosestAttempt = { ...miss, causes: miss.causes.map((cause) => ({ ...cause, repair })) };
  return proposal(file, tampered, token);
}

test("an edit that lets the token in and nobody else is proposed", () => {
  expect(proposedBy(trusting(MAIN), "repo:acme/web:environment:production", "further entry")).toStrictEqual({
    edits: [
      {
        path: ["accounts", 0, "roles", 0, "trust", 1],
        value: { repository: "web", environment: "production" },
      },
    ],
    refusedFor: [],
  });
});

test.each<[string, string, string, RepairName, object]>([
  ["a fork by an entry", trusting(MAIN), "repo:mallory/web:ref:refs/heads/main", "further entry", {}],
  ["a fork by a subject", trusting(SUBJECT), "repo:mallory/web:ref:refs/heads/main", "further entry", {}],
  [
    "a fork by a subject in place",
    trusting(SUBJECT),
    "repo:mallory/web:pull_request",
    "context's spelling",
    {},
  ],
  ["another owner's ids", trustingIds(MAIN), "repo:acme@9/web@2:ref:refs/heads/main", "repository's id", {}],
  [
    "another owner's ids by an entry",
    trustingIds(MAIN),
    "repo:acme@9/api@8:pull_request",
    "further entry",
    {},
  ],
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
  ["a pattern for a token", trusting(MAIN), "repo:acme/*:ref:refs/heads/main", "further entry", {}],
  ["a subject that nobody sends", trusting(SUBJECT), "repo:acme/web:ref:main", "further entry", {}],
  [
    "a pull request that others may",
    accepting(["R09"], "{ repository: api, pullRequest: true }"),
    "repo:acme/web:pull_request",
    "further entry",
    {},
  ],
  ["names in place of ids", trustingIds(MAIN), "repo:acme/web:ref:refs/heads/main", "no ids", {}],
])("rejects %s, whatever the causes claim", (_, text, sub, repair, claims) => {
  expect(proposedBy(text, sub, repair, claims).edits).toStrictEqual([]);
});

test("what keeps a file from being mended is told without a place in a file that nobody has", () => {
  const { refusedFor } = proposedBy(trusting(MAIN), "repo:acme/web:pull_request", "further entry");
  expect(refusedFor).toHaveLength(1);
  expect(refusedFor[0]).toMatch(/^accounts\[0\]\.roles\[0\]\.trust\[1\]: R09 pull-request-push \(high\)/);
  expect(refusedFor[0]).not.toContain("edited");
});

test("an enterprise's slug is proposed, because github.com has one owner by each name", () => {
  const iss = `${ISSUER}/acme-corp`;
  expect(
    proposedBy(trusting(MAIN), "repo:acme/web:ref:refs/heads/main", "enterprise", { iss }).edits,
  ).toStrictEqual([{ path: ["github", "enterprise"], value: "acme-corp" }]);
});
