import { isPositiveString } from "../evaluation/operator";
import { covers } from "../evaluation/pattern";
import { breachAt } from "./breach";
import type { Breach, Rule } from "./rule";
import { type ClaimTest, letInValues, type TestedValue, type TrustingStatement } from "./trusting-statement";

export const r32: Rule = {
  id: "R32",
  severity: "high",
  state: "no statement lets in all that another one guards",
  why: "statements are alternatives: the weaker one lets in what the other would keep out",
  mend: "remove the weaker statement, or give it the conditions of the other one",
  breaches: ({ statements }) =>
    statements.flatMap((weaker) => {
      const guarded = statements.find(
        (other) => other !== weaker && isWeaker(weaker, other) && !isWeaker(other, weaker),
      );
      return guarded === undefined ? [] : [coveringPart(weaker, guarded)];
    }),
};

/** The subject by which the weaker statement lets in what the other one guards; the statement, where it tests none. */
function coveringPart(weaker: TrustingStatement, guarded: TrustingStatement): Breach {
  const [covered] = letInValues(guarded, "sub");
  const covering = letInValues(weaker, "sub").find(
    (value) => covered !== undefined && coversValue(value, covered),
  );
  return covering === undefined ? { path: weaker.path, given: weaker.path.join(" ") } : breachAt(covering);
}

/** Whether one statement lets in all that another does: each of its conditions is one of the other's, or wider. */
function isWeaker(weaker: TrustingStatement, other: TrustingStatement): boolean {
  return (
    weaker.issuerHost === other.issuerHost &&
    // A condition on no claim of the token cannot be compared.
    weaker.tests.length === weaker.statement.conditions.length &&
    weaker.tests.every((test) => other.tests.some((narrower) => isWider(test, narrower)))
  );
}

function isWider(wider: ClaimTest, narrower: ClaimTest): boolean {
  if (wider.claim !== narrower.claim) return false;
  if (!isPlain(wider) || !isPlain(narrower)) {
    return wider.condition.operatorName === narrower.condition.operatorName && isSame(wider, narrower);
  }
  return narrower.values.every((value) => wider.values.some((of) => coversValue(of, value)));
}

/** Whether a test holds for the values it names, and for nothing else. */
function isPlain({ condition: { operator } }: ClaimTest): boolean {
  return isPositiveString(operator) && operator.set === undefined && !operator.isIfExists;
}

function coversValue(wider: TestedValue, narrower: TestedValue): boolean {
  if (narrower.isCaseless && !wider.isCaseless) return false;
  return wider.isCaseless
    ? covers(wider.pattern.toLowerCase(), narrower.pattern.toLowerCase())
    : covers(wider.pattern, narrower.pattern);
}

function isSame(a: ClaimTest, b: ClaimTest): boolean {
  return (
    JSON.stringify(a.values.map(({ text }) => text)) === JSON.stringify(b.values.map(({ text }) => text))
  );
}
