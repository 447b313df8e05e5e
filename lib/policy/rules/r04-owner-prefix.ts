import { type Glob, hasWildcard, withoutOpenEnd } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";

export const r04: Rule = {
  id: "R04",
  name: "owner-prefix",
  severity: "critical",
  requirement: "the owner's name is complete and ends with a slash",
  impact:
    "anyone can register an owner whose name starts the same way, such as acme-evil, and assume the role",
  fix: "write the complete name and a slash, such as repo:acme/web:ref:refs/heads/main",
  details: "Owner names are free to register. Without the slash, the wildcard is part of the owner's name.",
  example: { bad: bySubject("repo:acme*:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects }) =>
    subjectViolations(
      subjects,
      ({ owner, isOpenAtStart }) => !isOpenAtStart && owner !== undefined && isPrefix(owner.name),
    ),
};

/** Whether a name is letters first and wildcards to its end. */
function isPrefix(name: Glob): boolean {
  const start = withoutOpenEnd(name);
  return start !== "" && start !== name && !hasWildcard(start);
}
