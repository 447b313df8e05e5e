import { breachAt } from "./breach";
import type { Rule } from "./rule";
import { decidingWorkflows } from "./trusting-statement";

export const r20: Rule = {
  id: "R20",
  severity: "high",
  state: "a statement that tests job_workflow_ref also names in sub whom it lets in",
  why: "any repository can call a public reusable workflow, and gets in by it",
  mend: "add a condition on sub with the owner of the callers",
  breaches: ({ statements }) => decidingWorkflows(statements).map(breachAt),
};
