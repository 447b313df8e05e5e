import fc from "fast-check";
import { oidcProviderArn } from "../../lib/policy/arn";
import type { Claims } from "../../lib/policy/claims";
import { CLAIM_NAMES, CLAIMS } from "../../lib/policy/claims";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import { anyJobs, type Job, jobToken } from "../../lib/policy/job-token";
import type { NonEmpty } from "../../lib/policy/non-empty";
import { parsePolicy } from "../../lib/policy/parse";
import { refPattern } from "../../lib/policy/subject/format";
import { DEFAULT_TEMPLATE, type SubjectTemplate, TEMPLATE_KEYS } from "../../lib/policy/subject/template";
import type { Context, RepositoryEntry } from "../../lib/policy/subject/types";
import { trustPolicy } from "../../lib/policy/trust-policy";
import { ACCOUNT, ISSUER } from "../support/github";
import { runs } from "../support/runs";

const RUNS = runs(3_000);
const AUDIENCE = "sts.amazonaws.com";

const JOB: Job = {
  owner: "acme",
  repository: "web",
  ids: undefined,
  template: DEFAULT_TEMPLATE,
  event: "push",
  ref: "refs/heads/main",
  environment: undefined,
  audience: AUDIENCE,
  claims: {},
};
const WITH_IDS = { ids: { owner: "1", repository: "2" } };
const TEMPLATE: SubjectTemplate = ["repository_owner_id", "context", "job_workflow_ref"];
const CALLED = { job_workflow_ref: "acme/ci/.github/workflows/a:b.yml@refs/heads/main" };

test.each<[string, Partial<Job>, string]>([
  ["a branch", {}, "repo:acme/web:ref:refs/heads/main"],
  ["a tag", { ref: "refs/tags/v1" }, "repo:acme/web:ref:refs/tags/v1"],
  ["ids", WITH_IDS, "repo:acme@1/web@2:ref:refs/heads/main"],
  ["a pull request", { event: "pull_request", ref: "refs/pull/7/merge" }, "repo:acme/web:pull_request"],
  [
    "an environment, which is in front of all else",
    { event: "pull_request", environment: "prod" },
    "repo:acme/web:environment:prod",
  ],
  ["a colon in an environment", { environment: "a:b" }, "repo:acme/web:environment:a%3Ab"],
  [
    "a template",
    { ...WITH_IDS, template: TEMPLATE, claims: CALLED },
    "repository_owner_id:1:ref:refs/heads/main:job_workflow_ref:acme/ci/.github/workflows/a%3Ab.yml@refs/heads/main",
  ],
  ["a claim that the job does not have", { template: ["repo", "environment"] }, "repo:acme/web:environment:"],
])("the subject has %s", (_, job, subject) => {
  expect(jobToken({ ...JOB, ...job }).sub).toBe(subject);
});

test("an old server leaves a colon as it is", () => {
  expect(jobToken({ ...JOB, environment: "a:b" }, ":").sub).toBe("repo:acme/web:environment:a:b");
});

test("the token has the claims of the job", () => {
  const job = { ...JOB, ...WITH_IDS, ref: "refs/tags/v1", environment: "prod", claims: { actor: "mona" } };
  expect(jobToken(job)).toStrictEqual({
    aud: AUDIENCE,
    sub: "repo:acme@1/web@2:environment:prod",
    actor: "mona",
    environment: "prod",
    event_name: "push",
    ref: "refs/tags/v1",
    ref_type: "tag",
    repository: "acme/web",
    repository_id: "2",
    repository_owner: "acme",
    repository_owner_id: "1",
  });
});

function isAllowed(entry: RepositoryEntry, job: Job): boolean {
  const document = parsePolicy(
    trustPolicy({
      providerArn: oidcProviderArn(ACCOUNT, ISSUER),
      issuerHost: ISSUER,
      audience: AUDIENCE,
      entries: [entry],
    }),
    "trust",
  );
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  return evaluate(document, requestContext(jobToken(job), ISSUER, ACCOUNT)).outcome === "allowed";
}

