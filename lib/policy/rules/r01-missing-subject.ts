import { isIdentityTest } from "./identity-test";
import type { Rule } from "./rule";

export const r01: Rule = {
  id: "R01",
  name: "missing-subject",
  severity: "critical",
  requirement: "each statement tests sub or job_workflow_ref",
  impact: "a workflow of any repository on GitHub gets in",
  fix: "add a condition on sub with the owner, the repository and the context, such as repo:acme/web:ref:refs/heads/main",
  violations: ({ statements }) =>
    statements
      .filter(({ conditions }) => !conditions.some(isIdentityTest))
      .map(({ path, issuerHost }) => ({ path, given: `no condition on ${issuerHost}:sub` })),
};
