import { isOpen, type Pattern } from "../evaluation/pattern";
import { isServerIssuer } from "../github-issuer";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { formatOf } from "./subject-ids";
import type { Spellings, Surroundings } from "./surroundings";
import {
  isKnownSegment,
  isOwnerPinned,
  repositoryName,
  segmentValues,
  type TrustedSubject,
} from "./trusted-subject";

export const r31: Rule = {
  id: "R31",
  severity: "medium",
  state: "sub is written as GitHub writes it, in its casing",
  why: "no token of GitHub's has this text, so that nobody gets in by it",
  mend: "write repo:OWNER/REPOSITORY: and a context behind it, in GitHub's casing, both ids or none, refs/heads/ before a branch, and %3A for a colon in an environment's name",
  breaches: ({ subjects, surroundings }) =>
    subjectBreaches(
      subjects,
      (subject) =>
        isMisspelt(subject, surroundings) ||
        isUnknownContext(subject) ||
        hasRawColon(subject) ||
        hasOtherIds(subject, surroundings),
    ),
};

/** A known owner or repository in another casing, or a key that is not in lower case. */
function isMisspelt(subject: TrustedSubject, { owners, repositories }: Surroundings): boolean {
  const { value, owner } = subject;
  if (value.isCaseless) return false;
  return (
    (subject.isUsual && !value.pattern.startsWith("repo:")) ||
    isOtherCasing(owner?.name, owners) ||
    isOtherCasing(repositoryName(subject), repositories)
  );
}

function isOtherCasing(name: string | undefined, known: Spellings | undefined): boolean {
  const spelling = name === undefined ? undefined : known?.get(name.toLowerCase());
  return spelling !== undefined && spelling !== name;
}

/** A subject that ends with the owner, or goes on after the repository as none does. */
function isUnknownContext(subject: TrustedSubject): boolean {
  if (!subject.isUsual) return false;
  const { value, repository } = subject;
  const [context] = subject.segments;
  if (repository === undefined) return !isOpen(value.pattern);
  return (
    context !== undefined &&
    !isOpen(context) &&
    !isKnownSegment(value.isCaseless ? context.toLowerCase() : context)
  );
}

/** A colon in an environment's name that is not encoded as GitHub does; only a server up to 3.18 sends it as it is. */
function hasRawColon(subject: TrustedSubject): boolean {
  return segmentValues(subject, "environment:").some(
    (name) => name.includes("%3a") || (name.includes(":") && !isServerIssuer(subject.statement.issuerHost)),
  );
}

/** Ids in one half alone, that are no numbers, of another repository, or for one that sends none. */
function hasOtherIds(subject: TrustedSubject, surroundings: Surroundings): boolean {
  const { owner, repository, statement } = subject;
  if (!subject.isUsual || !isOwnerPinned(subject)) return false;
  if (owner === undefined || repository === undefined) return false;
  const isHalf = (owner.id === undefined) !== (repository.id === undefined) && !isOpen(repository.name);
  const sendsNone = isServerIssuer(statement.issuerHost) || formatOf(subject, surroundings) === "name";
  const known = surroundings.ids.repositories.get(repositoryName(subject)?.toLowerCase() ?? "");
  const isOther = known !== undefined && repository.id !== undefined && repository.id !== known;
  return (
    isOther || isHalf || isNoId(owner.id) || isNoId(repository.id) || (owner.id !== undefined && sendsNone)
  );
}

function isNoId(id: Pattern | undefined): boolean {
  return id !== undefined && !isOpen(id) && !/^[0-9]+$/.test(id);
}
