import { claimOf } from "../../explain/causes/claims";
import type { Explanation } from "../../explain/explain";

/** The claims that explain the answer: the subject, the audience, and those that a deciding statement has a condition on. */
export function shownClaims({
  token,
  decisions,
  denial,
}: Explanation): readonly (readonly [string, string])[] {
  const statements = [
    ...decisions.filter(({ outcome }) => outcome === "allowed").map(({ decision }) => decision.decidedBy),
    denial?.statement,
  ];
  const tested = statements.flatMap(
    (each) => each?.conditions.map(({ condition }) => claimOf(condition.key)) ?? [],
  );
  const names = [...new Set(["sub", "aud", ...tested])];
  return names.flatMap((name) => {
    const value = Object.hasOwn(token.claims, name) ? token.claims[name] : undefined;
    return value === undefined ? [] : [[name, claimText(value)] as const];
  });
}

function claimText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(claimText).join(", ") : JSON.stringify(value);
}
