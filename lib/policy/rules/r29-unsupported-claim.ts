import { CLAIM_NAMES, CLAIMS, CONDITION_CLAIMS } from "../claims";
import { meantKey } from "../misspellings";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";

export const r29: Rule = {
  id: "R29",
  name: "unsupported-claim",
  severity: "medium",
  requirement: "conditions use claims that AWS reads from a GitHub token",
  impact: "the condition never matches; a negative operator, IfExists or ForAllValues: always does",
  fix: `use sub, aud or one of these claims: ${CLAIM_NAMES.map((name) => CLAIMS[name].claim).join(", ")}`,
  details:
    "AWS does not read `repository_owner`, `event_name`, `ref_protected`, `runner_environment` and others that are in the token.",
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE, repository_owner: "acme" },
      StringLike: { sub: SUBJECT },
    }),
    good: byConditions({
      StringEquals: { aud: AUDIENCE, repository_owner_id: "123456" },
      StringLike: { sub: SUBJECT },
    }),
  },
  violations: ({ written }) =>
    written.flatMap(({ conditions, issuerHost }) =>
      conditions
        .filter(({ claim }) => !CONDITION_CLAIMS.includes(claim))
        .map(({ condition: { path, key } }) => {
          const expected = meantKey(key, issuerHost);
          return { path, given: key, ...(expected !== undefined && { expected }) };
        }),
    ),
};
