import { hasWildcardBefore } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import { segmentValues } from "./subject-facts";

export const r10: Rule = {
  id: "R10",
  name: "branch-wildcard",
  severity: "medium",
  requirement: "the branch has no wildcard",
  impact: "everyone who can push to the repository can create a branch that matches",
  fix: "list the branches, or protect the pattern with a branch ruleset",
  details: "`*` also matches `/`. `release/*` matches `release/1/x`.",
  example: {
    bad: bySubject("repo:acme@123456/web@456789:ref:refs/heads/release/*"),
    good: bySubject("repo:acme@123456/web@456789:ref:refs/heads/release/1.x"),
  },
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) =>
      // A branch has no colon: what follows one comes from a subject template.
      segmentValues(subject, "ref:").some(
        (ref) => hasWildcardBefore(ref, ":") && !/^refs\/(?:tags|pull)\//i.test(ref),
      ),
    ),
};
