import { hasWildcard, isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { isOwnerPinned, type SubjectFacts } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r07: Rule = {
  id: "R07",
  name: "repository-wildcard",
  severity: "high",
  requirement: "the repository's name has no wildcard",
  impact:
    "every repository that somebody makes under a matching name gets in, such as web-evil for web*, and its pull requests too where no context follows",
  fix: "name the repositories",
  violations: ({ subjects }) => subjectViolations(subjects, isRepositoryPattern),
};

function isRepositoryPattern(subject: SubjectFacts): boolean {
  const name = subject.repository?.name ?? "";
  return isOwnerPinned(subject) && hasWildcard(name) && !isOnlyWildcards(name);
}