const context = fc.constantFrom<Context>(
  { kind: "branch", pattern: "main" },
  { kind: "branch", pattern: "release/*" },
  { kind: "tag", pattern: "v*" },
  { kind: "environment", name: "a:b*?" },
  { kind: "pullRequest" },
  { kind: "mergeQueue", branch: "main" },
  { kind: "any" },
);
const claims = fc.constantFrom<Claims>(
  {},
  { jobWorkflowRef: ["acme/ci/.github/workflows/push.yml@refs/heads/main"] },
  { actor: ["mona"], workflow: ["push: it"] },
  { enterpriseId: ["7"], actorId: ["8"] },
);
const template = fc
  .shuffledSubarray([...TEMPLATE_KEYS], { minLength: 1, maxLength: 5 })
  .map((keys) => keys as unknown as NonEmpty<(typeof TEMPLATE_KEYS)[number]>);

const described = fc
  .record({
    context,
    claims,
    template: fc.oneof(fc.constant(DEFAULT_TEMPLATE), template),
    hasIds: fc.boolean(),
  })
  .map(({ hasIds, ...asked }): [RepositoryEntry, Job] => {
    const entry: RepositoryEntry = {
      kind: "repository",
      owner: "acme",
      repository: "web",
      ids: hasIds ? { owner: 1, repository: 2 } : undefined,
      ...asked,
    };
    return [entry, jobOf(entry)];
  });

/** The job that an entry describes, what it leaves open as `*`. */
function jobOf({
  ids,
  context: where,
  claims: asked,
  template: keys = DEFAULT_TEMPLATE,
}: RepositoryEntry): Job {
  return {
    ...JOB,
    ids: ids && { owner: String(ids.owner), repository: String(ids.repository) },
    template: keys,
    event: where.kind === "pullRequest" ? "pull_request" : "push",
    ref: refPattern(where) ?? "refs/heads/*",
    environment: where.kind === "environment" ? where.name : undefined,
    claims: {
      ...Object.fromEntries(TEMPLATE_KEYS.map((key) => [key, "*"])),
      ...Object.fromEntries(
        CLAIM_NAMES.flatMap((name) =>
          asked[name] === undefined ? [] : [[CLAIMS[name].claim, asked[name][0]]],
        ),
      ),
    },
  };
}

test("the job of an entry is allowed with every template", () => {
  fc.assert(
    fc.property(described, ([entry, job]) => {
      for (const each of anyJobs(job)) expect(isAllowed(entry, each)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("a job with another claim than an entry requires is denied, with any template", () => {
  fc.assert(
    fc.property(
      described.filter(([{ claims: asked }]) => Object.keys(asked).length > 0),
      ([entry, job]) => {
        const [name] = CLAIM_NAMES.filter((claim) => entry.claims[claim] !== undefined);
        const claim = name === undefined ? "actor" : CLAIMS[name].claim;
        expect(isAllowed(entry, { ...job, claims: { ...job.claims, [claim]: "*" } })).toBe(false);
      },
    ),
    { numRuns: RUNS },
  );
});

test.each([
  ["main", "refs/heads/main", true],
  ["release/*", "refs/heads/release/*", true],
  ["*", "refs/heads/release/*", true],
  ["release/1*", "refs/heads/release/*", false],
  ["release/*x", "refs/heads/release/*", false],
])("branch %s and the ref %s: allowed for every match of the wildcard: %s", (pattern, ref, expected) => {
  const entry: RepositoryEntry = {
    kind: "repository",
    owner: "acme",
    repository: "web",
    ids: undefined,
    context: { kind: "branch", pattern },
    claims: {},
  };
  expect(anyJobs({ ...JOB, ref }).every((job) => isAllowed(entry, job))).toBe(expected);
});

test("a policy that allows one character does not allow a wildcard", () => {
  const document = parsePolicy(
    {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: oidcProviderArn(ACCOUNT, ISSUER) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${ISSUER}:sub`]: "repo:acme/web:ref:refs/heads/release/?" } },
      },
    },
    "trust",
  );
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  const outcomes = anyJobs({ ...JOB, ref: "refs/heads/release/*" }).map(
    (job) => evaluate(document, requestContext(jobToken(job), ISSUER, ACCOUNT)).outcome,
  );
  expect(outcomes).toStrictEqual(["allowed", "denied"]);
});
