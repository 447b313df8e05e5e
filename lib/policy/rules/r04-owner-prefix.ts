import { type Glob, hasWildcard, withoutOpenEnd } from "../iam/glob";
import type { Rule } from "./rule";
import { subjectViolations } from "./violation";

export const r04: Rule = {
  id: "R04",
  name: "owner-prefix",
  severity: "critical",
  requirement: "the owner ends with a slash, not with a wildcard",
  impact: "anybody can register an owner whose name begins like it, such as acme-evil",
  fix: "write the whole owner and a slash after it, such as repo:acme/web:ref:refs/heads/main",
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
