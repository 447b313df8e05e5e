import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import type { NameAndId, SubjectFacts } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r24: Rule = {
  id: "R24",
  name: "id-wildcard",
  severity: "high",
  requirement: "ids in sub have no wildcard",
  impact: "a wildcard in place of an id lets in whoever gets the name, which the id is there to prevent",
  fix: "write the ids: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id' prints them",
  violations: ({ subjects }) => subjectViolations(subjects, isAnyId),
};

/** Names decide here; a subject without names and with open ids only is R03. */
function isAnyId({ owner, repository }: SubjectFacts): boolean {
  if (owner === undefined || owner.name === "") return false;
  return isOpenId(owner) || (isOpenId(repository) && !hasWildcard(repository?.name ?? ""));
}

function isOpenId(part: NameAndId | undefined): boolean {
  return part?.id !== undefined && hasWildcard(part.id);
}
