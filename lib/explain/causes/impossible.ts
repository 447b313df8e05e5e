import { type ConditionAnswer, isClaimOf, neverHolds } from "../../policy/iam/condition";
import { hasVariable, patternOf, plainText } from "../../policy/iam/glob";
import { intendedOperator, requiresValue } from "../../policy/iam/operators";
import { requestKey } from "../../policy/iam/request-keys";
import { meantKey } from "../../policy/misspellings";
import type { Condition } from "../../policy/policy-document";
import { contradictions } from "../../policy/rules/contradiction";
import { hasExpression, isImpossible } from "../../policy/rules/effective";
import {
  type ClaimCondition,
  type ConditionValue,
  type GithubStatement,
  hasLiteralWildcard,
} from "../../policy/rules/github-statement";
import { intendedClaim, misspelling } from "../../policy/subject/misspelling";
import { claimFormText, isPossibleClaim, isPossibleSubject } from "../../policy/subject/possible";
import { contextOf } from "../candidates";
import { type Attempt, globMatches, valueMatches } from "../compare";
import { subjectOf, textClaim } from "../token";
import { type Cause, type CauseText, FAR, wholeDifference } from "./cause";

/** Why the statement matches no token at all, so that comparing it with this one would mislead. */
export function impossibleCauses(attempt: Attempt): readonly Cause[] {
  const { statement, githubStatement } = attempt;
  if (githubStatement === undefined || statement.principal === "fails" || statement.action === "fails") {
    return [];
  }
  const found = [
    literalSubject(attempt),
    misspelledSubject(attempt),
    ...githubStatement.conditions.map((condition) => impossibleClaim(attempt, condition)),
    contradiction(attempt, githubStatement),
  ].filter((each) => each !== undefined);
  return found.slice(0, 1);
}

/** A `*` or `?` of the subject that the operator takes literally. */
function literalSubject({ expected, githubStatement, roleDecision }: Attempt): Cause | undefined {
  if (expected === undefined) return undefined;
  const { value } = expected;
  const condition = githubStatement?.conditions.find(({ values }) => values.includes(value))?.condition;
  if (condition === undefined || dependsOnRequest(value)) return undefined;
  if (!hasLiteralWildcard(condition.operator, value)) return undefined;
  return literalWildcard(condition, value, "sub", subjectOf(roleDecision.token));
}

function literalWildcard(
  { operatorName }: Condition,
  { text, isCaseless }: ConditionValue,
  claim: string,
  got: string | undefined,
): Cause {
  const isMeant =
    got !== undefined &&
    globMatches(patternOf(text, { hasWildcards: true, hasVariables: true }), plainText(got), isCaseless);
  return {
    code: "literal-wildcard",
    cost: isMeant ? 4 : FAR,
    message: `with ${operatorName}, the * or ? in ${text} is an ordinary character, not a wildcard`,
    fix: `use StringLike for this condition, or write the exact ${claim === "sub" ? "subject" : `value of ${claim}`}${got === undefined ? "" : `, such as ${got}`}`,
    difference: wholeDifference(claim, [text], got),
    editKind: undefined,
  };
}

/** A subject that GitHub never sends in this form. */
function misspelledSubject({ expected, roleDecision }: Attempt): Cause | undefined {
  if (expected === undefined || dependsOnRequest(expected.value)) return undefined;
  const { text, pattern, isCaseless } = expected.value;
  const { token } = roleDecision;
  const found = misspelling(text, token.issuerHost);
  const isPossible = isPossibleSubject(pattern, token.issuerHost, isCaseless);
  if (found === undefined && isPossible) return undefined;
  const sub = subjectOf(token);
  const intended = found?.intended;
  const isMeant =
    intended !== undefined &&
    globMatches(patternOf(intended, { hasWildcards: true, hasVariables: true }), plainText(sub), isCaseless);
  return {
    code: "misspelled-subject",
    cost: isMeant ? 1 : FAR,
    message: `${isPossible ? "no usual subject is written like" : "GitHub sends no subject such as"} ${shown(text)}, which the role's trust policy expects${found === undefined ? "" : `: ${found.what}`}`,
    fix: `write ${intended ?? "the subject as a token has it: repo:OWNER/REPOSITORY: and then ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request"}`,
    difference: wholeDifference("sub", [text], sub),
    editKind: undefined,
  };
}

/** Whether a value has a policy variable, so that nothing is known of what it matches. Another cause names the variable. */
function dependsOnRequest(value: ConditionValue): boolean {
  return hasVariable(value.pattern) && !hasExpression(value);
}

/** With quotes if it would not be seen otherwise. */
function shown(text: string): string {
  return text === "" || text.trim() !== text ? JSON.stringify(text) : text;
}

/** A condition on another claim than the subject, of whose values no token has one. */
function impossibleClaim(
  { roleDecision: { token } }: Attempt,
  { claim, condition, values }: ClaimCondition,
): Cause | undefined {
  const [value] = values;
  if (value === undefined || claim === "sub" || !requiresValue(condition.operator)) return undefined;
  const got = textClaim(token, claim);
  if (values.every((each) => hasLiteralWildcard(condition.operator, each))) {
    return literalWildcard(condition, value, claim, got);
  }
  const isPossible = (each: ConditionValue) =>
    isPossibleClaim(claim, each.pattern, token.issuerHost, each.isCaseless) &&
    !hasLiteralWildcard(condition.operator, each);
  if (values.some(isPossible)) return undefined;
  const form = claimFormText(claim);
  return {
    code: "impossible-claim",
    cost: FAR,
    message: `no token has ${shown(value.text)} for the claim ${claim}, which the role's trust policy expects: ${form}`,
    fix: `write ${intendedClaim(claim, value.text) ?? `the claim as GitHub does: ${form}`}`,
    difference: wholeDifference(claim, [value.text], got),
    editKind: undefined,
  };
}

/** Conditions of the statement that no token fulfills together. */
function contradiction(
  { roleDecision: { role, token } }: Attempt,
  statement: GithubStatement,
): Cause | undefined {
  const [found] = contradictions(statement, contextOf(role));
  if (found === undefined && !isImpossible(statement)) return undefined;
  const { message, fix, asked } = found ?? {
    message: "no token fulfills all conditions of the statement",
    fix: "remove conditions until a token can fulfill all that are left",
    asked: [],
  };
  // What the token has is no difference.
  const missed = asked.find(({ claim, value }) => !valueMatches(value, textClaim(token, claim) ?? ""));
  return {
    code: "excluding-conditions",
    cost: FAR,
    message,
    fix,
    difference: missed && wholeDifference(missed.claim, [missed.value.text], textClaim(token, missed.claim)),
    editKind: undefined,
  };
}

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
    (operator.comparison.kind === "unknown" ||
      !isClaimOf(key, token.issuerHost) ||
      meantKey(key, token.issuerHost) !== undefined) &&
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
