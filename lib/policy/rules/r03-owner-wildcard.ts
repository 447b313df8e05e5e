import { type Glob, hasWildcardBefore, isOnlyWildcards } from "../iam/glob";
import { decidingWorkflows } from "./github-statement";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations, violationAt } from "./rule";
import { isExact, type SubjectFacts } from "./subject-facts";

export const r03: Rule = {
  id: "R03",
  name: "owner-wildcard",
  severity: "critical",
  requirement: "the subject names the owner before any wildcard",
  impact: "repositories of every owner on GitHub can assume the role",
  fix: "replace the wildcard with your owner, such as repo:acme/web:ref:refs/heads/main",
  details:
    "AWS is reported to accept `repo:*` and `repo:*/*`. A wildcard before the names also matches the subject of another owner who chooses a subject template or an environment name to fit.",
  example: { bad: bySubject("repo:*:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ statements, subjects }) => [
    ...subjectViolations(subjects, isAnyOwner),
    // Without a test of sub, the owner of the reusable workflow is all that is left.
    ...decidingWorkflows(statements)
      .filter(({ pattern }) => !isOnlyWildcards(pattern) && isOwnerOpen(pattern))
      .map(violationAt),
  ],
};

function isAnyOwner({ value, owner, repository, isOpenAtStart }: SubjectFacts): boolean {
  if (isOnlyWildcards(value.pattern)) return false;
  if (isOpenAtStart) return true;
  if (owner === undefined) return false;
  return owner.name === "" ? !isExact(owner.id) && !isExact(repository?.id) : isOnlyWildcards(owner.name);
}

function isOwnerOpen(workflow: Glob): boolean {
  return !workflow.includes("/") || hasWildcardBefore(workflow, "/");
}
