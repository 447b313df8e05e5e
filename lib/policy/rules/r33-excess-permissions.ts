import { excessActions } from "./permission";
import type { Rule } from "./rule";

export const r33: Rule = {
  id: "R33",
  name: "excess-permissions",
  severity: "high",
  requirement: "the role's policies allow push and pull and nothing else",
  impact: "a compromised workflow can do more than push and pull images",
  fix: "remove the other actions from the role's policies",
  violations: ({ context: { permissions = [] } }) =>
    permissions.flatMap(excessActions).map((given) => ({ path: [], given })),
};
