import type { TokenClaims } from "../policy/iam/request-context";

/** How long a token may be: GitHub's have about two thousand characters. */
export const MAX_TOKEN_CHARACTERS = 65_536;

/** A token that somebody gave. */
export interface GivenToken {
  readonly claims: TokenClaims;
  /** Whether it is a JWT, with a signature that nobody verifies here. */
  readonly isSigned: boolean;
}

export interface TokenProblems {
  /** What is wrong and what is allowed. None holds a piece of the token. */
  readonly problems: readonly string[];
}

const ALLOWED = "allowed: a JWT, which is three parts of base64url with a . between, or its claims as JSON";

/**
 * Reads a token: a JWT, its claims as JSON, or the JSON that GitHub answers a request for a token with, which holds the JWT under
 * `value`. The signature is not verified, and what is wrong is told without a piece of the text.
 */
export function readToken(text: string): GivenToken | TokenProblems {
  const own = text.trim().replace(/^bearer\s+/i, "");
  if (own === "") return problem(`is empty; ${ALLOWED}`);
  if (own.length > MAX_TOKEN_CHARACTERS) {
    return problem(`has ${own.length} characters; allowed: ${MAX_TOKEN_CHARACTERS}`);
  }
  if (!/^["{[]/.test(own)) return readJwt(own);
  const value = jsonOf(own);
  if (typeof value === "string") return readJwt(value.trim());
  if (!isMap(value)) return problem(`is JSON that is no map of claims, or not JSON at all; ${ALLOWED}`);
  if (typeof value.value === "string" && value.sub === undefined) return readJwt(value.value.trim());
  return readClaims(value, false);
}

function readJwt(text: string): GivenToken | TokenProblems {
  const parts = text.split(".");
  if (parts.length !== 3) {
    const kind = parts.length === 5 ? ", as an encrypted token has" : "";
    return problem(`has ${parts.length} ${parts.length === 1 ? "part" : "parts"}${kind}; ${ALLOWED}`);
  }
  const [header, claims] = ["header", "claims"].map((name, index) => partOf(name, parts[index] ?? ""));
  if (header === undefined || claims === undefined) return problem(`is no token; ${ALLOWED}`);
  const problems = [header, claims].flatMap((part) => ("problems" in part ? part.problems : []));
  if (problems.length > 0) return { problems };
  return "claims" in claims ? readClaims(claims.claims, true) : claims;
}

/** A part of a JWT that holds JSON. */
function partOf(name: string, part: string): { readonly claims: TokenClaims } | TokenProblems {
  const place = `has ${name} (part ${name === "header" ? 1 : 2} of 3)`;
  if (!/^[A-Za-z0-9_-]+$/.test(part)) {
    return problem(
      `${place} that are not base64url; allowed: letters, digits, - and _, without = at the end`,
    );
  }
  const value = jsonOf(utf8Of(part));
  return isMap(value)
    ? { claims: value }
    : problem(
        `${place} that are not a map in JSON; allowed: the token as GitHub gave it, whole and unchanged`,
      );
}

function utf8Of(part: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(part, "base64url"));
  } catch {
    return "";
  }
}

/** What a JSON text says; nothing, where it is none. */
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
    ...(sub === undefined ? ["has no claim sub; needed: the subject, as in every token of GitHub's"] : []),
    ...(sub === undefined || isText(sub) ? [] : ["has a claim sub that is no text; allowed: a text"]),
    ...(aud === undefined || audiences.every(isText)
      ? []
      : ["has a claim aud that is no text; allowed: a text, or a list of texts"]),
    ...(iss === undefined || isText(iss) ? [] : ["has a claim iss that is no text; allowed: a URL"]),
    ...SECONDS.filter((name) => claims[name] !== undefined && !Number.isFinite(claims[name])).map(
      (name) => `has a claim ${name} that is no number; allowed: seconds since 1970`,
    ),
  ];
  return problems.length > 0 ? { problems } : { claims, isSigned };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function problem(text: string): TokenProblems {
  return { problems: [text] };
}
