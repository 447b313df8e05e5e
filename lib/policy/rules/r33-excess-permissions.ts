import { excessActions } from "./permission";
import type { Rule } from "./rule";

export const r33: Rule = {
  id: "R33",
  name: "excess-permissions",
  severity: "high",
  requirement: "the role's policies allow pushing and pulling, and nothing else",
  impact: "a workflow that is taken over can do more than push an image",
  fix: "allow the actions of pushing and pulling alone, as ecr.access does",
  violations: ({ context: { permissions = [] } }) =>
    permissions.flatMap(excessActions).map((given) => ({ path: [], given })),
};
