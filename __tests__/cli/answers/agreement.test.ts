import fc from "fast-check";
import { checkedRole, ownersOf } from "../../../lib/cli/commands/check/report";
import { roleOfPolicy } from "../../../lib/explain/candidates";
import type { Cause } from "../../../lib/explain/causes/cause";
import { roleDecision } from "../../../lib/explain/compare";
import { type Explanation, explainToken } from "../../../lib/explain/explain";
import { type Token, wholeToken } from "../../../lib/explain/token";
import type { StatementDecision } from "../../../lib/policy/iam/evaluate";
import { patternOf } from "../../../lib/policy/iam/glob";
import { requiresValue } from "../../../lib/policy/iam/operators";
import type { Statement } from "../../../lib/policy/policy-document";
import type { Finding } from "../../../lib/policy/rules/lint";
import { subjectPatterns } from "../../../lib/policy/subject/format";
import { isPossibleSubject } from "../../../lib/policy/subject/possible";
import { DEFAULT_TEMPLATE, type SubjectTemplate } from "../../../lib/policy/subject/template";
import type { Context } from "../../../lib/policy/subject/types";
import { NOW } from "../../explain/explained";
import { found } from "../../inventory/fixture";
import { claimsOf, type Job, type Run } from "../../policy/github-token";
import { ACTION, documentOf, type JsonMap, providerArn, SUB } from "../../policy/rules/document";
import { ISSUER } from "../../support/github";
import { runs } from "../../support/runs";
import { WRAPPED } from "../commands/check/wrapped";

/**
 * Explain and check give the same answer about the same input: trust policies that are right, wrong, open and closed in every way, in each
 * kind of file, with and without the role's account and what the role may do.
 */
const RUNS = runs(10_000);

const GHE_HOST = "token.actions.acme.ghe.com";
const SERVER_HOST = "git.acme.example/_services/token";

/* Tokens */

const TEMPLATES: readonly SubjectTemplate[] = [
  ["repo", "context"],
  ["repo", "context"],
  ["repo", "context"],
  ["repo", "context", "job_workflow_ref"],
  ["repo", "ref"],
  ["context", "repo"],
  ["job_workflow_ref"],
  ["repository"],
  ["repository_owner", "context"],
  ["repository_owner_id", "repository_id", "context"],
];

const WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";

const OWN: Job = {
  owner: "acme",
  ownerId: 123456,
  repository: "web",
  repositoryId: 456789,
  format: "immutable",
  template: ["repo", "context"],
  run: { kind: "ref", ref: "refs/heads/main" },
  audience: "sts.amazonaws.com",
  jobWorkflowRef: WORKFLOW,
  workflow: "push",
};

const CONTEXTS: readonly Run[] = [
  { kind: "ref", ref: "refs/heads/main" },
  { kind: "ref", ref: "refs/tags/v1" },
  { kind: "environment", name: "prod", ref: "refs/heads/main" },
  { kind: "pullRequest" },
];

/** Owners that no policy names. Some of their names and ids are near the own ones. */
const OUTSIDERS: readonly Partial<Job>[] = [
  { owner: "evil", ownerId: 9, repository: "web", repositoryId: 8 },
  { owner: "acme-evil", ownerId: 1234567, repository: "web", repositoryId: 4567891 },
  { owner: "evil-acme", ownerId: 7123456, repository: "acme", repositoryId: 7456789, format: "name" },
  { owner: "acmeX", ownerId: 123455, repository: "web", repositoryId: 456788, format: "name" },
];

const FOREIGN_RUNS: readonly Run[] = [
  ...CONTEXTS,
  { kind: "ref", ref: "refs/heads/zz" },
  { kind: "environment", name: "x:repo:acme/web:ref:refs/heads/main", ref: "refs/heads/repo:acme/web" },
];

function tokenOf(job: Job, issuerHost: string): Token {
  return wholeToken({ iss: `https://${issuerHost}`, ...claimsOf(job) }, issuerHost);
}

const foreignTokens: ReadonlyMap<string, readonly Token[]> = new Map(
  [ISSUER, GHE_HOST, SERVER_HOST].flatMap((host) =>
    TEMPLATES.map((template) => [
      `${host} ${template.join()}`,
      OUTSIDERS.flatMap((outsider) =>
        FOREIGN_RUNS.map((run) =>
          tokenOf(
            {
              ...OWN,
              jobWorkflowRef: "evil/ci/.github/workflows/zz.yml@refs/heads/zz",
              ...outsider,
              run,
              template,
            },
            host,
          ),
        ),
      ),
    ]),
  ),
);

