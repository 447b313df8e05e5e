import { claimOf } from "../../explain/causes/claims";
import type { Explanation } from "../../explain/explanation";

/** The claims that somebody looks at: the subject, the audience, and those that a statement of the answer tests. */
export function shownClaims({ token, answers, denial }: Explanation): readonly (readonly [string, string])[] {
  const statements = [
    ...answers.filter(({ outcome }) => outcome === "allowed").map(({ answer }) => answer.decidedBy),
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
