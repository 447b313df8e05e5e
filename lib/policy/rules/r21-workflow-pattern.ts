import { isAllOpen, isOpen, type Pattern } from "../evaluation/pattern";
import { breachAt, subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { segmentValues } from "./trusted-subject";
import { letInValues } from "./trusting-statement";

export const r21: Rule = {
  id: "R21",
  severity: "high",
  state: "job_workflow_ref names file and ref without wildcards",
  why: "workflows that nobody has reviewed match: a wildcard for the file reaches past the @ to a branch of any name",
  mend: "write OWNER/REPOSITORY/.github/workflows/FILE@refs/heads/BRANCH without wildcards",
  breaches: ({ statements, subjects }) => [
    ...statements
      .flatMap((statement) => letInValues(statement, "job_workflow_ref"))
      .filter(({ pattern }) => isOpen(pattern))
      .map(breachAt),
    ...subjectBreaches(subjects, (subject) => segmentValues(subject, "job_workflow_ref:").some(isPattern)),
  ],
};

/** Where the whole is a wildcard, the subject has the key for its template alone, and R08 asks for what else it names. */
function isPattern(workflow: Pattern): boolean {
  return isOpen(workflow) && !isAllOpen(workflow);
}
