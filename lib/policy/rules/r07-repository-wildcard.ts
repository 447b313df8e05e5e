import { EMPTY, hasWildcard, isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { isOwnerPinned, type SubjectFacts } from "./subject-facts";

export const r07: Rule = {
  id: "R07",
  name: "repository-wildcard",
  severity: "high",
  requirement: "the repository's name has no wildcard",
  impact: "the pattern also matches repositories created later",
  fix: "list the repositories",
  details:
    "Everyone who can create a repository for the owner can choose a matching name: `web*` matches `web-evil`. The wildcard also matches the `@` and the id that follow the name.",
  example: { bad: bySubject("repo:acme@123456/web*:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) => subjectViolations(subjects, isRepositoryPattern),
};

function isRepositoryPattern(subject: SubjectFacts): boolean {
  const name = subject.repository?.name ?? EMPTY;
  return isOwnerPinned(subject) && hasWildcard(name) && !isOnlyWildcards(name);
}
