import { distance } from "fastest-levenshtein";
import { isGithubIssuer } from "../policy/github-issuer";
import type { Cause } from "./causes/cause";
import { audienceCauses, claimCauses, otherCauses, variableCauses } from "./causes/claims";
import { contextCauses } from "./causes/context";
import { impossibleCauses, neverCauses } from "./causes/impossible";
import { withNearName } from "./causes/near-names";
import { idsFormatCauses, ownerCauses, repositoryCauses } from "./causes/repository";
import { issuerCauses, statementCauses } from "./causes/statement";
import { subjectFormatCauses } from "./causes/subject-format";
import { type Attempt, attempts, type RoleDecision } from "./compare";
import { subjectOf } from "./token";

/** The statement that a token is closest to, and why it does not allow the token. */
export interface ClosestAttempt {
  readonly attempt: Attempt;
  readonly causes: readonly Cause[];
}

/** The attempt whose causes cost least. Of equal ones, the one with the most similar subject, and then the first. */
export function closestAttempt(decisions: readonly RoleDecision[]): ClosestAttempt | undefined {
  let closest: (ClosestAttempt & Measure) | undefined;
  const all = decisions.flatMap(attempts);
  for (const attempt of all) {
    const causes = causesOf(attempt);
    const cost = causes.reduce((sum, cause) => sum + cause.cost, 0);
    if (closest !== undefined && cost > closest.cost) continue;
    const distanceOfSubject = subjectDistance(attempt);
    if (closest === undefined || cost < closest.cost || distanceOfSubject < closest.distanceOfSubject) {
      closest = { attempt, causes, cost, distanceOfSubject };
    }
  }
  if (closest === undefined) return undefined;
  const { attempt, causes } = closest;
  return { attempt, causes: causes.map((cause) => withNearName(cause, [attempt, ...all])) };
}

interface Measure {
  readonly cost: number;
  readonly distanceOfSubject: number;
}

function subjectDistance({ expected, roleDecision }: Attempt): number {
  return expected === undefined ? 0 : distance(expected.value.text, subjectOf(roleDecision.token));
}

/** The causes that compare the subject part by part, from its front. */
const SUBJECT_CAUSES = [
  subjectFormatCauses,
  ownerCauses,
  repositoryCauses,
  idsFormatCauses,
  contextCauses,
] as const;

/** How the subject differs. A policy variable leaves open what the other parts are compared with. */
function subjectCauses(attempt: Attempt): readonly Cause[] {
  const variable = variableCauses(attempt);
  return variable.length > 0 ? variable : SUBJECT_CAUSES.flatMap((each) => each(attempt));
}

/** In the order in which AWS checks: issuer, audience, subject, other claims. Conditions that no token fulfills come first. */
const ORDER = [
  issuerCauses,
  statementCauses,
  neverCauses,
  audienceCauses,
  subjectCauses,
  claimCauses,
] as const;

/** Why a statement does not allow a token, at least one cause. The first is the main one. */
function causesOf(attempt: Attempt): readonly Cause[] {
  const issuer = issuerCauses(attempt);
  if (issuer.length > 0 && !isGithubIssuer(attempt.roleDecision.token.issuerHost)) return issuer;
  const impossible = impossibleCauses(attempt);
  if (impossible.length > 0 && !hasSpelling(attempt)) {
    // The other parts of the statement are compared once it can match at all.
    const isAudience = impossible.some(({ difference }) => difference?.claim === "aud");
    return isAudience ? impossible : [...impossible, ...audienceCauses(attempt)];
  }
  const causes = ORDER.flatMap((each) => each(attempt));
  const isExplained = attempt.expected === undefined ? causes.length > 0 : subjectCauses(attempt).length > 0;
  return isExplained ? causes : [...causes, ...otherCauses(attempt)];
}

/** Causes for a subject that differs from the token's only in its spelling, with an edit of the file. */
const SPELLINGS: readonly string[] = [
  "prefix-case",
  "ref-prefix",
  "environment-colon",
  "context-case",
  "ids-instead-of-names",
];

function hasSpelling(attempt: Attempt): boolean {
  const causes = subjectCauses(attempt);
  return causes.length > 0 && causes.every(({ code }) => SPELLINGS.includes(code));
}