const ownJob: fc.Arbitrary<Job> = fc
  .record({ run: fc.constantFrom(...CONTEXTS), format: fc.constantFrom("immutable", "name") })
  .map((own) => ({ ...OWN, ...own }));

/* Trust policies */

function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const principal: fc.Arbitrary<JsonMap> = mostly<JsonMap>(
  { Principal: { Federated: providerArn(ISSUER) } },
  { Principal: { Federated: [providerArn(ISSUER)] } },
  { Principal: { Federated: providerArn(ISSUER, "210987654321") } },
  { Principal: { Federated: providerArn(ISSUER, "123456789012", "aws-us-gov") } },
  { Principal: { Federated: providerArn(GHE_HOST) } },
  { Principal: { Federated: providerArn(SERVER_HOST) } },
  { Principal: { Federated: providerArn(`${ISSUER}/`) } },
  { Principal: { Federated: providerArn(`https://${ISSUER}`) } },
  { Principal: { Federated: providerArn("token.actions.github.com") } },
  { Principal: { Federated: providerArn(ISSUER, "") } },
  { Principal: { Federated: ISSUER } },
  { Principal: { AWS: providerArn(ISSUER) } },
  { Principal: { Federated: "accounts.google.com" } },
  { Principal: { Federated: [providerArn(ISSUER), providerArn("gitlab.com")] } },
  { Principal: { Federated: providerArn(ISSUER), Service: "ec2.amazonaws.com" } },
  { Principal: "*" },
  { Principal: { AWS: "*" } },
  { Principal: { Federated: "*" } },
  { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
  { Principal: { Service: "ec2.amazonaws.com" } },
  { NotPrincipal: { Federated: providerArn(ISSUER, "210987654321") } },
);

const action: fc.Arbitrary<JsonMap> = mostly<JsonMap>(
  { Action: ACTION },
  { Action: ACTION },
  { Action: [ACTION, "sts:TagSession"] },
  { Action: "sts:*" },
  { Action: "*" },
  { Action: "sts:AssumeRole" },
  { Action: "sts:AssumeRole*" },
  { Action: "sts:TagSession" },
  { Action: "sts:AssumeRoleWithWebIdentiy" },
  { NotAction: "sts:AssumeRole" },
  { NotAction: ACTION },
);

const OPERATORS = [
  ...Array<string>(6).fill("StringEquals"),
  ...Array<string>(8).fill("StringLike"),
  "StringEqualsIgnoreCase",
  "StringNotEquals",
  "StringNotLike",
  "StringNotEqualsIgnoreCase",
  "StringLikeIfExists",
  "StringEqualsIfExists",
  "StringNotLikeIfExists",
  "ForAllValues:StringEquals",
  "ForAllValues:StringLike",
  "ForAllValues:StringNotLike",
  "ForAnyValue:StringEquals",
  "ForAnyValue:StringLike",
  "ForAnyValue:StringNotEquals",
  "ForAllValues:StringLikeIfExists",
  "Null",
  "ForAllValues:Null",
  "ForAnyValue:Null",
  "Bool",
  "ArnLike",
  "ArnEquals",
  "NumericEquals",
  "NumericLessThan",
  "DateGreaterThan",
  "IpAddress",
  "BinaryEquals",
  "stringLike",
  "StringMatch",
  "StringLikeIgnoreCase",
  "Stringequals",
];

const SUBJECT_CONTEXTS: readonly Context[] = [
  { kind: "branch", pattern: "main" },
  { kind: "branch", pattern: "*" },
  { kind: "tag", pattern: "v*" },
  { kind: "environment", name: "prod" },
  { kind: "pullRequest" },
  { kind: "any" },
];

/** A subject that GitHub sends, sometimes with wildcards put into it or a part cut out. */
const madeSubject = fc
  .record({
    template: fc.constantFrom(...TEMPLATES),
    context: fc.constantFrom(...SUBJECT_CONTEXTS),
    ids: fc.constantFrom(undefined, { owner: 123456, repository: 456789 }),
    edits: fc.array(
      fc.record({
        from: fc.nat(60),
        cut: fc.constantFrom(0, 0, 1, 5, 100),
        put: fc.constantFrom("*", "*", "?", "", `\${${SUB}}`, `\${*}`, ":", "/"),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ template, context, ids, edits }) =>
    edits.reduce(
      (text, { from, cut, put }) => text.slice(0, from) + put + text.slice(from + cut),
      subjectPatterns(
        [{ kind: "repository", owner: "acme", repository: "web", ids, context, claims: {}, template }],
        ["%3A"],
      )[0],
    ),
  );

const SUBJECTS = [
  "*",
  "repo:*",
  "repo:*/*:*",
  "repo:acme/*",
  "repo:acme/web:*",
  "repo:acme*",
  "acme/web:ref:refs/heads/main",
  "repo:acme/web/ref:refs/heads/main",
  "repo:acme/web:main",
  "repo:acme/web:ref:main",
  "Repo:acme/web:*",
  "repo:https://github.com/acme/web:*",
  "repo:acme@123456/web:*",
  `repo:\${GITHUB_REPOSITORY}:*`,
  `repo:\${aws:username}/web:*`,
  "repo:acme/web:environment:a:b",
  "^repo:acme/.*$",
  " repo:acme/web:*",
  "",
];

const VALUES: Readonly<Record<string, readonly string[]>> = {
  aud: [
    "sts.amazonaws.com",
    "sts.amazonaws.com",
    "sts.amazonaws.com.cn",
    "sts.*",
    "*",
    "vault",
    "https://github.com/acme",
  ],
  repository: ["acme/web", "acme/*", "*/web", "*", "web", "acme/api"],
  repository_owner: ["acme"],
  repository_owner_id: ["123456", "*", "acme"],
  repository_id: ["456789", "45678?", "5"],
  ref: ["refs/heads/main", "refs/heads/*", "*", "main", "refs/tags/v1", "refs/pull/*/merge"],
  environment: ["prod", "*", "", "a%3Ab"],
  actor: ["mona", "*", "@mona"],
  job_workflow_ref: [WORKFLOW, "acme/*", "*@refs/heads/main", "push.yml"],
};

const subject = fc.oneof(
  { weight: 3, arbitrary: madeSubject },
  { weight: 1, arbitrary: fc.constantFrom(...SUBJECTS) },
);

/** A claim as conditions name it: right most of the time, else misspelled or of another issuer. */
function keyOf(claim: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(`${ISSUER}:${claim}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${ISSUER.toUpperCase()}:${claim}`,
        `https://${ISSUER}:${claim}`,
        `${ISSUER}/:${claim}`,
        `${ISSUER}/acme:${claim}`,
        `${GHE_HOST}:${claim}`,
        `${SERVER_HOST}:${claim}`,
        `accounts.google.com:${claim}`,
        claim,
      ),
    },
  );
}

interface MadeCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function someOf(value: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc.oneof(
    { weight: 3, arbitrary: value.map((one) => [one]) },
    { weight: 1, arbitrary: fc.array(value, { minLength: 2, maxLength: 3 }) },
  );
}

const operator = fc.constantFrom(...OPERATORS);

const onSubject: fc.Arbitrary<MadeCondition> = fc.record({
  operator: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("StringLike", "StringEquals") },
    { weight: 1, arbitrary: operator },
  ),
  key: keyOf("sub"),
  values: someOf(subject),
});

