import fc from "fast-check";
import { evaluate } from "../../../lib/policy/iam/evaluate";
import { type RequestContext, requestContext } from "../../../lib/policy/iam/request-context";
import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { conditionClaims } from "../../../lib/policy/subject/format";
import { DEFAULT_TEMPLATE, type SubjectTemplate } from "../../../lib/policy/subject/template";
import type { Context, RepositoryEntry } from "../../../lib/policy/subject/types";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import { ISSUER, PROVIDER_ARN } from "../../support/github";
import { runs } from "../../support/runs";
import {
  type JsonMap,
  PUSH_WORKFLOW,
  permissions,
  readAs,
  SUB,
  SUBJECT,
  statementWith,
  subjectDocument,
  TESTED_AUD,
  WORKFLOW,
} from "./document";

const RUNS = runs(10_000);
/** Of 10,000 policies about 2,000 allow another owner. */
const MIN_LETTING_IN = 0.15;
/** The rules below critical whose violation allows all of GitHub. */
const OPEN_TO_ALL = ["R14", "R15", "R16", "R19", "R20"];

test("reports by a critical rule, or one of those listed, every policy that allows another owner", () => {
  let lettingIn = 0;
  const checked = fc.check(
    fc.property(cases(), ({ document, forged }) => {
      if (!outsiders(forged).some((request) => isAllowed(document, request))) return true;
      lettingIn++;
      return lintTrustPolicy(readAs("trust", document), EMPTY_CONTEXT).some(
        ({ rule: { id, severity } }) => severity === "critical" || OPEN_TO_ALL.includes(id),
      );
    }),
    { numRuns: RUNS },
  );

  expect(outcome(checked)).toStrictEqual(HELD);
  expect(lettingIn).toBeGreaterThan(RUNS * MIN_LETTING_IN);
}, 60_000);

test.each([
  ["repository_id:*", "repository_id:9"],
  ["repository_id:456789*", "repository_id:4567891"],
  ["repository_id:456789*:ref:refs/heads/main", "repository_id:4567891:ref:refs/heads/main"],
  ["repository_owner_id:123456*", "repository_owner_id:1234567:environment:prod"],
  ["repository_owner_id:?23456*", "repository_owner_id:1234567"],
  [
    "actor:octo:repository_owner_id:123456*ronment:prod",
    "actor:octo:repository_owner_id:1234567:environment:prod",
  ],
])("reports %s by a critical rule, because it allows %s", (subject, sub) => {
  const document = subjectDocument(subject);

  expect(isAllowed(document, requestContext({ aud: "sts.amazonaws.com", sub }, ISSUER))).toBe(true);
  expect(severities(document)).toContain("critical");
});

test.each([
  "repo:acme@123456/",
  "repository_owner:acme:",
  "repository_owner_id:123456:",
  "repository_id:456789:",
])("no critical rule reports a subject that goes on after %s, whatever wildcards follow", (start) => {
  const checked = fc.check(
    fc.property(mutated("web@456789:ref:refs/heads/main"), (rest) =>
      severities(subjectDocument(`${start}${rest}`)).every((severity) => severity !== "critical"),
    ),
    { numRuns: RUNS },
  );

  expect(outcome(checked)).toStrictEqual(HELD);
});

test("no rule above medium reports what is written for repositories with ids", () => {
  const checked = fc.check(
    fc.property(entries(), fc.array(entries(), { maxLength: 3 }), (first, others) => {
      const document = trustPolicy({
        providerArn: PROVIDER_ARN,
        issuerHost: ISSUER,
        audience: "sts.amazonaws.com",
        entries: [first, ...others],
      });
      return severities({ ...document }).every((severity) => severity === "medium" || severity === "low");
    }),
    { numRuns: RUNS },
  );

  expect(outcome(checked)).toStrictEqual(HELD);
});

const HELD = { failed: false, counterexample: null, numRuns: RUNS };

function outcome<Values>({ failed, counterexample, numRuns }: fc.RunDetails<Values>): object {
  return { failed, counterexample, numRuns };
}

