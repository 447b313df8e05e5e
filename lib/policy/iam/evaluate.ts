import { isInAccount } from "../arn";
import type { ParsedPolicy, Statement } from "../policy-document";
import { type ConditionAnswer, conditionAnswer, type Outcome } from "./condition";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "./glob";
import type { RequestContext } from "./request-context";

/** The IAM action by which a token assumes a role. */
export const WEB_IDENTITY_ACTION = "sts:AssumeRoleWithWebIdentity";

/** The result of one statement. It matches a request if its principal, its action and all of its conditions match. */
export interface StatementDecision {
  readonly statement: Statement;
  readonly outcome: Outcome;
  readonly principal: Outcome;
  readonly action: Outcome;
  readonly conditions: readonly ConditionAnswer[];
}

/** Whether a trust policy allows a token, and why. */
export interface Decision {
  readonly outcome: "allowed" | "denied" | "undetermined";
  /** The statement that decides: a `Deny` that matches, else an `Allow` that matches. Undefined if no `Allow` matches. */
  readonly decidedBy: StatementDecision | undefined;
  readonly statements: readonly StatementDecision[];
}

/**
 * What IAM answers a token: an explicit `Deny` denies it, else any `Allow` allows it, else the token is denied.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(document: ParsedPolicy, request: RequestContext): Decision {
  const statements = document.statements.map((statement) =>
    statementAnswer(statement, document.hasVariables, request),
  );
  return decisionOf(statements);
}

/** What IAM answers if these are the results of the statements. */
export function decisionOf(statements: readonly StatementDecision[]): Decision {
  const first = (effect: Statement["effect"], outcome: Outcome) =>
    statements.find((answer) => answer.statement.effect === effect && answer.outcome === outcome);
  const denied = first("Deny", "holds");
  if (denied !== undefined) return { outcome: "denied", decidedBy: denied, statements };
  const allowed = first("Allow", "holds");
  if (allowed === undefined && first("Allow", "undetermined") === undefined) {
    return { outcome: "denied", decidedBy: undefined, statements };
  }
  if (allowed === undefined || first("Deny", "undetermined") !== undefined) {
    return { outcome: "undetermined", decidedBy: undefined, statements };
  }
  return { outcome: "allowed", decidedBy: allowed, statements };
}

function statementAnswer(
  statement: Statement,
  hasVariables: boolean,
  request: RequestContext,
): StatementDecision {
  const principal = principalOutcome(statement, request);
  const action = isAbout(statement, WEB_IDENTITY_ACTION) ? "holds" : "fails";
  const conditions = statement.conditions.map((condition) =>
    answerOf(statement, conditionAnswer(condition, hasVariables, request)),
  );
  const outcomes = [principal, action, ...conditions.map(({ outcome }) => outcome)];
  const outcome = outcomes.includes("fails")
    ? "fails"
    : outcomes.includes("undetermined")
      ? "undetermined"
      : "holds";
  return { statement, outcome, principal, action, conditions };
}

/** An operator that IAM rejects never allows a token. What a Deny statement with one means is not known, because IAM rejects its policy. */
function answerOf({ effect }: Statement, answer: ConditionAnswer): ConditionAnswer {
  const isUnknown = answer.condition.operator.comparison.kind === "unknown";
  return effect === "Deny" && isUnknown ? { ...answer, outcome: "undetermined" } : answer;
}

/** Whether a statement is about an action, by `Action` or by `NotAction`. IAM ignores the case of actions. */
export function isAbout({ action: { isNegated, patterns } }: Statement, action: string): boolean {
  const asked = action.toLowerCase();
  const isNamed = patterns.some((pattern) => isAction(pattern.toLowerCase(), asked));
  return isNamed !== isNegated;
}

function isAction(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === action;
  return subsumes(patternOf(pattern, WILDCARDS_ALONE), plainText(action));
}

function principalOutcome(
  { principal: { isNegated, isEverybody, federated } }: Statement,
  { issuerHost, account }: RequestContext,
): Outcome {
  // IAM rejects NotPrincipal in a trust policy, so its effect is unknown.
  if (isNegated) return "undetermined";
  const isNamed = federated.some(
    (arn) => providerHost(arn) === issuerHost && (account === undefined || isInAccount(arn, account)),
  );
  if (isEverybody || isNamed) return "holds";
  // AWS does not document whether a wildcard matches a provider.
  return federated.includes("*") ? "undetermined" : "fails";
}

/** The issuer of an OIDC provider, without `https://`. Undefined for any other ARN. In a CloudFormation template, it has no account. */
export function providerHost(arn: string): string | undefined {
  return /^arn:[^:]*:iam::(?:[0-9]{12})?:oidc-provider\/(.+)$/.exec(arn)?.[1];
}
