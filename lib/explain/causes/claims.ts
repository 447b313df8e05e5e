import { CONDITION_CLAIMS } from "../../policy/claims";
import type { ConditionAnswer } from "../../policy/iam/condition-answer";
import { isPositiveString } from "../../policy/iam/operator";
import type { Attempt } from "../attempt";
import { subjectOf } from "../presented-token";
import { type Cause, FAR } from "./cause";

/** Conditions of the statement on other claims than those that the subject and the audience are compared by. */
export function claimCauses(comparison: Attempt): readonly Cause[] {
  const { trusting, statement, expected } = comparison;
  // Of a statement about others nobody can say what its conditions would come to.
  if (trusting === undefined || statement.principal === "fails") return [];
  const compared = expected === undefined ? ["aud"] : ["aud", "sub"];
  return conditionCauses(
    comparison,
    ({ condition: { key, operator } }) => !(compared.includes(claimOf(key)) && isPositiveString(operator)),
  );
}

function conditionCauses(
  { asked, statement }: Attempt,
  isMeant: (answer: ConditionAnswer) => boolean,
): readonly Cause[] {
  return statement.conditions
    .filter((answer) => answer.outcome !== "holds" && isMeant(answer))
    .map((answer) => claimCause(answer, asked.token.claims[claimOf(answer.condition.key)]));
}

/** `job_workflow_ref` of `token.actions.githubusercontent.com:job_workflow_ref`. */
export function claimOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1).toLowerCase();
}

function claimCause({ condition, outcome, got, why }: ConditionAnswer, sent: unknown): Cause {
  const claim = claimOf(condition.key);
  const shown = got?.join(", ");
  const difference = {
    claim,
    expected: [`${condition.operatorName} ${condition.values.join(" or ")}`],
    got: shown,
    marks: shown === undefined ? [] : [{ start: 0, end: shown.length }],
  };
  if (outcome === "undetermined") {
    return {
      name: "not told",
      cost: 2,
      words: `whether the condition on ${claim} holds cannot be said: ${why}`,
      advice: "give the whole token (--token), if that is what is missing",
      difference,
      repair: undefined,
    };
  }
  if (got !== undefined) {
    return {
      name: "claim",
      cost: 4,
      words: `the claim ${claim} is not what the statement asks for (${why})`,
      advice: `let a job that has it ask for the role, or change the condition on ${claim}, if it asks for the wrong thing`,
      difference,
      repair: undefined,
    };
  }
  return CONDITION_CLAIMS.includes(claim)
    ? {
        name: "claim missing",
        cost: 4,
        words: `the token has no claim ${claim}`,
        advice:
          claim === "environment"
            ? "name the environment in the job, or take the condition out"
            : `let a job that has ${claim} ask for the role, or take the condition out`,
        difference,
        repair: undefined,
      }
    : {
        name: "unfilled claim",
        cost: FAR / 2,
        words: `AWS does not fill ${condition.key}${sent === undefined ? "" : ", though the token has the claim"}: a condition on it never holds`,
        advice: `ask for one of the claims that AWS fills (${CONDITION_CLAIMS.filter((each) => each !== "amr").join(", ")}), or put ${claim} into the subject by a template`,
        difference,
        repair: undefined,
      };
}

/** Where nothing that has a name of its own explains it. */
export function otherCauses(comparison: Attempt): readonly Cause[] {
  const { asked, expected } = comparison;
  if (expected === undefined) return conditionCauses(comparison, () => true);
  const sub = subjectOf(asked.token);
  return [
    {
      name: "subject",
      cost: FAR,
      words: "the subject is another than the role asks for",
      advice: "compare the two, and write the token's subject as it is",
      difference: {
        claim: "sub",
        expected: [expected.value.text],
        got: sub,
        marks: [{ start: 0, end: sub.length }],
      },
      repair: undefined,
    },
  ];
}
