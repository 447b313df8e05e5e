import type { LintContext } from "../../../lib/policy/rules/context";
import { ISSUER } from "../../support/github";
import { documentWith, type JsonMap, PUSH_WORKFLOW, reported, SUB, TESTED_AUD } from "./document";

const ANY = "repo:acme@123456/web@456789:*";
const ALONE = "repo:acme@123456/web@456789";
const BY_WORKFLOW = `job_workflow_ref:${PUSH_WORKFLOW}`;
const OWNER_ID = "repository_owner_id:123456";

/** The rules that report a subject beside conditions: operators with claims and what they are tested for. */
function rulesBeside(
  subject: string,
  tests: Readonly<Record<string, JsonMap>>,
  known: Partial<LintContext> = {},
): readonly string[] {
  const conditions: Record<string, JsonMap> = {
    StringEquals: TESTED_AUD,
    "ForAnyValue:StringLike": { [SUB]: subject },
  };
  for (const [operator, claims] of Object.entries(tests)) {
    const keyed = Object.entries(claims).map(([claim, value]) => [
      claim.includes(":") ? claim : `${ISSUER}:${claim}`,
      value,
    ]);
    conditions[operator] = { ...conditions[operator], ...Object.fromEntries(keyed) };
  }
  return reported(documentWith(conditions), known).map(({ rule }) => rule);
}

const MAIN = "refs/heads/main";

test.each<[string, Readonly<Record<string, JsonMap>>, readonly string[]]>([
  // What names a context narrows whatever the subject leaves open.
  [ANY, { StringEquals: { ref: MAIN } }, []],
  [ANY, { StringEqualsIgnoreCase: { REF: MAIN } }, []],
  [ANY, { "ForAnyValue:StringEquals": { ref: [MAIN, "refs/tags/v1"] } }, []],
  [ANY, { StringLike: { ref: "refs/heads/*" } }, ["R10"]],
  [ANY, { StringLike: { ref: [MAIN, "refs/tags/v*"] } }, ["R11"]],
  [ANY, { StringLike: { ref: "refs/pull/*/merge" } }, ["R09"]],
  [ANY, { StringEquals: { environment: "prod" } }, ["R13"]],
  [ANY, { StringLike: { environment: "prod*" } }, ["R12"]],
  [ANY, { StringLike: { environment: "*" } }, ["R12"]],
  [ANY, { StringEquals: { ref: MAIN, environment: "prod" } }, []],
  [ALONE, { StringEquals: { ref: MAIN } }, []],
  [ALONE, { StringEquals: { environment: "a:b" } }, ["R13"]],
  [`${ALONE}:sha:*`, { StringEquals: { ref: MAIN } }, []],
  [`${ALONE}:job_workflow_ref:*`, { StringEquals: { ref: MAIN } }, []],
  [`${ALONE}:environment:*`, { StringEquals: { ref: MAIN } }, []],
  [`${ALONE}:ref:*`, { StringEquals: { environment: "prod" } }, ["R13"]],
  [`${ALONE}:${BY_WORKFLOW}`, { StringLike: { ref: "refs/pull/*/merge" } }, ["R09"]],
  [`${ALONE}:${BY_WORKFLOW}`, { StringEquals: { environment: "prod" } }, ["R13"]],
  // What the subject says, a guard does not take back.
  [`${ALONE}:ref:${MAIN}`, { StringLike: { ref: "refs/heads/*" } }, []],
  [`${ALONE}:ref:${MAIN}`, { StringEquals: { environment: "prod" } }, ["R31"]],
])("beside %j, the conditions %j leave %j", (subject, tests, rules) => {
  expect(rulesBeside(subject, tests)).toStrictEqual(rules);
});

