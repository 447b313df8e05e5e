import { requiresValue } from "../iam/operators";
import {
  allowedValues,
  type ClaimCondition,
  type GithubStatement,
  isWiderInAnyCase,
} from "./github-statement";
import type { Rule, Violation } from "./rule";
import { AUDIENCE, exampleStatement, SUBJECT, violationAt } from "./rule";

export const r32: Rule = {
  id: "R32",
  name: "weaker-statement",
  severity: "high",
  requirement: "no statement allows everything that another one restricts further",
  impact: "one matching statement is enough, so the restriction of the other one has no effect",
  fix: "remove the weaker statement, or add the other statement's conditions to it",
  details:
    "Statements are alternatives: a token needs to match only one of them. A statement that repeats subjects of another one, without a further condition, is not reported. The rule compares without case if one of the statements does, because GitHub writes each name in one way only.",
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
  violations: ({ written, statements }) => {
    // A statement that allows no token is neither weaker nor restricted.
    const live = written.filter((each) =>
      statements.some(({ path, issuerHost }) => path === each.path && issuerHost === each.issuerHost),
    );
    return live.flatMap((weaker) => {
      const restricted = live.find(
        (other) =>
          other !== weaker &&
          isWeaker(weaker, other) &&
          !isWeaker(other, weaker) &&
          !isRepeated(other, weaker),
      );
      return restricted === undefined ? [] : [weakerPart(weaker, restricted)];
    });
  },
};

/** Whether a statement only repeats subjects of another one, so that it restricts nothing. */
function isRepeated(other: GithubStatement, weaker: GithubStatement): boolean {
  return (
    other.conditions.length === other.statement.conditions.length &&
    other.conditions.every((condition) =>
      weaker.conditions.some(
        (each) =>
          isWider(each, condition) &&
          // Fewer values of anything else are meant as a restriction.
          (condition.claim === "sub" || isWider(condition, each)),
      ),
    )
  );
}

/** The subject with which the weaker statement allows what the other one restricts; the statement, if it has no condition on `sub`. */
function weakerPart(weaker: GithubStatement, restricted: GithubStatement): Violation {
  const [narrow] = allowedValues(restricted, "sub");
  const wide = allowedValues(weaker, "sub").find(
    (value) => narrow !== undefined && isWiderInAnyCase(value, narrow),
  );
  return wide === undefined ? { path: weaker.path, given: weaker.path.join(" ") } : violationAt(wide);
}

/** Whether one statement allows everything that another allows: each of its conditions is one of the other's, or wider. */
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
  return narrower.values.every((value) => wider.values.some((of) => isWiderInAnyCase(of, value)));
}

/** Whether a condition is true only for a token with one of the values that it lists. */
function isPlain({ condition }: ClaimCondition): boolean {
  return requiresValue(condition.operator);
}

function isSame(a: ClaimCondition, b: ClaimCondition): boolean {
  return (
    JSON.stringify(a.values.map(({ text }) => text)) === JSON.stringify(b.values.map(({ text }) => text))
  );
}
