import { CLAIM_NAMES, CLAIMS } from "../claims";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r30: Rule = {
  id: "R30",
  name: "weak-claim",
  severity: "medium",
  requirement: "conditions on claims other than sub and aud use claims that the caller cannot choose",
  impact:
    "the caller chooses the workflow's name, and someone else can register the name of an actor or a repository",
  fix: "use actor_id, repository_id or job_workflow_ref, or remove the condition",
  details:
    "The rule reports these claims only if the statement has no condition on a claim other than `actor`, `workflow`, `repository`, `sub` and `aud`.",
  example: {
    bad: byConditions({ StringEquals: { aud: AUDIENCE, actor: "octocat" }, StringLike: { sub: SUBJECT } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE, actor_id: "583231" }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ written }) =>
    written.flatMap(({ conditions }) => {
      const extra = conditions.filter(({ claim }) => EXTRA_CLAIMS.includes(claim));
      if (!extra.every(({ claim }) => WEAK_CLAIMS.includes(claim))) return [];
      return extra.map(({ condition }) => ({ path: condition.path, given: condition.key }));
    }),
};

const WEAK_CLAIMS = ["actor", "workflow", "repository"];

/** The claims that AWS reads, without `sub` and `aud`. */
const EXTRA_CLAIMS: readonly string[] = CLAIM_NAMES.map((name) => CLAIMS[name].claim);
