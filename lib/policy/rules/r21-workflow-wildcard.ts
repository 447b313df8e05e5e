import { type Glob, hasWildcard, isOnlyWildcards } from "../iam/glob";
import { allowedValues } from "./github-statement";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations, violationAt } from "./violation";

export const r21: Rule = {
  id: "R21",
  name: "workflow-wildcard",
  severity: "high",
  requirement: "the workflow file and the ref in job_workflow_ref have no wildcard",
  impact: "unreviewed workflow files and branches also match",
  fix: "write OWNER/REPOSITORY/.github/workflows/FILE@refs/heads/BRANCH without wildcards",
  violations: ({ statements, subjects }) => [
    ...statements
      .flatMap((statement) => allowedValues(statement, "job_workflow_ref"))
      .filter(({ pattern }) => hasWildcard(pattern))
      .map(violationAt),
    ...subjectViolations(subjects, (subject) => segmentValues(subject, "job_workflow_ref:").some(isPattern)),
  ],
};

/** Where the whole is a wildcard, the subject has the key for its template alone, and R08 asks for what else it names. */
function isPattern(workflow: Glob): boolean {
  return hasWildcard(workflow) && !isOnlyWildcards(workflow);
}
