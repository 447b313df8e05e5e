import { isAllOpen, type Pattern } from "../evaluation/pattern";
import { breachAt, subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { isExact, type TrustedSubject } from "./trusted-subject";
import { decidingWorkflows } from "./trusting-statement";

export const r03: Rule = {
  id: "R03",
  severity: "critical",
  state: "sub names the owner before any wildcard",
  why: "repositories of every owner on GitHub match",
  mend: "write the owner in place of the wildcard, such as repo:acme/web:ref:refs/heads/main",
  breaches: ({ statements, subjects }) => [
    ...subjectBreaches(subjects, isAnyOwner),
    // Without a test of sub, the owner of the reusable workflow is all that is left.
    ...decidingWorkflows(statements)
      .filter(({ pattern }) => !isAllOpen(pattern) && isOwnerOpen(pattern))
      .map(breachAt),
  ],
};

function isAnyOwner({ value, owner, repository, isOpenAtStart }: TrustedSubject): boolean {
  if (isAllOpen(value.pattern)) return false;
  if (isOpenAtStart) return true;
  if (owner === undefined) return false;
  return owner.name === "" ? !isExact(owner.id) && !isExact(repository?.id) : isAllOpen(owner.name);
}

function isOwnerOpen(workflow: Pattern): boolean {
  return /^[^/]*(?:[\uE000-\uE002]|$)/.test(workflow);
}
