import { isIdentityTest } from "./identity-test";
import type { Rule } from "./rule";

export const r01: Rule = {
  id: "R01",
  severity: "critical",
  state: "each statement tests sub or job_workflow_ref",
  why: "a workflow of any repository on GitHub gets in",
  mend: "add a condition on sub with the owner, the repository and the context, such as repo:acme/web:ref:refs/heads/main",
  breaches: ({ statements }) =>
    statements
      .filter(({ tests }) => !tests.some(isIdentityTest))
      .map(({ path, issuerHost }) => ({ path, given: `no condition on ${issuerHost}:sub` })),
};
