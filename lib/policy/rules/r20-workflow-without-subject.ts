import { decidingWorkflows } from "./github-statement";
import type { Rule } from "./rule";
import { violationAt } from "./violation";

export const r20: Rule = {
  id: "R20",
  name: "workflow-without-subject",
  severity: "high",
  requirement: "a statement that tests job_workflow_ref also names in sub whom it lets in",
  impact: "any repository can call a public reusable workflow, and gets in by it",
  fix: "add a condition on sub with the owner of the callers",
  violations: ({ statements }) => decidingWorkflows(statements).map(violationAt),
};
