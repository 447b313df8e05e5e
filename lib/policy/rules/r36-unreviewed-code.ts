import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { repositoryName, segmentValues } from "./subject-facts";

export const r36: Rule = {
  id: "R36",
  name: "unreviewed-code",
  severity: "low",
  requirement: "no workflow runs unreviewed code on the trusted branch",
  impact:
    "workflows on pull_request_target, workflow_run or issue_comment can run unreviewed code and assume the role",
  fix: "trust an environment with required reviewers, or check out only reviewed code in these workflows",
  details:
    "These workflows and `schedule` get the subject of the default branch. Neither access.yaml nor a policy shows which workflows a repository has, so `synth` and `check` never report this rule.",
  example: {
    bad: {
      ...bySubject(SUBJECT),
      where: "if a workflow on `pull_request_target` runs on `main`",
      context: { unreviewedBranches: ["acme/web:main"] },
    },
    good: {
      ...bySubject("repo:acme@123456/web@456789:environment:production"),
      where: "if the environment is protected",
      context: { unreviewedBranches: ["acme/web:main"], protectedEnvironments: ["acme/web:production"] },
    },
  },
  violations: ({ subjects, context: { unreviewedBranches } }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:refs/heads/").some((branch) =>
        unreviewedBranches.includes(`${repositoryName(subject)}:${branch}`),
      ),
    ),
};
