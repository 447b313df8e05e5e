import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { repositoryName, segmentValues } from "./trusted-subject";

export const r36: Rule = {
  id: "R36",
  severity: "low",
  state: "no workflow runs on the trusted branch's name for code that nobody has reviewed",
  why: "pull_request_target, workflow_run and issue_comment run with the default branch's name and can check out anything",
  mend: "trust an environment that asks a reviewer, or see that these workflows check out nothing from outside",
  breaches: ({ subjects, surroundings: { unreviewedBranches } }) =>
    subjectBreaches(subjects, (subject) =>
      segmentValues(subject, "ref:refs/heads/").some((branch) =>
        unreviewedBranches.includes(`${repositoryName(subject)}:${branch}`),
      ),
    ),
};
