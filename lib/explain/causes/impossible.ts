import { type ConditionAnswer, isClaimOf, neverHolds } from "../../policy/iam/evaluate";
import { patternOf, plainText } from "../../policy/iam/glob";
import { intendedOperator } from "../../policy/iam/operators";
import { requestKey } from "../../policy/iam/request-keys";
import { meantKey } from "../../policy/misspellings";
import { EMPTY_CONTEXT } from "../../policy/rules/context";
import { contradictingValues } from "../../policy/rules/contradiction";
import { hasLiteralWildcard } from "../../policy/rules/github-statement";
import { misspelling } from "../../policy/subject/misspelling";
import { isPossibleSubject } from "../../policy/subject/possible";
import { type Attempt, globMatches } from "../compare";
import { subjectOf } from "../token";
import { type Cause, type CauseText, FAR, wholeDifference } from "./cause";

/** Why the statement matches no token at all, so that comparing it with this one would mislead. */
export function impossibleCauses(attempt: Attempt): readonly Cause[] {
  const { statement, githubStatement } = attempt;
  if (githubStatement === undefined || statement.principal === "fails" || statement.action === "fails") {
    return [];
  }
  const [cause] = [literalWildcard(attempt), misspelledSubject(attempt), contradiction(attempt)].filter(
    (each) => each !== undefined,
  );
  return cause === undefined ? [] : [cause];
}

/** A `*` or `?` of the subject that the operator takes literally. */
function literalWildcard({ expected, githubStatement, roleDecision }: Attempt): Cause | undefined {
  if (expected === undefined) return undefined;
  const { value } = expected;
  const condition = githubStatement?.conditions.find(({ values }) => values.includes(value))?.condition;
  if (condition === undefined || !hasLiteralWildcard(condition.operator, value)) return undefined;
  const sub = subjectOf(roleDecision.token);
  const isMeant = globMatches(
    patternOf(value.text, { hasWildcards: true, hasVariables: true }),
    plainText(sub),
    value.isCaseless,
  );
  return {
    code: "literal-wildcard",
    cost: isMeant ? 4 : FAR,
    message: `with ${condition.operatorName}, the * or ? in ${value.text} is an ordinary character, so it matches no token`,
    fix: `use StringLike for this condition, or write the exact subject, such as ${sub}`,
    difference: wholeDifference("sub", [value.text], sub),
    editKind: undefined,
  };
}

/** A subject that GitHub never sends in this form. */
function misspelledSubject({ expected, roleDecision }: Attempt): Cause | undefined {
  if (expected === undefined) return undefined;
  const { text, pattern, isCaseless } = expected.value;
  const { token } = roleDecision;
  const found = misspelling(text, token.issuerHost);
  if (
    found === undefined &&
    (text.includes("$" + "{") || isPossibleSubject(pattern, token.issuerHost, isCaseless))
  ) {
    return undefined;
  }
  const sub = subjectOf(token);
  const intended = found?.intended;
  const isMeant =
    intended !== undefined &&
    globMatches(patternOf(intended, { hasWildcards: true, hasVariables: true }), plainText(sub), isCaseless);
  return {
    code: "misspelled-subject",
    cost: isMeant ? 1 : FAR,
    message: `GitHub sends no subject such as ${text}, which the role's trust policy expects${found === undefined ? "" : `: ${found.what}`}`,
    fix: `write ${intended ?? "the subject as a token has it: repo:OWNER/REPOSITORY: and then ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request"}`,
    difference: wholeDifference("sub", [text], sub),
    editKind: undefined,
  };
}

/** Two conditions of the statement that no token fulfills together. */
function contradiction({ githubStatement, roleDecision }: Attempt): Cause | undefined {
  const [found] = githubStatement === undefined ? [] : contradictingValues(githubStatement, EMPTY_CONTEXT);
  if (found === undefined) return undefined;
  const { value, other, isEnvironment } = found;
  return {
    code: "excluding-conditions",
    cost: FAR,
    message: `all conditions must hold, and no token has both ${other.text} and ${value.text}${isEnvironment ? ": the subject of a job with an environment names no branch" : ""}`,
    fix: isEnvironment
      ? "trust the environment in the subject, and require the branch with the claim ref. Or remove one of the two conditions"
      : "remove one of the two conditions, or write the two values as a list in one condition, if either is enough",
    difference: wholeDifference("sub", [other.text], subjectOf(roleDecision.token)),
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
