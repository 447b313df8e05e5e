import { covers, isOpen, type Pattern, patternOf, WILDCARDS_ALONE } from "../evaluation/pattern";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import type { Surroundings } from "./surroundings";
import { segmentValues, type TrustedSubject } from "./trusted-subject";
import { letInValues } from "./trusting-statement";

export const r13: Rule = {
  id: "R13",
  severity: "medium",
  state: "the environment is known to ask a reviewer or to admit only some branches",
  why: "an environment without a rule of its own admits every branch",
  mend: "set deployment branches or required reviewers at the environment",
  breaches: ({ subjects, surroundings }) =>
    subjectBreaches(subjects, (subject) => mayBeUnprotected(subject, surroundings)),
};

/** Where a further condition names the ref, the environment's own rules add nothing. */
function mayBeUnprotected(subject: TrustedSubject, { protectedEnvironments }: Surroundings): boolean {
  const refs = letInValues(subject.statement, "ref");
  if (refs.length > 0 && refs.every(({ pattern }) => !isOpen(pattern))) return false;
  const repository = `${subject.owner?.name}/${subject.repository?.name}`;
  return segmentValues(subject, "environment:").some(
    (environment) =>
      !isOpen(environment) &&
      !protectedEnvironments.some((known) => isNamed(repository, environment.replaceAll("%3A", ":"), known)),
  );
}

/** @param repository one, or with wildcards all that a pattern stands for. */
function isNamed(repository: Pattern, environment: Pattern, known: string): boolean {
  if (!known.endsWith(`:${environment}`)) return false;
  const name = known.slice(0, -environment.length - 1);
  return name === repository || covers(patternOf(name, WILDCARDS_ALONE), repository);
}
