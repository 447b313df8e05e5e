import { isOpen } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import type { NameAndId, TrustedSubject } from "./trusted-subject";

export const r24: Rule = {
  id: "R24",
  severity: "high",
  state: "ids in sub have no wildcard",
  why: "a wildcard in place of an id lets in whoever gets the name, which the id is there to prevent",
  mend: "write the ids: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id' prints them",
  breaches: ({ subjects }) => subjectBreaches(subjects, isAnyId),
};

/** Names decide here; a subject without names and with open ids only is R03. */
function isAnyId({ owner, repository }: TrustedSubject): boolean {
  if (owner === undefined || owner.name === "") return false;
  return isOpenId(owner) || (isOpenId(repository) && !isOpen(repository?.name ?? ""));
}

function isOpenId(part: NameAndId | undefined): boolean {
  return part?.id !== undefined && isOpen(part.id);
}
