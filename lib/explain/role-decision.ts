import { type Decision, evaluate } from "../policy/iam/evaluate";
import { type RequestContext, requestContext } from "../policy/iam/request-context";
import { type CandidateRole, scopeOf } from "./candidate-role";
import type { Token } from "./presented-token";

/** Whether a role allows a token. */
export interface RoleDecision {
  readonly role: CandidateRole;
  /** The token, with the audience of this role if none was given. */
  readonly token: Token;
  readonly request: RequestContext;
  /** The result of the trust policy and the OIDC provider together. */
  readonly outcome: Decision["outcome"];
  /** The result of the trust policy. */
  readonly decision: Decision;
  /** Whether the OIDC provider rejects the audience, whatever the trust policy says. */
  readonly isDeniedByProvider: boolean;
}

export function roleDecision(role: CandidateRole, given: Token): RoleDecision {
  const token = given.hasAudienceOfRole
    ? { ...given, claims: { ...given.claims, aud: role.audience } }
    : given;
  const request = requestContext(token.claims, token.issuerHost, scopeOf(role), token.unknownClaims);
  const decision = evaluate(role.document, request);
  const isDeniedByProvider = isOtherAudience(role, token);
  const outcome = isDeniedByProvider ? "denied" : decision.outcome;
  return { role, token, request, outcome, decision, isDeniedByProvider };
}

/** STS checks the provider's own list of audiences before the trust policy. */
function isOtherAudience({ origin }: CandidateRole, { claims: { aud }, issuerHost }: Token): boolean {
  const accepted = origin?.providerAudience;
  if (accepted === undefined || issuerHost !== origin?.issuerHost) return false;
  return Array.isArray(aud) ? !aud.includes(accepted) : aud !== accepted;
}
