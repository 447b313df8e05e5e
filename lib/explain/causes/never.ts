import { type ConditionAnswer, isClaimOf, neverHolds } from "../../policy/iam/evaluate";
import { intendedOperator } from "../../policy/iam/operators";
import { requestKey } from "../../policy/iam/request-keys";
import { meantKey } from "../../policy/misspellings";
import type { Attempt } from "../compare";
import { type Cause, type CauseText, FAR } from "./cause";

/** Conditions that no GitHub token fulfills, whatever its claims are. A claim that AWS does not read has a cause of its own. */
export function neverCauses(attempt: Attempt): readonly Cause[] {
  const { statement, githubStatement } = attempt;
  if (githubStatement === undefined || statement.principal === "fails") return [];
  const causes = statement.conditions
    .filter((answer) => isNever(attempt, answer))
    .map((answer) => neverText(answer, attempt.roleDecision.token.issuerHost));
  // An operator with several keys is one mistake.
  return causes
    .filter(({ message }, index) => causes.findIndex((other) => other.message === message) === index)
    .map((text) => ({ ...text, difference: undefined }));
}

export function isNever(
  { roleDecision: { role, token } }: Attempt,
  { condition, outcome }: ConditionAnswer,
): boolean {
  const { key, operator } = condition;
  return (
    outcome === "fails" &&
    (operator.comparison.kind === "unknown" || !isClaimOf(key, token.issuerHost)) &&
    neverHolds(condition, role.document.hasVariables, token.issuerHost)
  );
}

function neverText({ condition }: ConditionAnswer, issuerHost: string): CauseText {
  const { key, operator, operatorName } = condition;
  if (operator.comparison.kind === "unknown") {
    return {
      code: "unknown-operator",
      cost: FAR / 2,
      message: `IAM has no operator ${operatorName}, and rejects the policy with MalformedPolicyDocument`,
      fix: operatorFix(operatorName),
      editKind: undefined,
    };
  }
  const meant = meantKey(key, issuerHost);
  if (meant !== undefined) {
    return {
      code: "misspelled-key",
      cost: FAR / 2,
      message: `AWS never fills the condition key ${key} for this token, so the condition never holds`,
      fix: `write ${meant}`,
      editKind: undefined,
    };
  }
  const known = requestKey(key);
  return {
    code: "unfilled-key",
    cost: FAR / 2,
    message: `the role's trust policy has a condition on ${key}, which never holds${known === undefined ? "" : `: ${known.why}`}`,
    fix: known?.fix ?? "remove the condition",
    editKind: undefined,
  };
}

function operatorFix(name: string): string {
  const meant = intendedOperator(name) ?? "an operator of IAM, such as StringEquals or StringLike";
  return meant.toLowerCase() === name.toLowerCase()
    ? `write ${meant}. The names of operators are case-sensitive`
    : `write ${meant}`;
}