test.each<[string, Readonly<Record<string, JsonMap>>, readonly string[]]>([
  [ANY, { StringLike: { ref: "*" } }, ["R08", "R10"]],
  [ANY, { StringLike: { ref: "refs/*" } }, ["R08", "R10"]],
  [ANY, { StringLike: { ref: "?efs/heads/main" } }, ["R08", "R10"]],
  [ANY, { StringLike: { ref: [MAIN, "*"] } }, ["R08", "R10"]],
  [ANY, { StringEquals: { ref: `\${${ISSUER}:ref}` } }, ["R08", "R10", "R28"]],
  [ANY, { StringEqualsIfExists: { ref: MAIN } }, ["R08", "R15"]],
  [ANY, { "ForAnyValue:StringEqualsIfExists": { ref: MAIN } }, ["R08", "R15"]],
  [ANY, { "ForAllValues:StringEquals": { environment: "prod" } }, ["R08", "R14"]],
  [ANY, { StringNotEquals: { ref: MAIN } }, ["R08"]],
  [ANY, { Null: { ref: "false" } }, ["R08"]],
  [ANY, { Null: { environment: "true" } }, ["R08"]],
  [ANY, { StringNotEquals: { "token.actions.acme.ghe.com:ref": MAIN } }, ["R08", "R34"]],
  [ANY, { StringEqualsIfExists: { [`${ISSUER}/acme:ref`]: MAIN } }, ["R08", "R34"]],
  [ANY, { StringNotEquals: { [`https://${ISSUER}:ref`]: MAIN } }, ["R08", "R42"]],
  [ANY, { StringEquals: { "aws:x": MAIN } }, ["R08"]],
  [ANY, { StringEquals: { job_workflow_ref: PUSH_WORKFLOW } }, ["R08"]],
  [ALONE, {}, ["R08"]],
  [ALONE, { StringEquals: { actor_id: "1" } }, ["R08"]],
  [`${ALONE}:sha:*`, { StringLike: { ref: "re*" } }, ["R08", "R10"]],
  [`${ALONE}:environment:*`, { StringLike: { ref: "*" } }, ["R08", "R10"]],
  [`${ALONE}:environment:*`, { Null: { ref: "false" } }, ["R12"]],
  // A statement with a condition that no token fulfills allows no token, so only the mistake is reported.
  [ANY, { StringEquals: { "token.actions.acme.ghe.com:ref": MAIN } }, ["R34"]],
  [ANY, { StringEquals: { [`${ISSUER}/acme:ref`]: MAIN } }, ["R34"]],
  [ANY, { StringEquals: { [`https://${ISSUER}:ref`]: MAIN } }, ["R42"]],
  [ANY, { StringEquals: { ref_protected: "true" } }, ["R29"]],
  [ANY, { Null: { "sts:ExternalId": "false" } }, ["R42"]],
])("reports %j beside the conditions %j, which narrow nothing, by %j", (subject, tests, rules) => {
  expect(rulesBeside(subject, tests)).toStrictEqual(rules);
});

test.each<[string, Readonly<Record<string, JsonMap>>, readonly string[]]>([
  [BY_WORKFLOW, { StringEquals: { repository_id: "456789" } }, []],
  [BY_WORKFLOW, { StringEquals: { repository_id: "456789", repository_owner_id: "123456" } }, []],
  [BY_WORKFLOW, { StringEquals: { repository: "acme/web", repository_owner_id: "123456" } }, []],
  [BY_WORKFLOW, { StringEquals: { repository: "acme/web", ref: MAIN } }, ["R23"]],
  [BY_WORKFLOW, { StringEqualsIgnoreCase: { REPOSITORY: "ACME/Web" }, StringEquals: { ref: MAIN } }, ["R23"]],
  [BY_WORKFLOW, { StringEquals: { repository_owner_id: "123456" } }, ["R06"]],
  [BY_WORKFLOW, { StringLike: { repository: "acme/*", ref: MAIN } }, ["R06", "R23"]],
  [BY_WORKFLOW, { StringLike: { repository: "acme/w*", ref: MAIN } }, ["R07", "R23"]],
  [
    BY_WORKFLOW,
    { StringEquals: { repository_owner_id: "123456" }, StringLike: { repository: "acme/w*" } },
    ["R07"],
  ],
  ["repository_id:*", { StringEquals: { repository: "acme/web", ref: MAIN } }, ["R23"]],
  [
    "repository_id:*",
    { StringEquals: { repository_owner_id: "123456", ref: MAIN }, StringLike: { repository: "acme/w*" } },
    ["R07"],
  ],
  ["repository_id:*", { StringEquals: { repository_owner_id: "123456", ref: MAIN } }, ["R06"]],
  [`ref:${MAIN}`, { StringEquals: { repository_id: "456789" } }, []],
  ["pull_request", { StringEquals: { repository_id: "456789" } }, ["R09"]],
  ["environment:prod", { StringEquals: { repository_id: "456789" } }, ["R13"]],
  ["ref:refs/heads/*", { StringEquals: { repository_id: "456789" } }, ["R10"]],
  ["environment:*", { StringEquals: { repository_id: "456789" } }, ["R12"]],
  ["sha:*", { StringEquals: { repository_id: "456789" } }, ["R08"]],
  ["sha:*", { StringEquals: { repository_id: "456789", ref: MAIN } }, []],
])("says whose %j is by the conditions %j, and finds %j", (subject, tests, rules) => {
  expect(rulesBeside(subject, tests)).toStrictEqual(rules);
});

