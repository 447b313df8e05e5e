import { isServerIssuer } from "../github-issuer";
import { hasWildcard, isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import type { SubjectFacts } from "./subject-facts";

export const r22: Rule = {
  id: "R22",
  name: "inner-wildcard",
  severity: "medium",
  requirement: "only the last part of the subject has a wildcard",
  impact: "a name that a user chooses, such as an environment's, can imitate the parts after the wildcard",
  fix: "write all parts before the last one without wildcards",
  details:
    "A wildcard also matches `:`. GitHub Enterprise Server up to 3.18 does not encode a colon in a name, so an environment's name can contain the rest of the subject.",
  example: {
    bad: bySubject(
      "repo:acme@123456/web@456789:*:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
    ),
    good: bySubject(
      "repo:acme@123456/web@456789:job_workflow_ref:acme/ci/.github/workflows/push.yml@refs/heads/main",
    ),
  },
  violations: ({ subjects }) => subjectViolations(subjects, isForgeable),
};

/**
 * A wildcard in the repository also matches the next colon. A server up to 3.18 does not encode a colon in a name. On every GitHub, an
 * environment can have the name `pull_request`.
 */
function isForgeable({ segments, repository, statement }: SubjectFacts): boolean {
  if (segments.slice(0, -1).some(hasWildcard)) return true;
  const [context] = segments;
  return (
    repository !== undefined &&
    hasWildcard(repository.name) &&
    context !== undefined &&
    !isOnlyWildcards(context) &&
    (isServerIssuer(statement.issuerHost) || context.startsWith("pull_request"))
  );
}
