import { EMPTY, type Glob, hasWildcard, joined, patternOf, subsumes, WILDCARDS_ALONE } from "../iam/glob";
import type { LintContext } from "./context";
import { allowedValues } from "./github-statement";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import { environmentNames, type SubjectFacts } from "./subject-facts";

export const r13: Rule = {
  id: "R13",
  name: "unprotected-environment",
  severity: "medium",
  requirement: "the environment is known to require reviewers or to limit its branches and tags",
  impact:
    "jobs on any branch can use the environment, unless it is protected. Whether it is protected is unknown",
  fix: "set required reviewers or deployment branches for the environment",
  details:
    "The subject of an environment contains no branch, so the environment decides which branches are allowed. No policy shows its protection: `check` reports every environment. A condition on `ref` without wildcards also removes the violation.",
  example: {
    bad: bySubject("repo:acme@123456/web@456789:environment:production"),
    good: {
      ...bySubject("repo:acme@123456/web@456789:environment:production"),
      where: "if the environment is protected",
      context: { protectedEnvironments: ["acme/web:production"] },
    },
  },
  violations: ({ subjects, context }) =>
    subjectViolations(subjects, (subject) => mayBeUnprotected(subject, context)),
};

/** A condition on the ref limits the branches, whatever the environment allows. */
function mayBeUnprotected(subject: SubjectFacts, { protectedEnvironments }: LintContext): boolean {
  const refs = allowedValues(subject.statement, "ref");
  if (refs.length > 0 && refs.every(({ pattern }) => !hasWildcard(pattern))) return false;
  const repository = joined([subject.owner?.name ?? EMPTY, subject.repository?.name ?? EMPTY], "/");
  return environmentNames(subject).some(
    (environment) =>
      !hasWildcard(environment) &&
      !protectedEnvironments.some((known) => isNamed(repository, environment.replaceAll("%3A", ":"), known)),
  );
}

/** @param repository one, or a pattern. */
function isNamed(repository: Glob, environment: Glob, known: string): boolean {
  if (!known.endsWith(`:${environment}`)) return false;
  const name = known.slice(0, -environment.length - 1);
  return name === repository || subsumes(patternOf(name, WILDCARDS_ALONE), repository);
}
