import type { ArnScope } from "../../../lib/policy/arn";
import { type Decision, evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext, type TokenClaims } from "../../../lib/policy/iam/request-context";
import { parsePolicy } from "../../../lib/policy/parse";
import { ISSUER, PROVIDER_ARN } from "../../support/github";

export const STATEMENT = {
  Effect: "Allow",
  Principal: { Federated: PROVIDER_ARN },
  Action: "sts:AssumeRoleWithWebIdentity",
};

/** A token's claims, but for an environment: numbers, several audiences, and claims that AWS makes no key of among them. */
export const TOKEN: TokenClaims = {
  aud: ["sts.amazonaws.com", "other"],
  sub: "repo:acme/web:ref:refs/heads/main",
  ref: "refs/heads/main",
  repository: "acme/web",
  repository_id: 42,
  actor: "true",
  workflow: `a*b?\${c}`,
  repository_owner: "acme",
  amr: null,
  enterprise_id: {},
  job_workflow_ref: [],
};

/** What came of a document: how it ended, what decided, and for each statement and condition the outcome and its reason. */
export function evaluated(
  document: unknown,
  claims: TokenClaims = TOKEN,
  account?: ArnScope,
  issuerHost = ISSUER,
) {
  const read = parsePolicy(document, "trust");
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const { outcome, decidedBy, statements } = evaluate(read, requestContext(claims, issuerHost, account));
  return {
    outcome,
    decidedBy: decidedBy && statements.indexOf(decidedBy),
    statements: statements.map((answer) => [answer.outcome, answer.principal, answer.action]),
    conditions: statements.flatMap(({ conditions }) =>
      conditions.map((answer) => [answer.condition.path.at(-1), answer.outcome, answer.got, answer.why]),
    ),
  };
}

export const IS = "the claim matches";
export const IS_NOT = "the claim matches none of the values";
export const IS_KEPT_OUT = "the claim matches a value that the operator excludes";
export const ABSENT = "the token has no such claim";
export const SUFFICES = "the token has no such claim, so this operator matches";
export const PRESENT = "the token has the claim";

export type Outcome = "holds" | "fails" | "undetermined";
export type Values = string | number | boolean | readonly string[];
export type Got = readonly string[] | undefined;

export const SUB = ["repo:acme/web:ref:refs/heads/main"];
export const AUD = ["sts.amazonaws.com", "other"];
export const REF = ["refs/heads/main"];
export const NONE: Got = undefined;
export const ENDS: Readonly<Record<Outcome, Decision["outcome"]>> = {
  holds: "allowed",
  fails: "denied",
  undetermined: "undetermined",
};

export function unknownKey(key: string): string {
  return `${key} is not a claim of this token, and its value is unknown`;
}
