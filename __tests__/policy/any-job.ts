import fc from "fast-check";
import { CLAIMS } from "../../lib/policy/claims";
import { ENVIRONMENT, OWNER, REF_PATTERN, REPOSITORY_PATTERN } from "../../lib/policy/github-names";
import { DEFAULT_TEMPLATE, type SubjectTemplate, TEMPLATE_KEYS } from "../../lib/policy/subject/template";
import type { TextRule } from "../../lib/policy/text-rule";
import type { Job } from "./github-token";

/** Jobs for property tests: names that are near each other, and any subject template. */
export const AUDIENCE = "sts.amazonaws.com";
export const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";
const ONE_OR_MORE = { minLength: 1 };

const OWNERS = ["acme", "acme-evil", "evil-acme", "Acme", "acm", "acmee", "acme-1", "evil"];
const REPOSITORIES = [
  "web",
  "web-evil",
  "my-web",
  "Web",
  "we",
  "web2",
  "team-a",
  "team-b",
  "acme",
  "web-2",
  "api.js",
];
const IDS = [1, 2, 12, 21, 123456];
const BRANCHES = [
  "main",
  "main2",
  "x/main",
  "Main",
  "release/1",
  "release",
  "x@1/web@2",
  "a@refs/heads/main",
  "gh-readonly-queue/main/pr-7-abc",
  "gh-readonly-queue/main",
  "pull_request",
  `\${a}$`,
  "50%3A",
];
const ENVIRONMENTS = [
  "prod",
  "production",
  "Prod",
  "a:b",
  "a%3Ab",
  "main",
  "*",
  "p?od",
  `\${aws:username}`,
  `\${*}`,
  "x:ref:refs/heads/main",
  "x:environment:prod",
  "refs/heads/main",
  "pull_request",
];
const WORKFLOWS = [
  WORKFLOW,
  "acme/ci/.github/workflows/push.yml@refs/heads/evil",
  "evil/ci/.github/workflows/push.yml@refs/heads/main",
];
const WORKFLOW_NAMES = [
  "push",
  "push:ref:refs/heads/main",
  "push:repository_owner:acme:repo:acme/web",
  "a:b",
  "a%3Ab",
  "*",
  `\${*}`,
];

/** Known names that are near each other, and invented ones that a rule of the file allows. */
function names(known: readonly string[], characters: string, { pattern }: TextRule): fc.Arbitrary<string> {
  const invented = fc
    .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 12 })
    .filter((text) => pattern.test(text));
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: invented });
}

export const owner = names(OWNERS, "abyzAZ09-_", OWNER);
export const repository = names(REPOSITORIES, "abyzAZ09-_.", REPOSITORY_PATTERN);
export const branch = names(BRANCHES, `abz/$\{}@%é`, REF_PATTERN);
export const environment = names(ENVIRONMENTS, `ab *?$\{}:/%@é`, { ...ENVIRONMENT, pattern: /^[ -ÿ]+$/ });
export const id = fc.constantFrom(...IDS);

/** The usual one, those that say much or little, and any keys in any order. */
export const template = fc.oneof(
  fc.constantFrom<SubjectTemplate>(
    DEFAULT_TEMPLATE,
    ["repo"],
    ["context"],
    ["context", "repo"],
    ["repo", "context", "job_workflow_ref"],
    ["repo", "ref"],
    ["repo", "environment"],
    ["workflow", "repo", "context"],
    ["job_workflow_ref"],
    ["repository"],
    ["repository_id"],
    ["repository_owner_id", "environment"],
    ["environment", "repository_owner"],
  ),
  fc.shuffledSubarray(["repo", "context", ...Object.values(CLAIMS).map(({ claim }) => claim)], ONE_OR_MORE),
  fc.shuffledSubarray([...TEMPLATE_KEYS], ONE_OR_MORE),
) as fc.Arbitrary<SubjectTemplate>;

export const job: fc.Arbitrary<Job> = fc.record({
  owner,
  ownerId: id,
  repository,
  repositoryId: id,
  format: fc.constantFrom("name", "immutable"),
  run: fc.oneof(
    fc
      .tuple(environment, branch, fc.constantFrom("refs/heads/", "refs/tags/"))
      .map(([name, own, kind]) => ({ kind: "environment" as const, name, ref: `${kind}${own}` })),
    environment.map((name) => ({ kind: "environment" as const, name, ref: "refs/pull/7/merge" })),
    fc.constant({ kind: "pullRequest" as const }),
    branch.map((name) => ({ kind: "ref" as const, ref: `refs/heads/${name}` })),
    branch.map((name) => ({ kind: "ref" as const, ref: `refs/tags/${name}` })),
  ),
  template,
  audience: fc.constantFrom(AUDIENCE, AUDIENCE, AUDIENCE, "https://github.com/acme", "sts.amazonaws.com.cn"),
  jobWorkflowRef: fc.constantFrom(...WORKFLOWS),
  workflow: fc.constantFrom(...WORKFLOW_NAMES),
});
