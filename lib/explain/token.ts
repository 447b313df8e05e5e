import { CONDITION_CLAIMS } from "../policy/claims";
import { plainText } from "../policy/iam/glob";
import type { TokenClaims } from "../policy/iam/request-context";
import { duplicateKeys } from "../policy/json-text";
import { subjectClaims } from "../policy/subject/parse";

/** The token to evaluate, with the claims that are known. */
export interface Token {
  readonly claims: TokenClaims;
  /** The issuer without `https://`. */
  readonly issuerHost: string;
  /** Whether no audience was given, so that the one that workflows request for each role is assumed. */
  readonly isAudienceAssumed: boolean;
  /** Whether GitHub does not give the job this token, because a fork's pull request starts it. */
  readonly isWithheld: boolean;
  /** Claims that the token may have, with an unknown value. */
  readonly unknownClaims: readonly string[];
  /** Assumptions about the token, sentences without a full stop. */
  readonly notes: readonly string[];
}

/** A token with all its claims. @param issuerHost assumed if the claims have no issuer. */
export function wholeToken(claims: TokenClaims, issuerHost: string): Token {
  const { iss } = claims;
  const hasIssuer = typeof iss === "string";
  return {
    claims,
    issuerHost: hasIssuer ? iss.replace(/^https:\/\//, "") : issuerHost,
    isAudienceAssumed: false,
    isWithheld: false,
    unknownClaims: [],
    notes: hasIssuer ? [] : [`the claims have no issuer; ${issuerHost} is assumed`],
  };
}

/** A token of which only the subject is known, and possibly the audience. Its other claims are known as far as the subject says them. */
export function tokenOfSubject(sub: string, aud: string | undefined, issuerHost: string): Token {
  const claims = { ...claimsInSubject(sub), sub };
  return {
    ...withAudience(claims, aud),
    issuerHost,
    isWithheld: false,
    unknownClaims: unknownBeside(claims),
  };
}

/** The claims that a subject says: the repository, the ids, the ref and the environment. */
export function claimsInSubject(sub: string): TokenClaims {
  const claims = [...subjectClaims(plainText(sub))];
  // With a colon, the claim can be written in two ways.
  return Object.fromEntries(
    claims.filter(([claim, text]) => claim !== "environment" || !/:|%3a/i.test(text)),
  );
}

/** The claims that AWS reads and that are not given. The audience is assumed. */
export function unknownBeside(claims: TokenClaims): readonly string[] {
  return CONDITION_CLAIMS.filter((claim) => claim !== "aud" && !(claim in claims));
}

export function withAudience(
  claims: TokenClaims,
  aud: string | undefined,
): Pick<Token, "claims" | "isAudienceAssumed" | "notes"> {
  return aud === undefined
    ? {
        claims,
        isAudienceAssumed: true,
        notes: [
          "no audience is given; the one that aws-actions/configure-aws-credentials requests is assumed",
        ],
      }
    : { claims: { ...claims, aud }, isAudienceAssumed: false, notes: [] };
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

/** A generous limit. Tokens from GitHub have about 2,000 characters. */
export const MAX_TOKEN_CHARACTERS = 65_536;

/** The claims of a token. */
interface GivenToken {
  readonly claims: TokenClaims;
  /** Whether it is a JWT. Its signature is not verified. */
  readonly isSigned: boolean;
}

interface TokenProblems {
  /** One line for each problem, without any part of the token. */
  readonly problems: readonly string[];
}

const EXPECTED = "expected a JWT (three base64url parts with dots between them) or its claims as JSON";

/**
 * Reads a token: a JWT, its claims as JSON, or GitHub's JSON answer to a token request, which has the JWT in `value`. The signature is
 * not verified. No problem shows a part of the text, because it is a credential.
 */
export function readToken(text: string): GivenToken | TokenProblems {
  const own = text.trim().replace(/^bearer\s+/i, "");
  if (own === "") return problem(`${EXPECTED}, got nothing`);
  if (own.length > MAX_TOKEN_CHARACTERS) {
    return problem(`expected at most ${MAX_TOKEN_CHARACTERS} characters, got ${own.length}`);
  }
  if (!/^["{[]/.test(own)) return readJwt(own);
  const duplicate = duplicateIn(text);
  if (duplicate !== undefined) return problem(duplicate);
  const value = jsonOf(own);
  if (typeof value === "string") return readJwt(value.trim());
  if (!isMap(value)) return problem(`${EXPECTED}, got JSON that is invalid or not a map`);
  if (typeof value.value === "string" && value.sub === undefined) return readJwt(value.value.trim());
  return readClaims(value, false);
}

function readJwt(text: string): GivenToken | TokenProblems {
  const parts = text.split(".");
  if (parts.length !== 3) {
    const kind = parts.length === 5 ? ", as in an encrypted token" : "";
    return problem(`${EXPECTED}, got ${parts.length} ${parts.length === 1 ? "part" : "parts"}${kind}`);
  }
  const [header, claims] = ["header", "claims"].map((name, index) => partOf(name, parts[index] ?? ""));
  if (header === undefined || claims === undefined) return problem(EXPECTED);
  const problems = [header, claims].flatMap((part) => ("problems" in part ? part.problems : []));
  if (problems.length > 0) return { problems };
  return "claims" in claims ? readClaims(claims.claims, true) : claims;
}

/** The header or the claims of a JWT. */
function partOf(name: string, part: string): { readonly claims: TokenClaims } | TokenProblems {
  const place = `${name} (part ${name === "header" ? 1 : 2} of 3)`;
  if (!/^[A-Za-z0-9_-]+$/.test(part)) {
    return problem(`${place}: expected base64url (letters, digits, - and _, without = at the end)`);
  }
  const json = utf8Of(part);
  const duplicate = duplicateIn(json);
  if (duplicate !== undefined) return problem(`${place}: ${duplicate}`);
  const value = jsonOf(json);
  return isMap(value)
    ? { claims: value }
    : problem(`${place}: expected a JSON map. Use the whole token, unchanged`);
}

function utf8Of(part: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(part, "base64url"));
  } catch {
    return "";
  }
}

/** Where a key occurs twice. The key itself is not shown. */
function duplicateIn(json: string): string | undefined {
  const [duplicate] = duplicateKeys(json);
  if (duplicate === undefined) return undefined;
  const { start, other } = duplicate;
  return `duplicate key at ${start.line}:${start.column}. The other: ${other.line}:${other.column}`;
}

/** The parsed JSON, undefined for invalid JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is TokenClaims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SECONDS = ["exp", "iat", "nbf"];

function readClaims(claims: TokenClaims, isSigned: boolean): GivenToken | TokenProblems {
  const { sub, aud, iss } = claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const problems = [
    ...(sub === undefined ? ["claim sub: missing. Expected the subject, which every GitHub token has"] : []),
    ...(sub === undefined || isFilledString(sub) ? [] : ["claim sub: expected a string that is not empty"]),
    ...(aud === undefined || audiences.every(isFilledString)
      ? []
      : ["claim aud: expected a string or a list of strings, none empty"]),
    ...(iss === undefined || isFilledString(iss) ? [] : ["claim iss: expected a URL"]),
    ...SECONDS.filter((name) => claims[name] !== undefined && !Number.isFinite(claims[name])).map(
      (name) => `claim ${name}: expected a number (seconds since 1970)`,
    ),
  ];
  return problems.length > 0 ? { problems } : { claims, isSigned };
}

function isFilledString(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function problem(text: string): TokenProblems {
  return { problems: [text] };
}
