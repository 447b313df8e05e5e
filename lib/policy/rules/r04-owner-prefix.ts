import { isOpen, type Pattern, withoutOpenEnd } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";

export const r04: Rule = {
  id: "R04",
  severity: "critical",
  state: "the owner ends with a slash, not with a wildcard",
  why: "anybody can register an owner whose name begins like it, such as acme-evil",
  mend: "write the whole owner and a slash after it, such as repo:acme/web:ref:refs/heads/main",
  breaches: ({ subjects }) =>
    subjectBreaches(
      subjects,
      ({ owner, isOpenAtStart }) => !isOpenAtStart && owner !== undefined && isPrefix(owner.name),
    ),
};

/** Whether a name is letters first and wildcards to its end. */
function isPrefix(name: Pattern): boolean {
  const start = withoutOpenEnd(name);
  return start !== "" && start !== name && !isOpen(start);
}
