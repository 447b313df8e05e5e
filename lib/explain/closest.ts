import { distance } from "fastest-levenshtein";
import { type Attempt, attempts } from "./attempt";
import type { Cause } from "./causes/cause";
import { causesOf } from "./causes/causes";
import { subjectOf } from "./presented-token";
import type { RoleDecision } from "./role-decision";

/** The statement that a token is closest to, and why it does not allow the token. */
export interface ClosestAttempt {
  readonly attempt: Attempt;
  readonly causes: readonly Cause[];
}

/** The attempt whose causes cost least. Of equal ones, the one with the most similar subject, and then the first. */
export function closestAttempt(decisions: readonly RoleDecision[]): ClosestAttempt | undefined {
  let closest: (ClosestAttempt & Measure) | undefined;
  for (const decision of decisions) {
    for (const attempt of attempts(decision)) {
      const causes = causesOf(attempt);
      const cost = causes.reduce((sum, cause) => sum + cause.cost, 0);
      if (closest !== undefined && cost > closest.cost) continue;
      const distanceOfSubject = subjectDistance(attempt);
      if (closest === undefined || cost < closest.cost || distanceOfSubject < closest.distanceOfSubject) {
        closest = { attempt, causes, cost, distanceOfSubject };
      }
    }
  }
  return closest && { attempt: closest.attempt, causes: closest.causes };
}

interface Measure {
  readonly cost: number;
  readonly distanceOfSubject: number;
}

function subjectDistance({ expected, roleDecision }: Attempt): number {
  return expected === undefined ? 0 : distance(expected.value.text, subjectOf(roleDecision.token));
}
