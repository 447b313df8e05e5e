import { CONDITION_CLAIMS } from "../policy/claims";
import type { TokenClaims } from "../policy/iam/request-context";

/** The token to evaluate, with the claims that are known. */
export interface Token {
  readonly claims: TokenClaims;
  /** The issuer without `https://`. */
  readonly issuerHost: string;
  /** Whether no audience was given, so that the audience of each role is assumed. */
  readonly hasAudienceOfRole: boolean;
  /** Claims that the token may have, with an unknown value. */
  readonly unknownClaims: readonly string[];
  /** Assumptions about the token, sentences without a full stop. */
  readonly notes: readonly string[];
}

const HTTPS = "https://";

/** A token with all its claims. @param issuerHost assumed if the claims have no issuer. */
export function wholeToken(claims: TokenClaims, issuerHost: string): Token {
  const { iss } = claims;
  const hasIssuer = typeof iss === "string";
  return {
    claims,
    issuerHost: hasIssuer ? withoutHttps(iss) : issuerHost,
    hasAudienceOfRole: false,
    unknownClaims: [],
    notes: hasIssuer ? [] : [`the claims have no issuer; ${issuerHost} is assumed`],
  };
}

/** A token of which only the subject is known, and possibly the audience. */
export function tokenOfSubject(sub: string, aud: string | undefined, issuerHost: string): Token {
  return {
    ...withAudience({ sub }, aud),
    issuerHost,
    unknownClaims: CONDITION_CLAIMS.filter((claim) => claim !== "sub" && claim !== "aud"),
  };
}

export function withAudience(
  claims: TokenClaims,
  aud: string | undefined,
): Pick<Token, "claims" | "hasAudienceOfRole" | "notes"> {
  return aud === undefined
    ? {
        claims,
        hasAudienceOfRole: true,
        notes: ["no audience is given; the audience that the role expects is assumed"],
      }
    : { claims: { ...claims, aud }, hasAudienceOfRole: false, notes: [] };
}

/** A claim with a single value, as a string. */
export function textClaim({ claims }: Token, claim: string): string | undefined {
  const value = claims[claim];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The subject. A token without one is not read. */
export function subjectOf(token: Token): string {
  return textClaim(token, "sub") ?? "";
}

function withoutHttps(url: string): string {
  return url.startsWith(HTTPS) ? url.slice(HTTPS.length) : url;
}
