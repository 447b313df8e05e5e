import { decidingWorkflows } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT, violationAt } from "./rule";

export const r20: Rule = {
  id: "R20",
  name: "workflow-without-subject",
  severity: "high",
  requirement: "a statement with a condition on job_workflow_ref also has one on sub",
  impact: "any repository can call a public reusable workflow and assume the role",
  fix: "add a condition on sub that names the owner of the calling repositories",
  details: "`job_workflow_ref` names the workflow file that runs, not the repository that calls it.",
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE, job_workflow_ref: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
    }),
    good: byConditions({
      StringEquals: { aud: AUDIENCE, job_workflow_ref: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
      StringLike: { sub: SUBJECT },
    }),
  },
  violations: ({ statements }) => decidingWorkflows(statements).map(violationAt),
};
