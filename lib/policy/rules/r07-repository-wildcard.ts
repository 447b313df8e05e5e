import { hasWildcard, isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { isOwnerPinned, type SubjectFacts } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r07: Rule = {
  id: "R07",
  name: "repository-wildcard",
  severity: "high",
  requirement: "the repository's name has no wildcard",
  impact: "the pattern also matches repositories created later, such as web-evil for web*",
  fix: "list the repositories",
  violations: ({ subjects }) => subjectViolations(subjects, isRepositoryPattern),
};

function isRepositoryPattern(subject: SubjectFacts): boolean {
  const name = subject.repository?.name ?? "";
  return isOwnerPinned(subject) && hasWildcard(name) && !isOnlyWildcards(name);
}
