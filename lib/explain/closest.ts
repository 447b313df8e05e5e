import { distance } from "fastest-levenshtein";
import type { RoleAnswer } from "./answer";
import { type Attempt, comparisons } from "./attempt";
import type { Cause } from "./causes/cause";
import { causesOf } from "./causes/causes";
import { subjectOf } from "./presented-token";

/** A way into a role that a token misses, and by what. */
export interface ClosestAttempt {
  readonly comparison: Attempt;
  readonly causes: readonly Cause[];
}

/** The way that the token comes nearest to: the one that is kept shut by least, and of equal ones that with the more alike subject. */
export function closestAttempt(answers: readonly RoleAnswer[]): ClosestAttempt | undefined {
  let nearest: (ClosestAttempt & Measure) | undefined;
  for (const asked of answers) {
    for (const comparison of comparisons(asked)) {
      const causes = causesOf(comparison);
      const cost = causes.reduce((sum, cause) => sum + cause.cost, 0);
      if (nearest !== undefined && cost > nearest.cost) continue;
      const letters = lettersApart(comparison);
      if (nearest === undefined || cost < nearest.cost || letters < nearest.letters) {
        nearest = { comparison, causes, cost, letters };
      }
    }
  }
  return nearest && { comparison: nearest.comparison, causes: nearest.causes };
}

interface Measure {
  readonly cost: number;
  readonly letters: number;
}

function lettersApart({ expected, asked }: Attempt): number {
  return expected === undefined ? 0 : distance(expected.value.text, subjectOf(asked.token));
}
