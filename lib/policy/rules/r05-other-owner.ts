import { isAllOpen, isOpen, withoutOpenEnd } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import type { Surroundings } from "./surroundings";
import { isOwnerPinned, type TrustedSubject } from "./trusted-subject";

export const r05: Rule = {
  id: "R05",
  severity: "critical",
  state: "the owner is one of those that may be trusted, letter by letter and id by id",
  why: "repositories of other owners match",
  mend: "write the owner without wildcards and with its own id",
  breaches: ({ subjects, surroundings }) =>
    subjectBreaches(subjects, (subject) => isInnerWildcard(subject) || isUntrusted(subject, surroundings)),
};

/** A wildcard in front of or between the letters of the owner; at their end it is R04, alone it is R03. */
function isInnerWildcard({ owner, isOpenAtStart }: TrustedSubject): boolean {
  return (
    !isOpenAtStart && owner !== undefined && !isAllOpen(owner.name) && isOpen(withoutOpenEnd(owner.name))
  );
}

/** GitHub takes two casings of a name for one owner; that a token would not match is R31. */
function isUntrusted(subject: TrustedSubject, { owners, ids }: Surroundings): boolean {
  const { owner, repository } = subject;
  if (owners === undefined || owner === undefined || !isOwnerPinned(subject)) return false;
  if (owner.name === "") {
    return isOther(owner.id, ids.owners.values()) || isOther(repository?.id, ids.repositories.values());
  }
  const name = owner.name.toLowerCase();
  const known = ids.owners.get(name);
  return !owners.has(name) || (known !== undefined && isOther(owner.id, [known]));
}

/** Whether an id is none of the known ones. */
function isOther(id: string | undefined, known: Iterable<string>): boolean {
  return id !== undefined && !isOpen(id) && ![...known].includes(id);
}
