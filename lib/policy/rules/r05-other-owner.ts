import { type Glob, hasWildcard, isOnlyWildcards, withoutOpenEnd } from "../iam/glob";
import type { LintContext } from "./context";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { isExact, isOwnerPinned, type SubjectFacts } from "./subject-facts";

export const r05: Rule = {
  id: "R05",
  name: "other-owner",
  severity: "critical",
  requirement: "the owner is one that you trust, written without wildcards and with its own id",
  impact: "repositories of an owner outside your organization can assume the role",
  fix: "write your owner without wildcards and with its own id. If you trust this owner, pass it to check: --owner NAME, or --owner NAME@ID if the policy has its id",
  details:
    "`check` trusts any owner unless you pass `--owner`. In access.yaml, the trusted owners are `github.owner`, those in `github.owners` and those that an entry of `trust` names.",
  example: {
    bad: {
      ...bySubject("repo:partner@7/web@8:ref:refs/heads/main"),
      where: "if only `acme` is trusted",
      context: { owners: new Map([["acme", "acme"]]) },
    },
    good: {
      ...bySubject(SUBJECT),
      where: "if only `acme` is trusted",
      context: { owners: new Map([["acme", "acme"]]) },
    },
  },
  violations: ({ subjects, context }) =>
    subjectViolations(subjects, (subject) => isInnerWildcard(subject) || isUntrusted(subject, context)),
};

/** A wildcard before or inside the owner's name. At the end it is R04, and alone R03. */
function isInnerWildcard({ owner, isOpenAtStart }: SubjectFacts): boolean {
  return (
    !isOpenAtStart &&
    owner !== undefined &&
    !isOnlyWildcards(owner.name) &&
    hasWildcard(withoutOpenEnd(owner.name))
  );
}

/** Names are compared without case, as GitHub does. A subject in another casing is R31. */
function isUntrusted(subject: SubjectFacts, { owners, ids }: LintContext): boolean {
  const { owner, repository, pins } = subject;
  if (owners === undefined || owner === undefined || !isOwnerPinned(subject)) return false;
  if (owner.name === "") {
    if ([owner.id, ...pins.owners].some((id) => isOther(id, ids.owners.values()))) return true;
    // An id of the owner is enough, if no repository is known.
    if (isExact(owner.id) && ids.repositories.size === 0) return false;
    return [repository?.id, ...pins.repositories].some((id) => isOther(id, ids.repositories.values()));
  }
  const name = owner.name.toLowerCase();
  const known = ids.owners.get(name);
  if (!owners.has(name)) return true;
  return known !== undefined && [owner.id, ...pins.owners].some((id) => isOther(id, [known]));
}

/** Whether an id is not one of the known ones. */
function isOther(id: Glob | undefined, known: Iterable<string>): boolean {
  return id !== undefined && !hasWildcard(id) && ![...known].includes(id);
}
