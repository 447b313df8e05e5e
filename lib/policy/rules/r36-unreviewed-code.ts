import type { Rule } from "./rule";
import { repositoryName, segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r36: Rule = {
  id: "R36",
  name: "unreviewed-code",
  severity: "low",
  requirement: "no workflow runs unreviewed code on the trusted branch",
  impact:
    "workflows on pull_request_target, workflow_run or issue_comment can run unreviewed code and assume the role",
  fix: "trust an environment with required reviewers, or check out only reviewed code in these workflows",
  violations: ({ subjects, context: { unreviewedBranches } }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:refs/heads/").some((branch) =>
        unreviewedBranches.includes(`${repositoryName(subject)}:${branch}`),
      ),
    ),
};