test.each<[string, Readonly<Record<string, JsonMap>>, readonly string[]]>([
  [BY_WORKFLOW, { StringLike: { repository: "*", ref: MAIN } }, ["R03"]],
  [BY_WORKFLOW, { StringLike: { repository: "*/web", ref: MAIN } }, ["R03"]],
  [BY_WORKFLOW, { StringLike: { repository: "acme*", ref: MAIN } }, ["R04"]],
  [BY_WORKFLOW, { StringLike: { repository: "?cme/web", ref: MAIN } }, ["R05"]],
  [BY_WORKFLOW, { StringLike: { repository: "*e/web", ref: MAIN } }, ["R05"]],
  [BY_WORKFLOW, { StringLike: { repository_id: "456789*" } }, ["R03"]],
  [BY_WORKFLOW, { StringLike: { repository_owner_id: "12345?" } }, ["R03", "R06"]],
  [BY_WORKFLOW, { StringEquals: { repository_id: `\${${ISSUER}:repository_id}` } }, ["R03", "R28"]],
  [BY_WORKFLOW, { StringEquals: { repository: `\${${ISSUER}:repository}`, ref: MAIN } }, ["R05", "R28"]],
  [BY_WORKFLOW, { StringEquals: { repository: `acme\${x}/web`, ref: MAIN } }, ["R28"]],
  [BY_WORKFLOW, { StringEquals: { repository_id: ["456789", "9"] } }, []],
  [BY_WORKFLOW, { StringEqualsIfExists: { repository_id: "456789" } }, ["R15", "R19"]],
  [BY_WORKFLOW, { "ForAllValues:StringEquals": { repository_id: "456789" } }, ["R19", "R46"]],
  [BY_WORKFLOW, { StringNotEquals: { repository_id: "9" } }, ["R19"]],
  [BY_WORKFLOW, { NumericEquals: { repository_id: "456789" } }, ["R19"]],
  [BY_WORKFLOW, { Null: { repository_id: "false" } }, ["R19"]],
  [BY_WORKFLOW, { StringEquals: { [`${ISSUER}/acme:repository_id`]: "456789" } }, ["R34"]],
  [BY_WORKFLOW, { StringEquals: { "aws:x": "456789" } }, ["R19"]],
  [BY_WORKFLOW, { StringEquals: { repository_owner: "acme" } }, ["R29"]],
  [`ref:${MAIN}`, { StringEquals: { actor_id: "1" } }, ["R19"]],
  ["*", { StringEquals: { repository_id: "456789" } }, ["R08"]],
  ["re*", { StringEquals: { repository_id: "456789" } }, ["R08"]],
  ["repo:*", { StringEquals: { repository_id: "456789" } }, ["R08"]],
  ["repo:acme*", { StringEquals: { repository_id: "456789" } }, ["R08"]],
  ["*", { StringEquals: { repository_id: "456789", ref: MAIN } }, []],
  ["repo:*", { StringEquals: { repository_id: "456789", ref: MAIN } }, []],
  ["repo:*", { StringEquals: { repository_id: ["456789", "9"], ref: MAIN } }, []],
  ["repo:*", { StringEquals: { repository_owner_id: "123456", ref: MAIN } }, ["R06"]],
  ["repo:*/web:*", { StringEquals: { repository_owner_id: "123456", ref: MAIN } }, []],
  ["repo:*", { StringLike: { repository_id: "4*", ref: MAIN } }, ["R03"]],
  ["repo:*", { StringEqualsIfExists: { repository_id: "456789", ref: MAIN } }, ["R03", "R15", "R15"]],
  ["repo:*", { "ForAllValues:StringEquals": { repository_id: "456789" } }, ["R03", "R14"]],
  ["repo:acme/web*:*", { StringEquals: { repository_id: "456789", ref: MAIN } }, []],
  [`repo:acme/web:ref:${MAIN}`, { StringEquals: { repository_id: "456789" } }, []],
  [`repo:acme/web:ref:${MAIN}`, { StringEquals: { repository_owner_id: "123456" } }, []],
  [`repo:acme@*/web@*:ref:${MAIN}`, { StringEquals: { repository_id: "456789" } }, []],
  // A wildcard for the id at the end also matches every context.
  ["repo:acme@123456/web@*", { StringEquals: { repository_owner_id: "123456" } }, ["R08"]],
  ["repo:acme@123456/web@*", { StringEquals: { repository_owner_id: "123456", ref: MAIN } }, []],
  [`repo:acme@123456/web@*:ref:${MAIN}`, { StringEquals: { repository_owner_id: "123456" } }, []],
  ["repo:acme@123456/web*", { StringEquals: { repository_owner_id: "123456" } }, ["R07"]],
  ["repo:*@123456/*@456789:*", { StringEquals: { ref: MAIN } }, ["R03"]],
  [OWNER_ID, { StringEquals: { repository: `\${${ISSUER}:repository}`, ref: MAIN } }, ["R06", "R28"]],
  [OWNER_ID, { StringLike: { repository: "*b", ref: MAIN } }, ["R06"]],
])("reports %j beside the conditions %j by %j", (subject, tests, rules) => {
  expect(rulesBeside(subject, tests)).toStrictEqual(rules);
});

