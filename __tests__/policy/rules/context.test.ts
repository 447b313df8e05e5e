import { ISSUER } from "../../support/github";
import {
  documentOf,
  documentWith,
  issuerDocument,
  type JsonMap,
  PUSH_WORKFLOW,
  reported,
  reportedSubject,
  SERVER_HOST,
  SUB,
  statementWith,
  subjectDocument,
  subjectRules,
  TESTED_AUD,
} from "./document";

const START = "repo:acme@123456/web@456789";

test.each<[string, readonly string[]]>([
  ["repo:acme@123456/*", ["R06"]],
  ["repo:acme@123456/**:ref:refs/heads/main", ["R06"]],
  ["repo:acme@123456/?*:ref:refs/heads/main", ["R06"]],
  ["repo:acme@123456/*:*", ["R06", "R08"]],
  ["repo:acme@123456/*@*:ref:refs/heads/main", ["R06"]],
  ["repo:acme@123456/*@456789:ref:refs/heads/main", ["R06"]],
  ["repo:acme@123456/web*", ["R07"]],
  ["repo:acme@123456/web*:ref:refs/heads/main", ["R07"]],
  ["repo:acme@123456/*web@456789:ref:refs/heads/main", ["R07"]],
  ["repo:acme@123456/w?b@456789:ref:refs/heads/main", ["R07"]],
  ["repo:acme@123456/web-*:pull_request", ["R07", "R09", "R22"]],
  [START, ["R08"]],
  ["repo:acme/web", ["R08", "R23"]],
  [`${START}:*`, ["R08"]],
  [`${START}:sha:*`, ["R08"]],
  [`${START}:sha:4*`, ["R08"]],
  [`${START}:workflow_ref:acme/web/*`, ["R08"]],
  [`${START}:environment_node_id:*`, ["R08"]],
  [`${START}:head_ref:*`, ["R08"]],
  [`${START}:head_ref:main`, ["R08"]],
  [`${START}:base_ref:main`, ["R08"]],
  [`${START}:?*`, ["R08"]],
  [`${START}:**`, ["R08"]],
  [`${START}:re*`, ["R08"]],
  [`${START}:ref*`, ["R08"]],
  [`${START}:r?f:refs/heads/main`, ["R08"]],
  [`${START}:*main`, ["R08"]],
  [`${START}:*refs/heads/main`, ["R08"]],
  [`${START}:actor:*`, ["R08"]],
  [`${START}:actor:octo`, ["R08"]],
  [`${START}:workflow:x`, ["R08"]],
  [`${START}:workflow:x:actor:octo`, ["R08"]],
  [`${START}:actor:octo:*`, ["R08"]],
  [`${START}:runner_environment:github-hosted`, ["R08"]],
  [`${START}:repository_owner_id:123456`, ["R08"]],
  ["repository_id:456789:actor:octo", ["R08"]],
  ["repository_owner:acme:repository_id:456789", ["R08"]],
  ["actor:octo:repository_id:456789", ["R08"]],
  ["repository_owner_id:123456:actor:octo", ["R06"]],
  [`${START}:p*`, ["R08"]],
  [`${START}:environment*`, ["R08"]],
  [`${START}:pull_request`, ["R09"]],
  [`${START}:pull_request*`, ["R09"]],
  [`${START}:ref:refs/pull/1/merge`, ["R09"]],
  [`${START}:ref:refs/pull/*/merge`, ["R09"]],
  [`${START}:Ref:refs/pull/*`, ["R31"]],
  [`${START}:pull_request:job_workflow_ref:${PUSH_WORKFLOW}`, ["R09"]],
  [`${START}:ref:*`, ["R10"]],
  [`${START}:ref:refs/*`, ["R10"]],
  [`${START}:ref:refs/heads/*`, ["R10"]],
  [`${START}:ref:refs/heads/release*`, ["R10"]],
  [`${START}:ref:refs/heads/?`, ["R10"]],
  [`${START}:ref:refs/heads/gh-readonly-queue/main/pr-*`, ["R10"]],
  [`${START}:ref:refs/heads/release/*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R10", "R22"]],
  [`${START}:ref:refs/tags/*`, ["R11"]],
  [`${START}:ref:refs/tags/v*`, ["R11"]],
  [`${START}:ref:refs/tags/v?`, ["R11"]],
  [`${START}:environment:*`, ["R12"]],
  [`${START}:environment:prod*`, ["R12"]],
  [`${START}:environment:prod?`, ["R12"]],
  [`${START}:environment:*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R12", "R22"]],
  [`${START}:environment:prod`, ["R13"]],
  [`${START}:environment:prod:job_workflow_ref:${PUSH_WORKFLOW}`, ["R13"]],
  [`${START}:*:ref:refs/heads/main`, ["R22"]],
  [`${START}:*:job_workflow_ref:${PUSH_WORKFLOW}`, ["R22"]],
  ["ref:refs/heads/main", ["R19"]],
  ["ref:refs/heads/*", ["R10", "R19"]],
  ["pull_request", ["R09", "R19"]],
  ["environment:prod", ["R13", "R19"]],
  ["environment:*", ["R12", "R19"]],
  ["repository_visibility:private", ["R19"]],
  ["actor:octocat", ["R19"]],
  ["workflow:push", ["R19"]],
  ["acme/web:ref:refs/heads/main", ["R31"]],
  ["repositoryacme/web", ["R31"]],
])("reports %j by %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test.each([
  `${START}:ref:refs/heads/main`,
  `${START}:ref:refs/heads/pull_request`,
  `${START}:ref:refs/heads/environment`,
  `${START}:ref:refs/heads/a/b`,
  `${START}:ref:refs/heads/a\${*}b`,
  `${START}:ref:refs/tags/v1`,
  `${START}:ref:refs/tags/\${?}`,
  `${START}:ref:refs/heads/main:job_workflow_ref:${PUSH_WORKFLOW}`,
  `${START}:job_workflow_ref:${PUSH_WORKFLOW}`,
  `${START}:workflow:x:ref:refs/heads/main`,
  `${START}:ref:refs/heads/main:actor:octo`,
  `${START}:actor:octo:job_workflow_ref:${PUSH_WORKFLOW}`,
  `${START}:workflow_ref:${PUSH_WORKFLOW}`,
  `${START}:environment_node_id:EN_1`,
  `${START}:sha:0123456789abcdef`,
  "repository_id:456789:actor:octo:ref:refs/heads/main",
])("no rule reports %j", (subject) => {
  expect(reported(subjectDocument(subject))).toStrictEqual([]);
});

test.each<[string, readonly string[]]>([
  [`${START}:`, ["R31"]],
  [`${START}:main`, ["R31"]],
  [`${START}:branch:main`, ["R31"]],
  [`${START}:refs/heads/main`, ["R31"]],
  [`${START}:ref:main`, ["R31"]],
  [`${START}:ref:refs/main`, ["R31"]],
  [`${START}:ref:refs/heads/`, ["R31"]],
  [`${START}:ref:refs/branches/main`, ["R31"]],
  [`${START}:REF:refs/heads/main`, ["R31"]],
  [`${START}:Ref:refs/heads/main`, ["R31"]],
  [`${START}: ref:refs/heads/main`, ["R31"]],
  [`${START}:pull_requests`, ["R31"]],
  [`${START}:pull-request`, ["R31"]],
  [`${START}:Pull_Request`, ["R31"]],
  [`${START}:environment:`, ["R13", "R31"]],
  [`${START}:environment:Production:V1`, ["R31"]],
  [`${START}:environment:ref:x`, ["R31"]],
  [`${START}:environment:a%3ab`, ["R13", "R31"]],
  [`${START}:environment:a%3ab%3Ac`, ["R13", "R31", "R38"]],
  [`${START}:tag:v1`, ["R31"]],
  ["Repo:acme@123456/web@456789:ref:refs/heads/main", ["R31"]],
  ["repo:acme@123456:ref", ["R31"]],
])("reports %j, which no token of GitHub's has, by %j", (subject, rules) => {
  expect(reported(subjectDocument(subject))).toStrictEqual(reportedSubject(rules, subject));
});

test.each<[string, string, readonly string[]]>([
  ["acme/web:prod", `${START}:environment:prod`, []],
  ["acme/web:Production:V1", `${START}:environment:Production%3AV1`, ["R38"]],
  ["acme/web:prod", `${START}:environment:prod:job_workflow_ref:${PUSH_WORKFLOW}`, []],
  ["acme/web:prod", `${START}:environment:Prod`, ["R13"]],
  ["acme/web:prod", `${START}:environment:production`, ["R13"]],
  ["acme/web:prod", `${START}:environment:prod*`, ["R12"]],
  ["acme/web:prod", "repo:acme@123456/api@1:environment:prod", ["R13"]],
  ["acme/web:prod", "repo:acme@123456/*:environment:prod", ["R06", "R13"]],
  ["acme/web:prod", "environment:prod", ["R13", "R19"]],
])("where the environment %s is protected, %j violates %j", (environment, subject, rules) => {
  expect(subjectRules(subject, { protectedEnvironments: [environment] })).toStrictEqual(rules);
});

test.each<[string, JsonMap, readonly string[]]>([
  ["a ref", { StringEquals: { ref: "refs/heads/main" } }, []],
  ["a ref in any casing", { StringEqualsIgnoreCase: { REF: "refs/heads/main" } }, []],
  ["a ref under StringLike", { StringLike: { ref: "refs/heads/main" } }, []],
  ["several refs", { StringEquals: { ref: ["refs/heads/main", "refs/heads/b"] } }, []],
  ["a pattern for a ref", { StringLike: { ref: "refs/heads/*" } }, ["R13"]],
  ["a ref and a pattern", { StringLike: { ref: ["refs/heads/main", "refs/tags/v*"] } }, ["R13"]],
  ["a ref excluded", { StringNotEquals: { ref: "refs/heads/evil" } }, ["R13"]],
  ["that there is a ref", { Null: { ref: "false" } }, ["R13"]],
  ["another claim", { StringEquals: { actor_id: "1" } }, ["R13"]],
])("of an environment beside which a statement tests %s, %j violates %j", (_, tests, rules) => {
  const subject = `${START}:environment:prod`;
  const conditions = Object.entries(tests).map(([operator, claims]) => [
    operator,
    Object.fromEntries(
      Object.entries(claims as JsonMap).map(([claim, value]) => [`${ISSUER}:${claim}`, value]),
    ),
  ]);
  const document = documentWith({
    "ForAnyValue:StringEquals": TESTED_AUD,
    "ForAnyValue:StringLike": { [SUB]: subject },
    ...Object.fromEntries(conditions),
  });

  expect(reported(document)).toStrictEqual(reportedSubject(rules, subject, "ForAnyValue:StringLike"));
});

test("reports an environment of one statement, where only another one tests the ref", () => {
  const subject = `${START}:environment:prod`;
  const test = { StringEquals: TESTED_AUD, StringLike: { [SUB]: subject } };
  const ref = { StringEquals: { ...TESTED_AUD, [`${ISSUER}:ref`]: "refs/heads/main" } };
  const document = documentOf(statementWith(test), statementWith({ ...test, ...ref }));

  expect(reported(document)).toStrictEqual(reportedSubject(["R13", "R32"], subject));
});

test.each<[string, string, readonly string[]]>([
  ["acme/web:main", `${START}:ref:refs/heads/main`, ["R36"]],
  ["acme/web:main", `${START}:ref:refs/heads/main:job_workflow_ref:${PUSH_WORKFLOW}`, ["R36"]],
  ["acme/web:main", "repo:acme/web:ref:refs/heads/main", ["R23", "R36"]],
  ["acme/web:main", `${START}:ref:refs/heads/main2`, []],
  ["acme/web:main", `${START}:ref:refs/tags/main`, []],
  ["acme/api:main", `${START}:ref:refs/heads/main`, []],
])("where unreviewed code runs on %s, %j violates %j", (branch, subject, rules) => {
  expect(subjectRules(subject, { unreviewedBranches: [branch] })).toStrictEqual(rules);
});

test.each<[string, readonly string[]]>([
  ["repo:acme/web:environment:Production:V1", ["R13"]],
  ["repo:acme/web:environment:Production%3AV1", ["R13", "R38"]],
  ["repo:acme/web:environment:Production%3aV1", ["R13", "R31"]],
  ["repo:acme/web:environment:*:job_workflow_ref:x", ["R12", "R22"]],
  ["repo:acme/*:ref:refs/heads/main", ["R06", "R22"]],
  ["repo:acme/web*:ref:refs/heads/main", ["R07", "R22"]],
  ["repo:acme/*:*", ["R06", "R08"]],
  ["repo:acme/web:*", ["R08"]],
])("on a GitHub Enterprise Server, where names may hold colons, %j violates %j", (subject, rules) => {
  const path = ["Statement", 0, "Condition", "StringLike", `${SERVER_HOST}:sub`];

  expect(reported(issuerDocument(SERVER_HOST, subject))).toStrictEqual(
    rules.map((rule) => ({ rule, path, given: subject })),
  );
});
