import { isServerIssuer } from "../github-issuer";
import { hasWildcard, isOnlyWildcards } from "../iam/glob";
import type { Rule } from "./rule";
import type { SubjectFacts } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r22: Rule = {
  id: "R22",
  name: "inner-wildcard",
  severity: "medium",
  requirement:
    "no wildcard stands before a later part of the subject, such as the job_workflow_ref: in repo:acme/web:*:job_workflow_ref:…",
  impact:
    "what the wildcard stands for can hold the rest: an environment named pull_request, or a name with a colon that a server up to 3.18 does not encode",
  fix: "write the parts before the last one without wildcards",
  violations: ({ subjects }) => subjectViolations(subjects, isForgeable),
};

/**
 * Where the repository is a pattern, it reaches over the next colon: to one in a name, which a server up to 3.18 does not encode, and
 * everywhere to an environment whose name is `pull_request`.
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
