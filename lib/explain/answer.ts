import { type Decision, evaluate } from "../policy/iam/evaluate";
import { type RequestContext, requestContext } from "../policy/iam/request-context";
import { type CandidateRole, scopeOf } from "./candidate-role";
import type { Token } from "./presented-token";

/** What a role answers a token. */
export interface RoleAnswer {
  readonly role: CandidateRole;
  /** The token as it asks for this role. */
  readonly token: Token;
  readonly request: RequestContext;
  /** What comes of the trust policy and the provider together. */
  readonly outcome: Decision["outcome"];
  readonly answer: Decision;
  /** Whether the provider refuses the audience, whatever the trust policy says. */
  readonly isRefusedByProvider: boolean;
}

export function roleAnswer(role: CandidateRole, given: Token): RoleAnswer {
  const token = given.hasAudienceOfRole
    ? { ...given, claims: { ...given.claims, aud: role.audience } }
    : given;
  const request = requestContext(token.claims, token.issuerHost, scopeOf(role), token.untold);
  const answer = evaluate(role.document, request);
  const isRefusedByProvider = isOtherAudience(role, token);
  const outcome = isRefusedByProvider ? "denied" : answer.outcome;
  return { role, token, request, outcome, answer, isRefusedByProvider };
}

/** STS looks at the provider's own list of audiences before it asks the trust policy. */
function isOtherAudience({ origin }: CandidateRole, { claims: { aud }, issuerHost }: Token): boolean {
  const taken = origin?.providerAudience;
  if (taken === undefined || issuerHost !== origin?.issuerHost) return false;
  return Array.isArray(aud) ? !aud.includes(taken) : aud !== taken;
}
