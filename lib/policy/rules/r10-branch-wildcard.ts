import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r10: Rule = {
  id: "R10",
  name: "branch-wildcard",
  severity: "medium",
  requirement: "sub names the branch without wildcards",
  impact: "whoever may push to the repository can make a branch that matches",
  fix: "name the branches, or protect the pattern by a ruleset of the repository",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:").some((ref) => hasWildcard(ref) && !/^refs\/(?:tags|pull)\//i.test(ref)),
    ),
};
