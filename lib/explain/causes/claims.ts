import { CONDITION_CLAIMS } from "../../policy/claims";
import type { ConditionAnswer } from "../../policy/iam/condition-answer";
import { isPositiveString } from "../../policy/iam/operator";
import type { Attempt } from "../compare";
import { subjectOf } from "../token";
import { type Cause, type CauseText, FAR } from "./cause";

/** Conditions of the statement on other claims than the subject and the audience, which have causes of their own. */
export function claimCauses(attempt: Attempt): readonly Cause[] {
  const { githubStatement, statement, expected } = attempt;
  // The conditions of a statement for another principal are not about this token.
  if (githubStatement === undefined || statement.principal === "fails") return [];
  const compared = expected === undefined ? ["aud"] : ["aud", "sub"];
  return conditionCauses(
    attempt,
    ({ condition: { key, operator } }) => !(compared.includes(claimOf(key)) && isPositiveString(operator)),
  );
}

function conditionCauses(
  { statement }: Attempt,
  isMeant: (answer: ConditionAnswer) => boolean,
): readonly Cause[] {
  return statement.conditions
    .filter((answer) => answer.outcome !== "holds" && isMeant(answer))
    .map((answer) => {
      const shown = answer.got?.join(", ");
      return {
        ...conditionText(answer),
        difference: {
          claim: claimOf(answer.condition.key),
          expected: [expectedText(answer)],
          got: shown,
          marks: shown === undefined ? [] : [{ start: 0, end: shown.length }],
        },
      };
    });
}

/** `job_workflow_ref` of `token.actions.githubusercontent.com:job_workflow_ref`. */
export function claimOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1).toLowerCase();
}

function expectedText({ condition: { operatorName, values } }: ConditionAnswer): string {
  return `${operatorName} ${values.join(" or ")}`;
}

/** More values than these make a sentence too long. */
const MAX_VALUES_IN_MESSAGE = 3;

function conditionText(answer: ConditionAnswer): CauseText {
  const { condition, outcome, got, why } = answer;
  const claim = claimOf(condition.key);
  if (outcome === "undetermined") {
    return {
      code: "undetermined-condition",
      cost: 2,
      message: `whether the condition on ${claim} holds cannot be determined: ${why}`,
      fix: "pass the whole token with --token, if a claim is missing",
      editKind: undefined,
    };
  }
  if (got !== undefined) {
    const expected =
      condition.values.length > MAX_VALUES_IN_MESSAGE
        ? `${condition.operatorName} one of ${condition.values.length} values`
        : expectedText(answer);
    return {
      code: "claim-value",
      cost: 4,
      message: `the role's trust policy expects ${expected} for the claim ${claim}; the token has ${got.join(", ")}`,
      fix: `run a job that has an expected value, or change the condition on ${claim}`,
      editKind: undefined,
    };
  }
  return CONDITION_CLAIMS.includes(claim)
    ? {
        code: "missing-claim",
        cost: 4,
        message: `the role's trust policy expects the claim ${claim}; the token does not have it`,
        fix:
          claim === "environment"
            ? "name the environment in the job, or remove the condition"
            : `run a job whose token has the claim ${claim}, or remove the condition`,
        editKind: undefined,
      }
    : {
        code: "unsupported-claim",
        cost: FAR / 2,
        message: `the role's trust policy expects the condition key ${condition.key}; AWS does not set it from any token, so the condition never holds`,
        fix: `use a claim that AWS supports (${CONDITION_CLAIMS.filter((each) => each !== "amr").join(", ")}), or add ${claim} to the subject with a subject template`,
        editKind: undefined,
      };
}

/** If no cause with a code of its own explains it. */
export function otherCauses(attempt: Attempt): readonly Cause[] {
  const { roleDecision, expected } = attempt;
  if (expected === undefined) return conditionCauses(attempt, () => true);
  const sub = subjectOf(roleDecision.token);
  return [
    {
      code: "other-subject",
      cost: FAR,
      message: "the role's trust policy expects another subject than the token has",
      fix: "compare the two subjects. Write the token's subject, if this token should be allowed",
      difference: {
        claim: "sub",
        expected: [expected.value.text],
        got: sub,
        marks: [{ start: 0, end: sub.length }],
      },
      editKind: undefined,
    },
  ];
}