interface Case {
  readonly document: JsonMap;
  /** Text that another owner can put into names. */
  readonly forged: string;
}

const GOOD_SUBJECTS = [
  SUBJECT,
  SUBJECT,
  "repo:acme@123456/web@456789:environment:prod",
  "repo:acme@123456/web@456789:pull_request",
  "repo:acme/web:ref:refs/heads/main",
  `repo:acme/web:environment:prod:job_workflow_ref:${PUSH_WORKFLOW}`,
  "repository_owner:acme:environment:prod",
  "repository:acme/web:ref:refs/heads/main",
  "environment:prod:repo:acme/web",
  "environment:prod:repository_owner:acme:repository:acme/web",
  `repository_owner_id:123456:job_workflow_ref:${PUSH_WORKFLOW}`,
  "repository_id:456789:ref:refs/heads/main",
  "repository_owner_id:123456:repository_id:456789:environment:prod",
  "actor:octo:repository_owner_id:123456:environment:prod",
];

const OPERATORS = [
  ...Array<string>(14).fill("StringLike"),
  "StringEquals",
  "StringEqualsIgnoreCase",
  "ForAnyValue:StringLike",
  "ForAllValues:StringLike",
  "StringLikeIfExists",
  "StringNotLike",
];

/** A good subject with wildcards put into it, and parts cut out, more often where the owner stands. */
function mutated(good: string): fc.Arbitrary<string> {
  const edit = fc.record({
    from: fc.oneof(fc.nat(Math.min(16, good.length)), fc.nat(Math.min(26, good.length)), fc.nat(good.length)),
    cut: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(60)),
    put: fc.constantFrom(
      ...Array<string>(8).fill("*"),
      "?",
      "**",
      "?*",
      "",
      `\${*}`,
      `\${${SUB}}`,
      `\${aws:username}`,
    ),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce((text, { from, cut, put }) => text.slice(0, from) + put + text.slice(from + cut), good),
    );
}

function cases(): fc.Arbitrary<Case> {
  const subject = fc.constantFrom(...GOOD_SUBJECTS).chain(mutated);
  return fc
    .record({
      Version: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"),
      values: fc.array(subject, { minLength: 1, maxLength: 2 }),
      operator: fc.constantFrom(...OPERATORS),
      tested: fc.constantFrom({ [SUB]: true }, { [SUB]: true }, { [SUB]: true }, { [WORKFLOW]: true }),
      forged: fc.constantFrom(...GOOD_SUBJECTS),
    })
    .map(({ Version, values, operator, tested, forged }) => {
      const keys = Object.fromEntries(Object.keys(tested).map((key) => [key, valuesOf(key, values)]));
      const conditions =
        operator === "StringEquals"
          ? { StringEquals: { ...TESTED_AUD, ...keys } }
          : { StringEquals: TESTED_AUD, [operator]: keys };
      return { document: { Version, Statement: statementWith(conditions) }, forged };
    });
}

function valuesOf(key: string, subjects: readonly string[]): readonly string[] {
  return key === WORKFLOW ? subjects.map((text) => text.replace(/.*job_workflow_ref:/, "")) : subjects;
}

const OUTSIDERS = [
  "evil/web",
  "acme-evil/web",
  "acmeX/web",
  "evil-acme/web",
  "xacme/web",
  "evil/acme",
  "acme-123456/web-456789",
  "evil@9/web@8",
  "acme-evil@1234567/web@4567891",
];

/** Templates with ids of other owners that start or end like the trusted ones, or are near them. */
const STRANGE_IDS = [
  "repository_id:4567891",
  "repository_owner_id:1234567",
  "repository_id:1456789",
  "repository_owner_id:9",
  "repository_owner_id:1234567:repository_id:4567891",
  "actor:octo:repository_owner_id:1234567",
];