const onClaim: fc.Arbitrary<MadeCondition> = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((claim) =>
    fc.record({ operator, key: keyOf(claim), values: someOf(fc.constantFrom(...(VALUES[claim] ?? []))) }),
  );

const onRequest: fc.Arbitrary<MadeCondition> = fc.record({
  operator,
  key: fc.constantFrom(
    "aws:PrincipalOrgID",
    "aws:PrincipalArn",
    "sts:ExternalId",
    "sts:RoleSessionName",
    "aws:SourceIp",
    "aws:userid",
    "aws:Unknown",
    "sts:RoleAuthorizedByIdp",
  ),
  values: fc.constantFrom(["o-a1b2c3d4e5"], ["*"], ["true"], ["192.0.2.0/24"]),
});

const onAudience: fc.Arbitrary<MadeCondition> = fc.record({
  operator: fc.constantFrom(
    "StringEquals",
    "StringEquals",
    "StringEquals",
    "StringLike",
    "ForAnyValue:StringEquals",
  ),
  key: keyOf("aud"),
  values: someOf(fc.constantFrom(...(VALUES.aud ?? []))),
});

const conditions: fc.Arbitrary<readonly MadeCondition[]> = fc
  .record({
    audience: fc.option(onAudience, { freq: 8, nil: undefined }),
    sub: fc.option(onSubject, { freq: 8, nil: undefined }),
    others: fc.array(fc.oneof({ weight: 3, arbitrary: onClaim }, onSubject, onRequest), { maxLength: 2 }),
  })
  .map(({ audience, sub, others }) => [audience, sub, ...others].filter((each) => each !== undefined));

