import { patternOf } from "../../../lib/policy/iam/glob";
import { misspelling } from "../../../lib/policy/subject/misspelling";
import { isPossibleClaim, isPossibleSubject } from "../../../lib/policy/subject/possible";
import { ISSUER } from "../../support/github";
import { reported, SERVER_HOST, subjectDocument } from "../rules/document";

const READING = { hasWildcards: true, hasVariables: true };

test.each<[subject: string, intended: string | undefined]>([
  ["repo:acme/web/*", "repo:acme/web:*"],
  ["repo:acme/web/ref:refs/heads/main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme:web:ref:refs/heads/main", "repo:acme/web:ref:refs/heads/main"],
  ["acme/web:*", "repo:acme/web:*"],
  ["repo/acme/web:*", "repo:acme/web:*"],
  ["repo:https://github.com/acme/web:*", "repo:acme/web:*"],
  ["repo:github.com/acme/web:*", "repo:acme/web:*"],
  ["repo:git@github.com:acme/web.git:*", "repo:acme/web:*"],
  ["repo:acme/web.git:ref:refs/heads/main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:ref:refs/heads/main ", "repo:acme/web:ref:refs/heads/main"],
  ["repo: acme/web:*", "repo:acme/web:*"],
  ["repo:acme/{web,api}:*", "repo:acme/web:* and repo:acme/api:*"],
  ["repo:acme/(web|api):*", "repo:acme/web:* and repo:acme/api:*"],
  ["repo:acme/web:*, repo:acme/api:*", "repo:acme/web:* and repo:acme/api:*"],
  ["repo:acme/web,api:*", "repo:acme/web:* and repo:acme/api:*"],
  ["^repo:acme/web:.*$", "repo:acme/web:*"],
  ["repo:acme/.*:ref:refs/heads/main", "repo:acme/*:ref:refs/heads/main"],
  ["repo:acme/web:pull-request", "repo:acme/web:pull_request"],
  ["repo:acme/web:main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:branch:main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:ref:main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:refs/heads/main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:ref:refs/head/main", "repo:acme/web:ref:refs/heads/main"],
  ["repo:acme/web:env:prod", "repo:acme/web:environment:prod"],
  ["repo:acme/web:tag:v1", "repo:acme/web:ref:refs/tags/v1"],
  ["repo:ORG/REPO:*", undefined],
  ["repo:YOUR-ORG/YOUR_REPO:ref:refs/heads/main", undefined],
  ["repo:<org>/<repo>:*", undefined],
  [`repo:\${var.owner}/web:*`, undefined],
  [`repo:\${{ github.repository }}:*`, undefined],
])("%j is misspelled, and means %j", (subject, intended) => {
  expect(misspelling(subject, ISSUER)).toMatchObject({ intended });
});

test.each([
  "repo:acme/web:ref:refs/heads/main",
  "repo:ACME/web:ref:refs/heads/release/*",
  "repo:ACME/WEB:pull_request",
  "repo:acme@1/web@2:environment:Prod Env [a|b]",
  "repo:acme/*",
  "repo:acme*",
  "*",
  "repo:acme/web:pull_request:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
  "repository_owner:acme:environment:prod",
  "repo:acme/web:ref:refs/heads/a+b",
  `repo:\${${ISSUER}:repository}:*`,
])("%j is not misspelled, and a token can have it", (subject) => {
  expect(misspelling(subject, ISSUER)).toBeUndefined();
  expect(isPossibleSubject(patternOf(subject, READING), ISSUER)).toBe(true);
});

test.each<[subject: string, isLike: boolean, issuer: string, expected: boolean]>([
  ["repo:acme/web:*", false, ISSUER, false],
  ["repo:acme/web:*", true, ISSUER, true],
  // An environment can have the name *.
  ["environment:*", false, ISSUER, true],
  ["repo:acme/web:environment:a:b", true, ISSUER, false],
  ["repo:acme/web:environment:a:b", true, SERVER_HOST, true],
  ["REPO:acme/web:*", true, ISSUER, false],
  ["repo_property_tier:gold", true, ISSUER, true],
  ["??po:acme/web", true, ISSUER, true],
  ["?", true, ISSUER, false],
])(
  "whether a token can have %j (wildcards: %j, issuer %s) is %j",
  (subject, hasWildcards, issuer, expected) => {
    expect(isPossibleSubject(patternOf(subject, { ...READING, hasWildcards }), issuer)).toBe(expected);
  },
);

test("without case, a subject in capitals is possible", () => {
  expect(isPossibleSubject(patternOf("REPO:ACME/WEB:PULL_REQUEST", READING), ISSUER, true)).toBe(true);
});

test.each<[claim: string, value: string, expected: boolean]>([
  ["job_workflow_ref", "acme/ci/.github/workflows/push.yml@refs/heads/main", true],
  ["job_workflow_ref", "acme/ci/.github/workflows/push.yml@0123456789abcdef0123456789abcdef01234567", true],
  ["job_workflow_ref", "acme/ci/.github/workflows/push.yml@*", true],
  ["job_workflow_ref", "acme/ci/.github/workflows/push.yml@main", false],
  ["job_workflow_ref", "acme/ci/push.yml@refs/heads/main", false],
  ["ref", "main", false],
  ["ref", "refs/heads/main", true],
  ["repository", "web", false],
  ["repository_id", "acme", false],
  ["repository_id", "4*", true],
  ["environment", "any text: * ?", true],
])("whether a token can have the claim %s %j is %j", (claim, value, expected) => {
  expect(isPossibleClaim(claim, patternOf(value, READING), ISSUER)).toBe(expected);
});

test.each(["<prod>", "prod {eu,us}", "prod (eu|us)", "[prod]", "prod.*", "https//x", "$prod eu", "{{prod}}"])(
  "the name %s of an environment is no mistake, because GitHub takes it",
  (name) => {
    expect(misspelling(`repo:acme/web:environment:${name}`, ISSUER)).toBeUndefined();
  },
);

test.each<[subject: string, rules: readonly string[]]>([
  // The * also matches web:ref, and web:environment.
  ["repo:acme/*:refs/heads/main", ["R06", "R23"]],
  ["repo:acme/*ef:refs/heads/*", ["R07", "R08", "R23"]],
  ["repo:acme/web*:heads/main", ["R07", "R23"]],
  ["repo:acme/web:refs/heads/main", ["R31"]],
  ["repo:acme/*:push", ["R06", "R23"]],
  ["repo:acme/*:ref:main", ["R31"]],
])("a subject that a wildcard lets match is not called misspelled: %s violates %j", (subject, rules) => {
  expect(reported(subjectDocument(subject)).map(({ rule }) => rule)).toStrictEqual(rules);
});
