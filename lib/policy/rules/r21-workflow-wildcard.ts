import { type Glob, hasWildcard, isOnlyWildcards } from "../iam/glob";
import { allowedValues } from "./github-statement";
import type { Rule } from "./rule";
import { AUDIENCE, byConditions, SUBJECT, subjectViolations, violationAt } from "./rule";
import { segmentValues } from "./subject-facts";

export const r21: Rule = {
  id: "R21",
  name: "workflow-wildcard",
  severity: "high",
  requirement: "the workflow file and the ref in job_workflow_ref have no wildcard",
  impact: "unreviewed workflow files and branches also match",
  fix: "write OWNER/REPOSITORY/.github/workflows/FILE@refs/heads/BRANCH without wildcards",
  details: "A wildcard for the file also matches the `@` and any branch after it.",
  example: {
    bad: byConditions({
      StringEquals: { aud: AUDIENCE },
      StringLike: { sub: SUBJECT, job_workflow_ref: "acme/ci/.github/workflows/push.yml@*" },
    }),
    good: byConditions({
      StringEquals: { aud: AUDIENCE },
      StringLike: { sub: SUBJECT, job_workflow_ref: "acme/ci/.github/workflows/push.yml@refs/heads/main" },
    }),
  },
  violations: ({ statements, subjects }) => [
    ...statements
      .flatMap((statement) => allowedValues(statement, "job_workflow_ref"))
      .filter(({ pattern }) => hasWildcard(pattern))
      .map(violationAt),
    ...subjectViolations(subjects, (subject) => segmentValues(subject, "job_workflow_ref:").some(isPattern)),
  ],
};

/** A key that is only a wildcard is in the subject because of its template. R08 checks what else the subject names. */
function isPattern(workflow: Glob): boolean {
  return hasWildcard(workflow) && !isOnlyWildcards(workflow);
}