test.each<[string, string, readonly string[]]>([
  ["acme/web:prod", "acme/web", []],
  ["acme/*:prod", "acme/web", []],
  ["acme/w*:prod", "acme/web", []],
  ["acme/web:prod", "acme/api", ["R13"]],
  ["acme/w*:prod", "acme/api", ["R13"]],
  ["acme/web:production", "acme/web", ["R13"]],
  ["acme/web:x:prod", "acme/web", ["R13"]],
  ["acme/*:x:prod", "acme/web", ["R13"]],
  ["other/*:prod", "acme/web", ["R13"]],
  ["acme/w*:prod", "acme/*", ["R06", "R13"]],
  ["acme/*:prod", "acme/*", ["R06"]],
  ["acme/team-*:prod", "acme/team-a*", ["R07"]],
  ["acme/team-a*:prod", "acme/team-*", ["R07", "R13"]],
])("where the environment %s is protected, the one of %s violates %j", (environment, repository, rules) => {
  const known = { protectedEnvironments: [environment] };

  expect(rulesBeside("environment:prod", { StringLike: { repository } }, known)).toStrictEqual(
    [...rules, "R23", "R30"].toSorted(),
  );
  const subject = `repo:${repository.replace("/", "@123456/")}@456789:environment:prod`;
  expect(rulesBeside(subject, {}, known)).toStrictEqual(rules);
});

test("knows a protected environment with a colon by the claim and by the subject", () => {
  const known = { protectedEnvironments: ["acme/web:a:b"] };

  expect(rulesBeside(ALONE, { StringEquals: { environment: "a:b" } }, known)).toStrictEqual([]);
  expect(rulesBeside(`${ALONE}:environment:a%3Ab`, {}, known)).toStrictEqual(["R38"]);
  expect(
    rulesBeside(`${ALONE}:environment:a%3Ab`, { StringEquals: { environment: "a:b" } }, known),
  ).toStrictEqual([]);
  expect(rulesBeside(ALONE, { StringEquals: { environment: "b" } }, known)).toStrictEqual(["R13"]);
});
