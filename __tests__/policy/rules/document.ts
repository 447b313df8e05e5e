import { parsePolicy } from "../../../lib/policy/parse";
import type { DocumentKind, DocumentPath, ParsedPolicy } from "../../../lib/policy/policy-document";
import { EMPTY_CONTEXT, type LintContext } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { ISSUER, PROVIDER_ARN } from "../../support/github";

export const SERVER_HOST = "github.acme.com/_services/token";
export const ACTION = "sts:AssumeRoleWithWebIdentity";
export const AUD = `${ISSUER}:aud`;
export const SUB = `${ISSUER}:sub`;
export const WORKFLOW = `${ISSUER}:job_workflow_ref`;

/** A subject that no rule reports. */
export const SUBJECT = "repo:acme@123456/web@456789:ref:refs/heads/main";
/** A reusable workflow that no rule reports beside such a subject. */
export const PUSH_WORKFLOW = "acme/ci/.github/workflows/push.yml@refs/heads/main";
/** The test of the audience that no rule reports. */
export const TESTED_AUD = { [AUD]: "sts.amazonaws.com" };

export type JsonMap = Readonly<Record<string, unknown>>;

export function providerArn(host: string, account = "123456789012", partition = "aws"): string {
  return `arn:${partition}:iam::${account}:oidc-provider/${host}`;
}

/** A statement with these conditions; what else it says can be given too. */
export function statementWith(Condition: JsonMap, own: JsonMap = {}): JsonMap {
  return { Effect: "Allow", Principal: { Federated: PROVIDER_ARN }, Action: ACTION, Condition, ...own };
}

/** A document of these statements. */
export function documentOf(...Statement: readonly JsonMap[]): JsonMap {
  return { Version: "2012-10-17", Statement };
}

/** A document of one statement with these conditions. */
export function documentWith(Condition: JsonMap): JsonMap {
  return documentOf(statementWith(Condition));
}

/** A document of one statement that tests the audience, and the subject with an operator. */
export function subjectDocument(subject: unknown, operator = "StringLike"): JsonMap {
  return documentWith(
    operator === "StringEquals"
      ? { StringEquals: { ...TESTED_AUD, [SUB]: subject } }
      : { StringEquals: TESTED_AUD, [operator]: { [SUB]: subject } },
  );
}

/** A document that tests the audience, a good subject, and with StringEquals these keys of GitHub's. */
export function guardedDocument(guards: JsonMap): JsonMap {
  const keys = Object.fromEntries(
    Object.entries(guards).map(([claim, value]) => [`${ISSUER}:${claim}`, value]),
  );
  return documentWith({ StringEquals: { ...TESTED_AUD, ...keys }, StringLike: { [SUB]: SUBJECT } });
}

/** A document as an issuer's own tokens are tested. */
export function issuerDocument(host: string, subject: string): JsonMap {
  return documentOf(
    statementWith(
      { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" }, StringLike: { [`${host}:sub`]: subject } },
      { Principal: { Federated: providerArn(host) } },
    ),
  );
}

/** Where the condition of the first statement tests a key. */
export function conditionPath(operator: string, key: string): DocumentPath {
  return ["Statement", 0, "Condition", operator, key];
}

export const SUB_PATH = conditionPath("StringLike", SUB);

/** A finding, with the rule's id in place of the rule. */
export interface Reported {
  readonly rule: string;
  readonly path: DocumentPath;
  readonly given: string;
}

/** What a document says. */
export function readAs(kind: DocumentKind, document: JsonMap): ParsedPolicy {
  const read = parsePolicy(document, kind);
  if ("problems" in read) throw new TypeError(JSON.stringify(read.problems));
  return read;
}

/** What the rules report of a trust policy. */
export function reported(document: JsonMap, known: Partial<LintContext> = {}): readonly Reported[] {
  return lintTrustPolicy(readAs("trust", document), { ...EMPTY_CONTEXT, ...known }).map(
    ({ rule, path, given }) => ({
      rule: rule.id,
      path,
      given,
    }),
  );
}

/** What is reported where each of these rules reports a subject, the only value of its condition. */
export function reportedSubject(
  rules: readonly string[],
  given: string,
  operator = "StringLike",
): readonly Reported[] {
  return rules.map((rule) => ({ rule, path: conditionPath(operator, SUB), given }));
}

/** The ids of the rules that report a subject, the only one of its document. */
export function subjectRules(subject: string, known: Partial<LintContext> = {}): readonly string[] {
  return reported(subjectDocument(subject), known).map(({ rule }) => rule);
}

/** The policies of a role: one with these statements, or none. */
export function permissions(...Statement: readonly JsonMap[]): readonly ParsedPolicy[] {
  return Statement.length === 0 ? [] : [readAs("permissions", { Version: "2012-10-17", Statement })];
}
