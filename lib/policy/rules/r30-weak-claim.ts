import { CLAIM_NAMES, CLAIMS } from "../claims";
import type { Rule } from "./rule";

export const r30: Rule = {
  id: "R30",
  name: "weak-claim",
  severity: "medium",
  requirement: "a condition besides sub is on a claim that the caller cannot choose",
  impact: "actor, workflow and repository are names that change hands or that the caller chooses",
  fix: "test actor_id, repository_id or job_workflow_ref, or trust sub alone",
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) => {
      const guards = conditions.filter(({ claim }) => GUARDS.includes(claim));
      if (!guards.every(({ claim }) => WEAK_CLAIMS.includes(claim))) return [];
      return guards.map(({ condition }) => ({ path: condition.path, given: condition.key }));
    }),
};

const WEAK_CLAIMS = ["actor", "workflow", "repository"];

/** What AWS fills from a GitHub token besides the two that every statement tests. */
const GUARDS: readonly string[] = CLAIM_NAMES.map((name) => CLAIMS[name].claim);
