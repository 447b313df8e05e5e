import fc from "fast-check";
import { evaluate } from "../../../lib/policy/iam/evaluate";
import { type RequestContext, requestContext } from "../../../lib/policy/iam/request-context";
import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { subjectPatterns } from "../../../lib/policy/subject/format";
import type { SubjectTemplate } from "../../../lib/policy/subject/template";
import type { Context } from "../../../lib/policy/subject/types";
import { ISSUER } from "../../support/github";
import { runs } from "../../support/runs";
import { claimsOf, type Job, type Run } from "../github-token";
import { type JsonMap, readAs, SUB, statementWith, TESTED_AUD } from "./document";

/**
 * A finding may vanish for a condition only if the condition keeps out all of whom the finding warns. Documents are put together of
 * subjects by many templates, with wildcards put into some, and of conditions that narrow, seem to narrow, or do nothing; IAM's answer
 * says whether an unreviewed job is allowed.
 */
const RUNS = runs(10_000);
/** The rules below critical whose violation allows all of GitHub. */
const OPEN_TO_ALL = ["R14", "R15", "R16", "R19", "R20"];

const TEMPLATES: readonly SubjectTemplate[] = [
  ["repo", "context"],
  ["repo"],
  ["context"],
  ["context", "repo"],
  ["repo", "ref"],
  ["repo", "environment"],
  ["repo", "sha"],
  ["repo", "head_ref"],
  ["repo", "context", "job_workflow_ref"],
  ["job_workflow_ref"],
  ["repository"],
  ["repository", "ref"],
  ["repository_id"],
  ["repository_id", "context"],
  ["repository_owner"],
  ["repository_owner", "repository_id"],
  ["repository_owner_id", "repository_id", "context"],
  ["environment", "repository_owner"],
  ["actor", "repository_owner_id", "workflow_ref"],
];

const OWN: Job = {
  owner: "acme",
  ownerId: 123456,
  repository: "web",
  repositoryId: 456789,
  format: "immutable",
  template: ["repo", "context"],
  run: { kind: "ref", ref: "refs/heads/main" },
  audience: "sts.amazonaws.com",
  jobWorkflowRef: "zz/zz/.github/workflows/zz.yml@refs/heads/zz",
  workflow: "zz",
};

const MAIN: Run = { kind: "ref", ref: "refs/heads/main" };
const PROD: Run = { kind: "environment", name: "prod", ref: "refs/heads/main" };
const UNKNOWN_BRANCH: Run = { kind: "ref", ref: "refs/heads/zz" };
const UNKNOWN_TAG: Run = { kind: "ref", ref: "refs/tags/zz" };
const UNKNOWN_ENVIRONMENT: Run = { kind: "environment", name: "zz", ref: "refs/heads/zz" };
const PULL_REQUEST: Run = { kind: "pullRequest" };
const FORGED: Run = {
  kind: "environment",
  name: "x:repo:acme/web:ref:refs/heads/main",
  ref: "refs/heads/repo:acme/web",
};

/** Owners and repositories whose names or ids are near the own ones. */
const OUTSIDERS: readonly Partial<Job>[] = [
  { owner: "evil", ownerId: 9, repository: "web", repositoryId: 8 },
  { owner: "acme-evil", ownerId: 1234567, repository: "web", repositoryId: 4567891 },
  { owner: "evil-acme", ownerId: 7123456, repository: "acme", repositoryId: 7456789 },
  { owner: "acmeX", ownerId: 123455, repository: "web", repositoryId: 456788, format: "name" },
  { owner: "evil", ownerId: 9, repository: "web", repositoryId: 8, format: "name" },
];

test("reports by a critical rule, or one of those listed, every policy that allows another owner", () => {
  const asking = outsiders();
  const isWarned: Warned = ({ id, severity }) => severity === "critical" || OPEN_TO_ALL.includes(id);

  holds((template) => asking.get(template) ?? [], isWarned);
}, 120_000);

