import { type Answer, evaluation } from "../policy/evaluation/evaluation";
import { type TokenRequest, tokenRequest } from "../policy/evaluation/token-request";
import { type AskedRole, scopeOf } from "./asked-role";
import type { PresentedToken } from "./presented-token";

/** What a role answers a token. */
export interface RoleAnswer {
  readonly role: AskedRole;
  /** The token as it asks for this role. */
  readonly token: PresentedToken;
  readonly request: TokenRequest;
  /** What comes of the trust policy and the provider together. */
  readonly outcome: Answer["outcome"];
  readonly answer: Answer;
  /** Whether the provider refuses the audience, whatever the trust policy says. */
  readonly isRefusedByProvider: boolean;
}

export function roleAnswer(role: AskedRole, given: PresentedToken): RoleAnswer {
  const token = given.hasAudienceOfRole
    ? { ...given, claims: { ...given.claims, aud: role.audience } }
    : given;
  const request = tokenRequest(token.claims, token.issuerHost, scopeOf(role), token.untold);
  const answer = evaluation(role.document, request);
  const isRefusedByProvider = isOtherAudience(role, token);
  const outcome = isRefusedByProvider ? "refused" : answer.outcome;
  return { role, token, request, outcome, answer, isRefusedByProvider };
}

/** STS looks at the provider's own list of audiences before it asks the trust policy. */
function isOtherAudience({ origin }: AskedRole, { claims: { aud }, issuerHost }: PresentedToken): boolean {
  const taken = origin?.providerAudience;
  if (taken === undefined || issuerHost !== origin?.issuerHost) return false;
  return Array.isArray(aud) ? !aud.includes(taken) : aud !== taken;
}
