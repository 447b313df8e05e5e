import { EMPTY, hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import type { NameAndId, SubjectFacts } from "./subject-facts";
import { isPinned } from "./subject-ids";

export const r24: Rule = {
  id: "R24",
  name: "id-wildcard",
  severity: "high",
  requirement: "ids in the subject have no wildcard",
  impact: "someone else who registers the name can assume the role, which the id would prevent",
  fix: "write the ids, which gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id' prints",
  details: "With a wildcard for the id, only the name decides, as in a subject without ids.",
  example: { bad: bySubject("repo:acme@*/web@*:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => isAnyId(subject) && !isPinned(subject)),
};

/** The subject has names. Without names, and with wildcards for all ids, it is R03. */
function isAnyId({ owner, repository }: SubjectFacts): boolean {
  if (owner === undefined || owner.name === "") return false;
  return isOpenId(owner) || (isOpenId(repository) && !hasWildcard(repository?.name ?? EMPTY));
}

function isOpenId(part: NameAndId | undefined): boolean {
  return part?.id !== undefined && hasWildcard(part.id);
}