test.each<[string, Partial<Job>, readonly string[]]>([
  // By `ref:*` in a subject, where a template has `ref` in place of `context`.
  ["pull requests", { run: PULL_REQUEST }, ["R10"]],
  ["any branch", { run: UNKNOWN_BRANCH }, ["R10"]],
  ["any tag", { run: UNKNOWN_TAG }, ["R10", "R11"]],
  ["any environment on any branch", { run: UNKNOWN_ENVIRONMENT }, ["R10"]],
  ["any repository of the owner", { repository: "zz", repositoryId: 5 }, []],
])(
  "reports by a high rule, or one of those listed, every policy that allows %s",
  (_, own, rules) => {
    const isWarned: Warned = ({ id, severity }) =>
      severity === "critical" || severity === "high" || rules.includes(id);

    holds(
      (template) => [
        request({ ...OWN, ...own, template }),
        request({ ...OWN, ...own, template, format: "name" }),
      ],
      isWarned,
    );
  },
  120_000,
);

type Warned = (rule: { readonly id: string; readonly severity: string }) => boolean;

/** All documents that let one of the requests in are warned of. */
function holds(requests: (template: SubjectTemplate) => readonly RequestContext[], isWarned: Warned): void {
  let letIn = 0;
  const { failed, counterexample } = fc.check(
    fc.property(cases, ({ document, template }) => {
      const read = readAs("trust", document);
      if (!requests(template).some((each) => evaluate(read, each).outcome === "allowed")) return true;
      letIn++;
      return lintTrustPolicy(read, EMPTY_CONTEXT).some(({ rule }) => isWarned(rule));
    }),
    { numRuns: RUNS },
  );
  expect({ failed, counterexample }).toStrictEqual({ failed: false, counterexample: null });
  // Else this would say little.
  expect(letIn).toBeGreaterThan(RUNS / 50);
}

function request(job: Job): RequestContext {
  return requestContext(claimsOf(job), ISSUER);
}

/** The requests of other owners, with their own templates. */
function outsiders(): ReadonlyMap<SubjectTemplate, readonly RequestContext[]> {
  const runs = [MAIN, PROD, UNKNOWN_BRANCH, PULL_REQUEST, FORGED];
  return new Map(
    TEMPLATES.map((template) => [
      template,
      OUTSIDERS.flatMap((outsider) => runs.map((run) => request({ ...OWN, ...outsider, run, template }))),
    ]),
  );
}

const CONTEXTS: readonly Context[] = [
  { kind: "branch", pattern: "main" },
  { kind: "branch", pattern: "*" },
  { kind: "tag", pattern: "v1" },
  { kind: "environment", name: "prod" },
  { kind: "pullRequest" },
  { kind: "any" },
];

