import { isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { isOwnerPinned } from "./subject-facts";

export const r06: Rule = {
  id: "R06",
  name: "every-repository",
  severity: "high",
  requirement: "the subject names the repository",
  impact: "every repository of the owner can assume the role, including repositories created later",
  fix: "list the repositories",
  details:
    "Everyone who can create a repository for the owner gets the role. Without a context after the repository, pull requests get it too.",
  example: { bad: bySubject("repo:acme@123456/*:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      (subject) =>
        isOwnerPinned(subject) &&
        subject.repository !== undefined &&
        isOnlyWildcards(subject.repository.name),
    ),
};
