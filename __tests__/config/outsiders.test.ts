import fc from "fast-check";
import { parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import { parsePolicy } from "../../lib/policy/parse";
import { DEFAULT_TEMPLATE } from "../../lib/policy/subject/template";
import { claimsOf, type Job } from "../policy/github-token";
import { ACCOUNT, ISSUER, PROVIDER_ARN } from "../support/github";
import { runs } from "../support/runs";

/**
 * If a file is valid without an accepted risk, it allows no token of another owner. Subjects and policies are built from safe parts and from
 * wildcards.
 */
const RUNS = runs(10_000);

const PIECES = [
  "repo:",
  "acme",
  "acme@1",
  "/",
  "web",
  "web@2",
  ":",
  "ref:refs/heads/main",
  "environment:prod",
  "pull_request",
  "*",
  "?",
  "-",
  "@",
  "repository_id:",
  "repository_owner_id:",
  "repository_owner:",
  "1",
  "2",
];

const GOOD = [
  "repo:acme/web:ref:refs/heads/main",
  "repo:acme@1/web@2:environment:prod",
  "repository_owner_id:1:repository_id:2:ref:refs/heads/main",
];

/** A good subject with a piece in place of some characters, or pieces in any order. */
const subject = fc.oneof(
  fc.constantFrom(...GOOD),
  fc
    .tuple(fc.constantFrom(...GOOD), fc.nat(60), fc.nat(20), fc.constantFrom(...PIECES, ""))
    .map(([good, from, length, piece]) => good.slice(0, from) + piece + good.slice(from + length)),
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join("")),
);

const claims = fc.constantFrom(
  {},
  { jobWorkflowRef: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
  { repositoryOwnerId: 1 },
  { repository: "acme/*" },
);

const entries = fc
  .array(fc.record({ subject, claims }), { minLength: 1, maxLength: 3 })
  .map((trust) => ({ trust }));

const operator = fc.constantFrom(
  "StringLike",
  "StringLike",
  "StringEquals",
  "StringEqualsIgnoreCase",
  "StringLikeIfExists",
  "StringNotLike",
  "ForAnyValue:StringLike",
  "ForAllValues:StringLike",
);

const statement = fc
  .record({
    operator,
    subject,
    claim: fc.constantFrom("sub", "sub", "sub", "SUB", "job_workflow_ref", "repository"),
    aud: fc.constantFrom("sts.amazonaws.com", "sts.amazonaws.com", "*", undefined),
    principal: fc.constantFrom({ Federated: PROVIDER_ARN }, { Federated: PROVIDER_ARN }, { AWS: "*" }, "*"),
    action: fc.constantFrom("sts:AssumeRoleWithWebIdentity", "sts:*", "sts:AssumeRole"),
  })
  .map(({ operator: under, subject: value, claim, aud, principal, action }) => {
    const audience = aud === undefined ? {} : { [`${ISSUER}:aud`]: aud };
    const test = { [`${ISSUER}:${claim}`]: value };
    return {
      Effect: "Allow",
      Principal: principal,
      Action: action,
      Condition:
        under === "StringLike"
          ? { StringLike: { ...audience, ...test } }
          : { StringLike: audience, [under]: test },
    };
  });

const document = fc
  .array(statement, { minLength: 1, maxLength: 2 })
  .map((Statement) => ({ trustPolicy: { Version: "2012-10-17", Statement } }));

const name = fc.constantFrom("acme", "acmee", "acme-evil", "evil-acme", "evil", "1", "Acme2");
const text = fc.constantFrom(
  "main",
  "prod",
  "x@1/web@2",
  "acme/web",
  "web@2:ref:refs/heads/main",
  "1",
  "a:b",
);

/** A job of another owner, with another name and id. */
const outsider: fc.Arbitrary<Job> = fc.record({
  owner: name.filter((owner) => owner !== "acme"),
  ownerId: fc.constantFrom(9, 11, 21, 12),
  repository: fc.constantFrom("web", "acme", "webb", "web-2"),
  repositoryId: fc.constantFrom(8, 22, 12),
  format: fc.constantFrom("name", "immutable"),
  template: fc.constant(DEFAULT_TEMPLATE),
  run: fc.oneof(
    text.map((environment) => ({ kind: "environment" as const, name: environment, ref: "refs/heads/main" })),
    fc.constant({ kind: "pullRequest" as const }),
    text
      .filter((ref) => !ref.includes(":"))
      .map((ref) => ({ kind: "ref" as const, ref: `refs/heads/${ref}` })),
  ),
  audience: fc.constantFrom("sts.amazonaws.com", "other"),
  jobWorkflowRef: fc.constantFrom(
    "acme/ci/.github/workflows/push.yml@refs/heads/main",
    "evil/ci/.github/workflows/push.yml@refs/heads/main",
  ),
  workflow: fc.constant("push"),
});

/** The subjects that an outsider's token can have: the default one, and those of the outsider's own template. */
function subjectsOf(job: Job): readonly string[] {
  const own = claimsOf(job).sub ?? "";
  const context = own.slice(own.indexOf(":", "repo:".length) + 1);
  return [
    own,
    context,
    `repository_id:${job.repositoryId}`,
    `repository_id:${job.repositoryId}:${context}`,
    `repository_owner_id:${job.ownerId}:repository_id:${job.repositoryId}:${context}`,
    `repository_owner:${job.owner}:${context}`,
    `repository_visibility:public:${own}`,
  ];
}

test("denies every outsider's token, if the file is valid without an accepted risk", () => {
  let synthesized = 0;
  const { failed, counterexample } = fc.check(
    fc.property(fc.oneof(entries, document), outsider, (trust, job) => {
      const role = roleOf(trust);
      if (role === undefined) return true;
      synthesized++;
      const read = parsePolicy(role.trustPolicy, "trust");
      if ("problems" in read) return false;
      return subjectsOf(job).every((sub) => {
        const { outcome } = evaluate(read, requestContext({ ...claimsOf(job), sub }, ISSUER, ACCOUNT));
        return outcome === "denied";
      });
    }),
    { numRuns: RUNS },
  );

  expect({ failed, counterexample }).toStrictEqual({ failed: false, counterexample: null });
  // Else this would say little.
  expect(synthesized).toBeGreaterThan(RUNS / 20);
}, 120_000);

/** The role of a file with this trust; none, where the file has problems. */
function roleOf(trust: object) {
  const file = {
    github: {
      owner: "acme",
      owners: { acme: { id: 1 } },
      repositories: { web: { id: 2 } },
    },
    accounts: [
      {
        id: "123456789012",
        region: "us-east-1",
        roles: [{ ...trust, ecr: { repositories: ["web"] }, publish: false }],
      },
    ],
  };
  try {
    return parseConfig(JSON.stringify(file), "access.yaml").accounts[0].roles[0];
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
