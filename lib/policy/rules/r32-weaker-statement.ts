import { subsumes } from "../iam/glob";
import { isPositiveString } from "../iam/operator";
import {
  allowedValues,
  type ClaimCondition,
  type ConditionValue,
  type GithubStatement,
} from "./github-statement";
import type { Rule, Violation } from "./rule";
import { AUDIENCE, exampleStatement, SUBJECT } from "./rule-example";
import { violationAt } from "./violation";

export const r32: Rule = {
  id: "R32",
  name: "weaker-statement",
  severity: "high",
  requirement: "no statement allows everything that another one restricts further",
  impact: "one matching statement is enough, so the restriction of the other one has no effect",
  fix: "remove the weaker statement, or add the other statement's conditions to it",
  details: "Statements are alternatives: a token needs to match only one of them.",
  example: {
    bad: {
      shown: {
        Statement: [
          exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
          exampleStatement({
            StringEquals: { aud: AUDIENCE, actor_id: "583231" },
            StringLike: { sub: SUBJECT },
          }),
        ],
      },
    },
    good: {
      shown: {
        Statement: [
          exampleStatement({
            StringEquals: { aud: AUDIENCE, actor_id: "583231" },
            StringLike: { sub: SUBJECT },
          }),
        ],
      },
    },
  },
  violations: ({ statements }) =>
    statements.flatMap((weaker) => {
      const guarded = statements.find(
        (other) => other !== weaker && isWeaker(weaker, other) && !isWeaker(other, weaker),
      );
      return guarded === undefined ? [] : [coveringPart(weaker, guarded)];
    }),
};

/** The subject by which the weaker statement lets in what the other one guards; the statement, where it tests none. */
function coveringPart(weaker: GithubStatement, guarded: GithubStatement): Violation {
  const [covered] = allowedValues(guarded, "sub");
  const covering = allowedValues(weaker, "sub").find(
    (value) => covered !== undefined && coversValue(value, covered),
  );
  return covering === undefined ? { path: weaker.path, given: weaker.path.join(" ") } : violationAt(covering);
}

/** Whether one statement lets in all that another does: each of its conditions is one of the other's, or wider. */
function isWeaker(weaker: GithubStatement, other: GithubStatement): boolean {
  return (
    weaker.issuerHost === other.issuerHost &&
    // A condition on no claim of the token cannot be compared.
    weaker.conditions.length === weaker.statement.conditions.length &&
    weaker.conditions.every((test) => other.conditions.some((narrower) => isWider(test, narrower)))
  );
}

function isWider(wider: ClaimCondition, narrower: ClaimCondition): boolean {
  if (wider.claim !== narrower.claim) return false;
  if (!isPlain(wider) || !isPlain(narrower)) {
    return wider.condition.operatorName === narrower.condition.operatorName && isSame(wider, narrower);
  }
  return narrower.values.every((value) => wider.values.some((of) => coversValue(of, value)));
}

/** Whether a test holds for the values it names, and for nothing else. */
function isPlain({ condition: { operator } }: ClaimCondition): boolean {
  return isPositiveString(operator) && operator.set === undefined && !operator.isIfExists;
}

function coversValue(wider: ConditionValue, narrower: ConditionValue): boolean {
  if (narrower.isCaseless && !wider.isCaseless) return false;
  return wider.isCaseless
    ? subsumes(wider.pattern.toLowerCase(), narrower.pattern.toLowerCase())
    : subsumes(wider.pattern, narrower.pattern);
}

function isSame(a: ClaimCondition, b: ClaimCondition): boolean {
  return (
    JSON.stringify(a.values.map(({ text }) => text)) === JSON.stringify(b.values.map(({ text }) => text))
  );
}
