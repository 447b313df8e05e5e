import type { ClaimCondition } from "./github-statement";

/** The claims that say which repository or workflow a token is of; IAM asks for a test of one of them. */
const IDENTITY_CLAIMS = ["sub", "job_workflow_ref"];

/** Whether a condition compares one of them as text, whichever way. */
export function isIdentityTest({ claim, condition }: ClaimCondition): boolean {
  return IDENTITY_CLAIMS.includes(claim) && condition.operator.comparison.kind === "string";
}
