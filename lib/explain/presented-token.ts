import { CONDITION_CLAIMS } from "../policy/claims";
import type { TokenClaims } from "../policy/iam/request-context";

/** A token that asks for a role, as far as it is told. */
export interface Token {
  readonly claims: TokenClaims;
  /** Who signed it, without `https://`. */
  readonly issuerHost: string;
  /** Whether it is made for whatever audience a role asks for, because nobody has told another. */
  readonly hasAudienceOfRole: boolean;
  /** Claims that it may have besides. */
  readonly untold: readonly string[];
  /** What had to be taken for granted, sentences without a full stop. */
  readonly notes: readonly string[];
}

const HTTPS = "https://";

/** A token of which every claim is told. @param issuerHost where the claims name no issuer. */
export function wholeToken(claims: TokenClaims, issuerHost: string): Token {
  const { iss } = claims;
  const isTold = typeof iss === "string";
  return {
    claims,
    issuerHost: isTold ? withoutHttps(iss) : issuerHost,
    hasAudienceOfRole: false,
    untold: [],
    notes: isTold ? [] : [`the claims name no issuer; ${issuerHost} is taken for it`],
  };
}

/** A token of which the subject is told, and perhaps the audience. */
export function tokenOfSubject(sub: string, aud: string | undefined, issuerHost: string): Token {
  return {
    ...withAudience({ sub }, aud),
    issuerHost,
    untold: CONDITION_CLAIMS.filter((claim) => claim !== "sub" && claim !== "aud"),
  };
}

export function withAudience(
  claims: TokenClaims,
  aud: string | undefined,
): Pick<Token, "claims" | "hasAudienceOfRole" | "notes"> {
  return aud === undefined
    ? { claims, hasAudienceOfRole: true, notes: ["no audience is given; that of the role is taken for it"] }
    : { claims: { ...claims, aud }, hasAudienceOfRole: false, notes: [] };
}

/** A claim that is one text. */
export function textClaim({ claims }: Token, claim: string): string | undefined {
  const value = claims[claim];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The subject; a token is not read without one. */
export function subjectOf(token: Token): string {
  return textClaim(token, "sub") ?? "";
}

function withoutHttps(url: string): string {
  return url.startsWith(HTTPS) ? url.slice(HTTPS.length) : url;
}
