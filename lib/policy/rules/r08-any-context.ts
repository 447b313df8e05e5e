import type { Rule } from "./rule";
import { isAnyContext, isOwnerPinned } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r08: Rule = {
  id: "R08",
  name: "any-context",
  severity: "high",
  requirement: "the subject names a branch, a tag, an environment or pull_request",
  impact: "every branch, tag, pull request and environment of the repository can assume the role",
  fix: "name the context, such as ref:refs/heads/main",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => isOwnerPinned(subject) && isAnyContext(subject)),
};
