import { type GithubStatement, isIdentityTest } from "./github-statement";
import type { Rule, Violation } from "./rule";
import { AUDIENCE, byConditions, SUBJECT } from "./rule";
import { isRepositoryPinned } from "./subject-facts";

export const r01: Rule = {
  id: "R01",
  name: "missing-subject",
  severity: "critical",
  requirement: "each statement has a condition on sub or job_workflow_ref",
  impact: "a workflow in any repository on GitHub can assume the role",
  fix: "add a condition on sub that names the owner, the repository and the branch, such as repo:acme/web:ref:refs/heads/main",
  details:
    "Since June 2025, AWS rejects such a policy when a role is created or updated. Older roles keep working.",
  example: {
    bad: byConditions({ StringEquals: { aud: AUDIENCE } }),
    good: byConditions({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }),
  },
  violations: ({ statements }) =>
    statements
      .filter((statement) => !statement.conditions.some(isIdentityTest) && !isRepositoryPinned(statement))
      .map((statement) => missingCondition(statement, "sub")),
};

/** The condition on a claim that restricts nothing, or the statement without any. */
export function missingCondition(
  { path, issuerHost, conditions }: GithubStatement,
  claim: string,
): Violation {
  const condition = conditions.find((each) => each.claim === claim)?.condition;
  return condition === undefined
    ? { path, given: `no condition on ${issuerHost}:${claim}` }
    : { path: condition.path, given: condition.operatorName, hint: "this operator lists no allowed values" };
}
