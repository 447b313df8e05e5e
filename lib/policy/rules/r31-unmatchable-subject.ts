import { isServerIssuer } from "../github-issuer";
import { type Glob, hasWildcard } from "../iam/glob";
import type { LintContext, Spellings } from "./context";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import {
  formatOf,
  isKnownSegment,
  isOwnerPinned,
  repositoryName,
  type SubjectFacts,
  segmentValues,
} from "./subject-facts";

export const r31: Rule = {
  id: "R31",
  name: "unmatchable-subject",
  severity: "medium",
  requirement: "the subject is written exactly as GitHub sends it",
  impact: "no token has this subject, so it never matches",
  fix: "check the casing, the ids (both or none), refs/heads/ before a branch and %3A for a colon in a name",
  details:
    "Subjects are case-sensitive. GitHub writes the owner and the repository as their pages show them, and `%3A` for a colon in a name.",
  example: { bad: bySubject("repo:acme@123456/web@456789:main"), good: bySubject(SUBJECT) },
  violations: ({ subjects, context }) =>
    subjectViolations(
      subjects,
      (subject) =>
        isMisspelt(subject, context) ||
        isUnknownContext(subject) ||
        hasRawColon(subject) ||
        hasOtherIds(subject, context),
    ),
};

/** A known owner or repository in another casing, or a key that is not in lower case. */
function isMisspelt(subject: SubjectFacts, { owners, repositories }: LintContext): boolean {
  const { value, owner } = subject;
  if (value.isCaseless) return false;
  return (
    (subject.isDefaultTemplate && !value.pattern.startsWith("repo:")) ||
    isOtherCasing(owner?.name, owners) ||
    isOtherCasing(repositoryName(subject), repositories)
  );
}

function isOtherCasing(name: string | undefined, known: Spellings | undefined): boolean {
  const spelling = name === undefined ? undefined : known?.get(name.toLowerCase());
  return spelling !== undefined && spelling !== name;
}

/** A subject that ends with the owner, or has an unknown key after the repository. */
function isUnknownContext(subject: SubjectFacts): boolean {
  if (!subject.isDefaultTemplate) return false;
  const { value, repository } = subject;
  const [context] = subject.segments;
  if (repository === undefined) return !hasWildcard(value.pattern);
  return (
    context !== undefined &&
    !hasWildcard(context) &&
    !isKnownSegment(value.isCaseless ? context.toLowerCase() : context)
  );
}

/** A colon in an environment's name that is not encoded. Only a server up to 3.18 sends it like this. */
function hasRawColon(subject: SubjectFacts): boolean {
  return segmentValues(subject, "environment:").some(
    (name) => name.includes("%3a") || (name.includes(":") && !isServerIssuer(subject.statement.issuerHost)),
  );
}

/** Ids for only one of owner and repository, that are no numbers, of another repository, or for a repository without ids. */
function hasOtherIds(subject: SubjectFacts, context: LintContext): boolean {
  const { owner, repository, statement } = subject;
  if (!subject.isDefaultTemplate || !isOwnerPinned(subject)) return false;
  if (owner === undefined || repository === undefined) return false;
  const isHalf = (owner.id === undefined) !== (repository.id === undefined) && !hasWildcard(repository.name);
  const sendsNone = isServerIssuer(statement.issuerHost) || formatOf(subject, context) === "name";
  const known = context.ids.repositories.get(repositoryName(subject)?.toLowerCase() ?? "");
  const isOther = known !== undefined && repository.id !== undefined && repository.id !== known;
  return (
    isOther || isHalf || isNoId(owner.id) || isNoId(repository.id) || (owner.id !== undefined && sendsNone)
  );
}

function isNoId(id: Glob | undefined): boolean {
  return id !== undefined && !hasWildcard(id) && !/^[0-9]+$/.test(id);
}
