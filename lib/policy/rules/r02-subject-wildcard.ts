import { isOnlyWildcards } from "../iam/glob";
import { decidingWorkflows } from "./github-statement";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations, violationAt } from "./rule";
import { isPinned } from "./subject-ids";

export const r02: Rule = {
  id: "R02",
  name: "subject-wildcard",
  severity: "critical",
  requirement: "the subject is more than a wildcard",
  impact: "a workflow in any repository on GitHub can assume the role",
  fix: "name the owner, the repository and the branch, such as repo:acme/web:ref:refs/heads/main",
  details:
    "AWS rejects this subject too. It is reported to check only the first value of a list, and to accept `*` as the second.",
  example: { bad: bySubject("*"), good: bySubject(SUBJECT) },
  violations: ({ statements, subjects }) => [
    ...subjectViolations(subjects, (subject) => isOnlyWildcards(subject.value.pattern) && !isPinned(subject)),
    ...decidingWorkflows(statements)
      .filter(({ pattern }) => isOnlyWildcards(pattern))
      .map(violationAt),
  ],
};
