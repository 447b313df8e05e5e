import { CLAIM_NAMES, CLAIMS, CONDITION_CLAIMS } from "../claims";
import type { Rule } from "./rule";

export const r29: Rule = {
  id: "R29",
  name: "unsupported-claim",
  severity: "medium",
  requirement: "conditions are on keys that AWS fills from a GitHub token",
  impact:
    "AWS leaves the key empty, so that the condition never holds, or always does where its operator is negative or ends with IfExists",
  fix: `test sub, aud or one of the claims that AWS knows: ${CLAIM_NAMES.map((name) => CLAIMS[name].claim).join(", ")}`,
  violations: ({ statements }) =>
    statements.flatMap(({ conditions }) =>
      conditions
        .filter(({ claim }) => !CONDITION_CLAIMS.includes(claim))
        .map(({ condition }) => ({ path: condition.path, given: condition.key })),
    ),
};
