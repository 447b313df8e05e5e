import type { Rule } from "./rule";
import { repositoryName, segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r36: Rule = {
  id: "R36",
  name: "unreviewed-code",
  severity: "low",
  requirement: "no workflow runs on the trusted branch's name for code that nobody has reviewed",
  impact:
    "pull_request_target, workflow_run and issue_comment run with the default branch's name and can check out anything",
  fix: "trust an environment that asks a reviewer, or see that these workflows check out nothing from outside",
  violations: ({ subjects, context: { unreviewedBranches } }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:refs/heads/").some((branch) =>
        unreviewedBranches.includes(`${repositoryName(subject)}:${branch}`),
      ),
    ),
};
