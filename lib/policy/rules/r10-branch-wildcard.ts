import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r10: Rule = {
  id: "R10",
  name: "branch-wildcard",
  severity: "medium",
  requirement: "the branch has no wildcard",
  impact: "everyone who can push to the repository can create a branch that matches",
  fix: "list the branches, or protect the pattern with a branch ruleset",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) =>
      segmentValues(subject, "ref:").some((ref) => hasWildcard(ref) && !/^refs\/(?:tags|pull)\//i.test(ref)),
    ),
};