/** The requests of other owners. A name that they choose cannot contain a colon: GitHub writes %3A. */
function outsiders(forged: string): readonly RequestContext[] {
  const encoded = forged.replaceAll(":", "%3A");
  const repositoryPart = `x${forged.replace(/^[^:]*:[^@/]*|:.*$/g, "")}`;
  const contexts = [
    "pull_request",
    "ref:refs/heads/main",
    `ref:refs/heads/${encoded}`,
    "ref:refs/heads/x@123456/web@456789",
    "environment:prod",
    `environment:${encoded}`,
    `environment:${repositoryPart}`,
  ];
  const subjects = [
    ...OUTSIDERS.flatMap((repository) => [
      `repo:${repository}:ref:refs/heads/main`,
      `repo:${repository}:environment:prod`,
      `repo:${repository}:environment:${repositoryPart}:ref:refs/heads/main`,
    ]),
    ...contexts.map((context) => `repo:evil@9/web@8:${context}`),
    // Another owner chooses the template of the trusted subjects.
    ...contexts,
    `repo:evil/web:environment:${encoded}:job_workflow_ref:${PUSH_WORKFLOW}`,
    `environment:${encoded}:repo:acme-evil/web`,
    "environment:prod:repository_owner:acmeX:repository:acmeX/web",
    "repository_owner:acme-evil:environment:prod",
    "repository:acme-evil/web:ref:refs/heads/main",
    ...STRANGE_IDS,
    ...STRANGE_IDS.flatMap((ids) => [
      `${ids}:ref:refs/heads/main`,
      `${ids}:environment:prod`,
      `${ids}:environment:${encoded}`,
      `${ids}:job_workflow_ref:${PUSH_WORKFLOW}`,
      `environment:${encoded}:${ids}`,
    ]),
  ];
  return subjects.map((sub) =>
    requestContext({ aud: "sts.amazonaws.com", sub, job_workflow_ref: PUSH_WORKFLOW }, ISSUER),
  );
}

const reads = new WeakMap<JsonMap, ReturnType<typeof readAs>>();

function isAllowed(document: JsonMap, request: RequestContext): boolean {
  const read = reads.get(document) ?? readAs("trust", document);
  reads.set(document, read);
  return evaluate(read, request).outcome === "allowed";
}

function severities(document: JsonMap): readonly string[] {
  const known = { ...EMPTY_CONTEXT, permissions: permissions(PULL) };
  return lintTrustPolicy(readAs("trust", document), known).map(({ rule }) => rule.severity);
}

const PULL = { Effect: "Allow", Action: "ecr:BatchGetImage", Resource: "*" };

/** One repository by its name and ids, in one context. */
function entries(): fc.Arbitrary<RepositoryEntry> {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,8}$/);
  const text = fc
    .string({ unit: fc.constantFrom(..."ab/-.@$?%{}é"), minLength: 1, maxLength: 10 })
    .map((start) => `${start}a`);
  const context: fc.Arbitrary<Context> = fc.oneof(
    text.map((pattern): Context => ({ kind: "branch", pattern })),
    text.map((pattern): Context => ({ kind: "tag", pattern })),
    text.map((own): Context => ({ kind: "environment", name: `${own}:*` })),
    text.map((own): Context => ({ kind: "environment", name: `${own}:` })),
    text.map((branch): Context => ({ kind: "mergeQueue", branch })),
    fc.constant<Context>({ kind: "pullRequest" }),
  );
  const id = fc.integer({ min: 1, max: 999_999_999 });
  const entry = fc.record<RepositoryEntry>({
    kind: fc.constant("repository"),
    owner: name,
    repository: name,
    ids: fc.record({ owner: id, repository: id }),
    context,
    claims: fc.constant({}),
    template: fc.constantFrom<SubjectTemplate>(
      DEFAULT_TEMPLATE,
      ["repo"],
      ["context"],
      ["context", "repo"],
      ["repo", "ref"],
      ["repo", "environment"],
      ["repo", "sha"],
      ["repo", "context", "job_workflow_ref"],
      ["job_workflow_ref"],
      ["repository", "ref"],
      ["repository_id"],
      ["repository_owner_id", "context"],
      ["environment", "repository_owner"],
    ),
  });
  // A template that leaves the environment out asks for it by a claim, in which * is a wildcard: the file refuses that.
  return entry.filter((each) => !JSON.stringify(conditionClaims(each).environment ?? "").includes("*"));
}
