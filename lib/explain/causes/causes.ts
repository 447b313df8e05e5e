import { isGithubIssuer } from "../../policy/github-issuer";
import type { Attempt } from "../attempt";
import { audienceCauses } from "./audience";
import type { Cause } from "./cause";
import { claimCauses, otherCauses } from "./claims";
import { contextCauses } from "./context";
import { idsFormatCauses } from "./ids-format";
import { issuerCauses, statementCauses } from "./issuer";
import { ownerCauses } from "./owner";
import { repositoryCauses } from "./repository";
import { subjectFormatCauses } from "./subject-format";

/** The causes that compare the subject part by part, from its front. */
const SUBJECT_CAUSES = [
  subjectFormatCauses,
  ownerCauses,
  repositoryCauses,
  idsFormatCauses,
  contextCauses,
] as const;

/** In the order in which AWS checks: issuer, audience, subject, other claims. */
const ORDER = [issuerCauses, statementCauses, audienceCauses, ...SUBJECT_CAUSES, claimCauses] as const;

/** Why a statement does not allow a token, at least one cause. The first is the main one. */
export function causesOf(attempt: Attempt): readonly Cause[] {
  const issuer = issuerCauses(attempt);
  if (issuer.length > 0 && !isGithubIssuer(attempt.roleDecision.token.issuerHost)) return issuer;
  const causes = ORDER.flatMap((each) => each(attempt));
  const isExplained =
    attempt.expected === undefined
      ? causes.length > 0
      : SUBJECT_CAUSES.some((each) => each(attempt).length > 0);
  return isExplained ? causes : [...causes, ...otherCauses(attempt)];
}
