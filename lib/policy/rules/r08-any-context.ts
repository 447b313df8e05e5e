import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { isAnyContext, isOwnerPinned } from "./subject-facts";

export const r08: Rule = {
  id: "R08",
  name: "any-context",
  severity: "high",
  requirement: "the subject names a branch, a tag, an environment or pull_request",
  impact: "every branch, tag, pull request and environment of the repository can assume the role",
  fix: "name the context, such as ref:refs/heads/main",
  details:
    "The context is the part after the repository: `ref:refs/heads/…`, `ref:refs/tags/…`, `environment:…` or `pull_request`. A condition on the claim `ref` or `environment` also names it.",
  example: { bad: bySubject("repo:acme@123456/web@456789:*"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => isOwnerPinned(subject) && isAnyContext(subject)),
};