/** With one casing of each key: a policy with two is rejected. */
function conditionMap(made: readonly MadeCondition[]): JsonMap {
  const map: Record<string, Record<string, unknown>> = {};
  for (const { operator: name, key, values } of made) {
    const kind = name.replace(/^.*:/, "");
    const own = Object.entries(map[name] ?? {}).filter(
      ([other]) => other.toLowerCase() !== key.toLowerCase(),
    );
    const [first] = values;
    map[name] = {
      ...Object.fromEntries(own),
      [key]: kind === "Null" ? String(first !== "*") : values.length === 1 ? first : values,
    };
  }
  return map;
}

const statement: fc.Arbitrary<JsonMap> = fc
  .record({ principal, action, conditions, isDeny: mostly(false, false, false, true) })
  .map(({ principal: who, action: what, conditions: made, isDeny }) => ({
    Effect: isDeny ? "Deny" : "Allow",
    ...who,
    ...what,
    ...(made.length > 0 && { Condition: conditionMap(made) }),
  }));

const document: fc.Arbitrary<JsonMap> = fc
  .record({
    Version: mostly("2012-10-17", "2008-10-17"),
    Statement: fc.oneof(
      { weight: 2, arbitrary: statement.map((one) => [one]) },
      { weight: 1, arbitrary: fc.array(statement, { minLength: 2, maxLength: 3 }) },
    ),
  })
  .map(({ Version, Statement }) => ({ ...documentOf(...Statement), Version }));

const PERMISSIONS = ["ecr:PutImage", "ecr:BatchGetImage", "*"].map((Action) =>
  documentOf({ Effect: "Allow", Action, Resource: "*" }),
);

/* What both commands say */

interface Answers {
  readonly findings: readonly Finding[];
  readonly statements: readonly Statement[];
  readonly outcomeOf: (token: Token) => Explanation["outcome"];
  readonly explain: (token: Token) => Explanation;
}

const input = fc.record({
  document,
  kind: fc.constantFrom(...Object.keys(WRAPPED)),
  permissions: fc.option(fc.constantFrom(...PERMISSIONS), { nil: undefined }),
  job: ownJob,
  template: fc.constantFrom(...TEMPLATES),
});

function answersOf({
  document: own,
  kind,
  permissions,
}: {
  document: JsonMap;
  kind: string;
  permissions: JsonMap | undefined;
}): Answers {
  const [role] = found(WRAPPED[kind]?.(own, permissions === undefined ? {} : { permissions })).roles;
  if (role === undefined) throw new Error("the role cannot be read");
  const candidate = roleOfPolicy(role.name, role.document, role.account);
  return {
    findings: checkedRole(role, ownersOf([])).findings,
    statements: role.document.statements,
    outcomeOf: (token) => roleDecision(candidate, token).outcome,
    explain: (token) => explainToken([candidate], token, undefined, NOW),
  };
}

/** Runs a property, and expects that it said something about this share of the cases. */
function holds<Value>(
  values: fc.Arbitrary<Value>,
  share: number,
  property: (value: Value) => boolean | undefined,
): void {
  let decided = 0;
  const { failed, counterexample } = fc.check(
    fc.property(values, (value) => {
      const isTrue = property(value);
      if (isTrue !== undefined) decided++;
      return isTrue !== false;
    }),
    { numRuns: RUNS },
  );
  expect({ failed, counterexample: JSON.stringify(counterexample) }).toStrictEqual({
    failed: false,
    counterexample: "null",
  });
  expect(decided / RUNS).toBeGreaterThan(share);
}

const isSevere = ({ rule }: Finding) => rule.severity === "critical" || rule.severity === "high";

test("if explain allows a token of an owner that is not named, check has a finding that is high or critical", () => {
  holds(input, 0.03, ({ template, ...own }) => {
    const { findings, outcomeOf } = answersOf(own);
    const isAllowed = [ISSUER, GHE_HOST, SERVER_HOST].some((host) =>
      [DEFAULT_TEMPLATE, template].some((each) =>
        foreignTokens.get(`${host} ${each.join()}`)?.some((token) => outcomeOf(token) === "allowed"),
      ),
    );
    return isAllowed ? findings.some(isSevere) : undefined;
  });
}, 600_000);

