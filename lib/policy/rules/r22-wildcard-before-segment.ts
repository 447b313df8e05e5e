import { isAllOpen, isOpen } from "../evaluation/pattern";
import { isServerIssuer } from "../github-issuer";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import type { TrustedSubject } from "./trusted-subject";

export const r22: Rule = {
  id: "R22",
  severity: "medium",
  state:
    "no wildcard stands before a later part of the subject, such as the job_workflow_ref: in repo:acme/web:*:job_workflow_ref:…",
  why: "what the wildcard stands for can hold the rest: an environment named pull_request, or a name with a colon that a server up to 3.18 does not encode",
  mend: "write the parts before the last one without wildcards",
  breaches: ({ subjects }) => subjectBreaches(subjects, isForgeable),
};

/**
 * Where the repository is a pattern, it reaches over the next colon: to one in a name, which a server up to 3.18 does not encode, and
 * everywhere to an environment whose name is `pull_request`.
 */
function isForgeable({ segments, repository, statement }: TrustedSubject): boolean {
  if (segments.slice(0, -1).some(isOpen)) return true;
  const [context] = segments;
  return (
    repository !== undefined &&
    isOpen(repository.name) &&
    context !== undefined &&
    !isAllOpen(context) &&
    (isServerIssuer(statement.issuerHost) || context.startsWith("pull_request"))
  );
}
