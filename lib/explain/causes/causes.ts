import { isGithubIssuer } from "../../policy/github-issuer";
import type { Attempt } from "../attempt";
import { audienceCauses } from "./audience";
import type { Cause } from "./cause";
import { claimCauses, otherCauses } from "./claims";
import { contextCauses } from "./context";
import { formatCauses } from "./format";
import { issuerCauses, statementCauses } from "./issuer";
import { ownerCauses } from "./owner";
import { repositoryCauses } from "./repository";
import { formCauses } from "./subject-form";

/** In the order in which AWS asks: who signed, for whom, and then the subject from its front. */
const ORDER = [
  issuerCauses,
  statementCauses,
  audienceCauses,
  formCauses,
  ownerCauses,
  repositoryCauses,
  formatCauses,
  contextCauses,
  claimCauses,
] as const;

/** The claims by which a subject is compared part by part. */
const SUBJECT_CAUSES = [formCauses, ownerCauses, repositoryCauses, formatCauses, contextCauses] as const;

/** Why a token does not get in by one way: the first is what explains it, the others come on top. At least one. */
export function causesOf(comparison: Attempt): readonly Cause[] {
  const issuer = issuerCauses(comparison);
  if (issuer.length > 0 && !isGithubIssuer(comparison.asked.token.issuerHost)) return issuer;
  const causes = ORDER.flatMap((each) => each(comparison));
  const isExplained =
    comparison.expected === undefined
      ? causes.length > 0
      : SUBJECT_CAUSES.some((each) => each(comparison).length > 0);
  return isExplained ? causes : [...causes, ...otherCauses(comparison)];
}