/** What a subject is for, and the pattern for it, sometimes with wildcards put into it or a part cut out. */
const subject = fc
  .record({
    template: fc.constantFrom(...TEMPLATES),
    context: fc.constantFrom(...CONTEXTS),
    ids: fc.constantFrom(undefined, { owner: 123456, repository: 456789 }),
    edits: fc.array(
      fc.record({
        from: fc.nat(60),
        cut: fc.constantFrom(0, 0, 1, 5, 100),
        put: fc.constantFrom("*", "*", "?", "", `\${${SUB}}`, ":"),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ template, context, ids, edits }) => ({
    template,
    text: edits.reduce(
      (text, { from, cut, put }) => text.slice(0, from) + put + text.slice(from + cut),
      subjectPatterns(
        [{ kind: "repository", owner: "acme", repository: "web", ids, context, claims: {}, template }],
        ["%3A"],
      )[0],
    ),
  }))
  // GitHub does not document the text for a job without an environment. R31 reports this one.
  .filter(({ text }) => !/environment:(?:$|:)/.test(text));

const VALUES: Readonly<Record<string, readonly string[]>> = {
  repository: [
    "acme/web",
    "acme/web",
    "ACME/Web",
    "acme/*",
    "*/web",
    "*",
    "acme*",
    "?cme/web",
    "acme/w*",
    "acme/",
  ],
  repository_id: ["456789", "456789", "456789*", "*", "?56789", "45678?", ""],
  repository_owner_id: ["123456", "123456", "123456*", "*", "12345?", "?*"],
  ref: [
    "refs/heads/main",
    "refs/heads/main",
    "refs/heads/*",
    "*",
    "refs/*",
    "re*",
    "?efs/heads/*",
    "refs/tags/v1",
    "refs/tags/*",
    "refs/pull/*/merge",
    "*zz*",
    "main",
  ],
  environment: ["prod", "prod", "*", "z?", ""],
};

const OPERATORS = [
  ...Array<string>(5).fill("StringEquals"),
  ...Array<string>(7).fill("StringLike"),
  "StringEqualsIgnoreCase",
  "StringLikeIfExists",
  "StringEqualsIfExists",
  "ForAllValues:StringEquals",
  "ForAnyValue:StringLike",
  "ForAnyValue:StringEqualsIfExists",
  "StringNotEquals",
  "StringNotLike",
  "Null",
  "stringEquals",
];

const condition = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((claim) =>
    fc.record({
      key: fc.constantFrom(
        ...Array<string>(8).fill(`${ISSUER}:${claim}`),
        `${ISSUER.toUpperCase()}:${claim}`,
        `${ISSUER}/acme:${claim}`,
        `token.actions.acme.ghe.com:${claim}`,
        `https://${ISSUER}:${claim}`,
        "aws:PrincipalOrgID",
        "aws:PrincipalAccount",
      ),
      operator: fc.constantFrom(...OPERATORS),
      values: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...(VALUES[claim] ?? [])).map((value) => [value]) },
        fc.array(fc.constantFrom(...(VALUES[claim] ?? [])), { minLength: 2, maxLength: 2 }),
        fc.constant([`\${${ISSUER}:${claim}}`]),
      ),
    }),
  )
  .map(({ key, operator, values }) => ({
    operator,
    key,
    values: operator === "Null" ? ["false"] : values.length === 1 ? values[0] : values,
  }));

/** A condition of a Deny: on the subject, or on another claim. */
const denied = fc.oneof(
  condition,
  fc
    .record({
      operator: fc.constantFrom(
        "StringNotLike",
        "StringNotEquals",
        "StringNotLikeIfExists",
        "ForAnyValue:StringNotEquals",
        "ForAllValues:StringNotLike",
        "StringLike",
        "StringEquals",
      ),
      values: fc.array(
        subject.map(({ text }) => text),
        { minLength: 1, maxLength: 2 },
      ),
    })
    .map(({ operator, values }) => ({ operator, key: SUB, values })),
);

function rarely<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
}

const cases = fc
  .record({
    Version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"),
    subject,
    other: fc.option(subject, { freq: 6 }),
    operator: fc.constantFrom(
      "StringLike",
      "StringLike",
      "StringLike",
      "StringEquals",
      "ForAnyValue:StringLike",
    ),
    conditions: fc.array(condition, { maxLength: 4 }),
    second: rarely(fc.record({ operator: fc.constantFrom("StringEquals", "StringLike"), subject })),
    deny: rarely(fc.array(denied, { minLength: 1, maxLength: 2 })),
  })
  .map(({ Version, subject: { template, text }, other, operator, conditions, second, deny }) => {
    const tests: Record<string, Record<string, unknown>> = { StringEquals: { ...TESTED_AUD } };
    for (const { operator: own, key, values } of conditions) {
      // Keys have no case, so a policy with two casings of one is rejected.
      const others = Object.entries(tests[own] ?? {}).filter(
        ([other]) => other.toLowerCase() !== key.toLowerCase(),
      );
      tests[own] = { ...Object.fromEntries(others), [key]: values };
    }
    if (second !== null) {
      tests[second.operator] = { ...tests[second.operator], [SUB]: second.subject.text };
    }
    tests[operator] = { ...tests[operator], [SUB]: other === null ? text : [text, other.text] };
    const own = statementWith(tests);
    const refused: Record<string, Record<string, unknown>> = {};
    for (const { operator: name, key, values } of deny ?? [])
      refused[name] = {
        ...refused[name],
        [key === SUB ? key : key.replace(ISSUER.toUpperCase(), ISSUER)]: values,
      };
    const document: JsonMap = {
      Version,
      Statement: deny === null ? own : [own, statementWith(refused, { Effect: "Deny" })],
    };
    return { document, template };
  });