/** The rules whose findings say that anybody is allowed. */
const EVERYBODY = ["R01", "R02", "R03", "R04", "R05", "R16", "R19", "R20", "R40"];

/** The causes that are about a whole statement, which no token fulfills. */
const NEVER: readonly string[] = [
  "excluding-conditions",
  "impossible-claim",
  "unfilled-key",
  "misspelled-key",
  "unknown-operator",
  "misspelled-provider",
  "other-account-provider",
  "action",
];

/** Whether a cause says that no token has the subject. An environment can have the name `*`, and a template can put a workflow's name anywhere. */
function neverSent({ code, difference }: Cause): readonly string[] {
  if (difference?.claim !== "sub") return [];
  const reading = { hasWildcards: code === "misspelled-subject", hasVariables: true };
  return code === "misspelled-subject" || code === "literal-wildcard"
    ? difference.expected.filter((value) => !isPossibleSubject(patternOf(value, reading), ISSUER))
    : [];
}

/** The statement of a finding, and the value there. */
function isAt({ path }: Finding, { statement: own }: StatementDecision): boolean {
  return path[1] === own.path[1];
}

test("if explain says that a statement or a value matches no token, check does not say that it allows everybody", () => {
  holds(input, 0.1, ({ job, ...own }) => {
    const { findings, explain } = answersOf(own);
    const { denial } = explain(tokenOf(job, ISSUER));
    const statement = denial?.closest?.statement;
    if (statement === undefined || !isOfOneIssuer(statement.statement)) return undefined;
    const open = findings.filter((each) => isAt(each, statement) && EVERYBODY.includes(each.rule.id));
    const causes = denial?.causes ?? [];
    const isNever = causes.some(({ code }) => NEVER.includes(code));
    const values = causes.flatMap(neverSent);
    if (!isNever && values.length === 0) return undefined;
    return isNever ? open.length === 0 : !open.some(({ given }) => values.includes(given));
  });
}, 600_000);

/** Whether only tokens of github.com are meant: of another GitHub, the statement may say something else. */
function isOfOneIssuer({ principal: { isEverybody, isNegated, federated } }: Statement): boolean {
  return (
    !isEverybody &&
    !isNegated &&
    federated.every((arn) => arn !== "*" && !arn.includes(GHE_HOST) && !arn.includes(SERVER_HOST))
  );
}

test("explain allows a token by no statement that check calls unmatchable", () => {
  holds(input, 0.1, ({ job, ...own }) => {
    const { findings, statements, explain } = answersOf(own);
    const { outcome, decisions } = explain(tokenOf(job, ISSUER));
    const unmatchable = statements.filter(
      (statement) => statement.effect === "Allow" && isUnmatchable(statement, findings),
    );
    if (unmatchable.length === 0) return undefined;
    const allowing =
      decisions[0]?.decision.statements.filter(({ outcome: answer }) => answer === "holds") ?? [];
    return outcome !== "allowed" || !allowing.some(({ statement }) => unmatchable.includes(statement));
  });
}, 600_000);

/** Whether findings say that a statement matches no token. */
function isUnmatchable(statement: Statement, findings: readonly Finding[]): boolean {
  const own = findings.filter(({ path }) => path[1] === statement.path[1]);
  const at = (path: readonly unknown[], ids: readonly string[]) =>
    own.some((each) => ids.includes(each.rule.id) && each.path.join("\n") === path.join("\n"));
  const isOfOne = statement.principal.federated.length === 1;
  return (
    own.some(({ rule, path, hint = "" }) =>
      rule.id === "R31"
        ? path.length === 2 || hint.includes("no token has both")
        : (rule.id === "R34" && path[2] === "Principal" && isOfOne) ||
          (rule.id === "R41" && statement.principal.federated.length <= 1) ||
          rule.id === "R43" ||
          rule.id === "R44",
    ) ||
    statement.conditions.some(
      ({ operator: of, path, values }) =>
        requiresValue(of) &&
        (at(path, ["R42"]) ||
          values.every((_, index) => at(values.length === 1 ? path : [...path, index], ["R31", "R18"]))),
    )
  );
}
