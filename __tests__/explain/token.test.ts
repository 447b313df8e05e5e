import {
  MAX_TOKEN_CHARACTERS,
  readToken,
  subjectOf,
  textClaim,
  tokenOfSubject,
  wholeToken,
  withAudience,
} from "../../lib/explain/token";
import { ISSUER } from "../support/github";

const CLAIMS = { sub: "repo:acme/web:ref:refs/heads/main", aud: "sts.amazonaws.com" };
const SECRET = "c2lnbmF0dXJlLXRoYXQtbm9ib2R5LXNlZXM";

function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

function jwt(claims: unknown, header: unknown = { alg: "RS256" }): string {
  return `${part(header)}.${part(claims)}.${SECRET}`;
}

const SIGNED = { claims: CLAIMS, isSigned: true };

test.each<[string, string, unknown]>([
  ["a JWT", jwt(CLAIMS), SIGNED],
  ["a JWT with line ends around it", `\n${jwt(CLAIMS)}\r\n`, SIGNED],
  ["a JWT behind Bearer", `Bearer ${jwt(CLAIMS)}`, SIGNED],
  ["a JWT in quotes", JSON.stringify(jwt(CLAIMS)), SIGNED],
  ["GitHub's answer to a token request", JSON.stringify({ count: 1, value: jwt(CLAIMS) }), SIGNED],
  ["a JWT without a signature", `${part({ alg: "none" })}.${part(CLAIMS)}.`, SIGNED],
  ["claims as JSON", JSON.stringify(CLAIMS), { claims: CLAIMS, isSigned: false }],
  [
    "claims with a key named value",
    JSON.stringify({ ...CLAIMS, value: "x" }),
    { claims: { ...CLAIMS, value: "x" }, isSigned: false },
  ],
  [
    "several audiences and times",
    jwt({ ...CLAIMS, aud: ["a", "b"], exp: 1.5, iss: "https://x" }),
    { claims: { ...CLAIMS, aud: ["a", "b"], exp: 1.5, iss: "https://x" }, isSigned: true },
  ],
  ["characters of every plane", jwt({ sub: "é漢😀" }), { claims: { sub: "é漢😀" }, isSigned: true }],
])("a token is read from %s", (_, text, expected) => {
  expect(readToken(text)).toStrictEqual(expected);
});

const EXPECTED = "expected a JWT (three base64url parts with dots between them) or its claims as JSON";
const BASE64 = "expected base64url (letters, digits, - and _, without = at the end)";
const JSON_MAP = "expected a JSON map. Use the whole token, unchanged";

test.each<[string, string, readonly string[]]>([
  ["nothing", " \n", [`${EXPECTED}, got nothing`]],
  ["one part", "abc", [`${EXPECTED}, got 1 part`]],
  ["two parts", "abc.def", [`${EXPECTED}, got 2 parts`]],
  ["five parts", "a.b.c.d.e", [`${EXPECTED}, got 5 parts, as in an encrypted token`]],
  ["JSON that ends early", '{"sub":', [`${EXPECTED}, got JSON that is invalid or not a map`]],
  ["a list", "[1]", [`${EXPECTED}, got JSON that is invalid or not a map`]],
  ["a string in quotes that is not a JWT", '"abc"', [`${EXPECTED}, got 1 part`]],
  [
    "parts with padding",
    `${part({})}=.${part(CLAIMS)}==.x`,
    [`header (part 1 of 3): ${BASE64}`, `claims (part 2 of 3): ${BASE64}`],
  ],
  ["an empty part", `${part({})}..x`, [`claims (part 2 of 3): ${BASE64}`]],
  ["claims that are not JSON", jwt("secret"), [`claims (part 2 of 3): ${JSON_MAP}`]],
  ["claims that are a list", jwt([]), [`claims (part 2 of 3): ${JSON_MAP}`]],
  [
    "claims that are not UTF-8",
    `${part({})}.${Buffer.from([0xff, 0xfe]).toString("base64url")}.x`,
    [`claims (part 2 of 3): ${JSON_MAP}`],
  ],
  ["a header that is not JSON", jwt(CLAIMS, "x"), [`header (part 1 of 3): ${JSON_MAP}`]],
  ["no subject", "{}", ["claim sub: missing. Expected the subject, which every GitHub token has"]],
  [
    "claims of the wrong kind",
    JSON.stringify({ sub: 5, aud: [1], iss: {}, exp: "tomorrow", nbf: null, iat: true }),
    [
      "claim sub: expected a string that is not empty",
      "claim aud: expected a string or a list of strings, none empty",
      "claim iss: expected a URL",
      "claim exp: expected a number (seconds since 1970)",
      "claim iat: expected a number (seconds since 1970)",
      "claim nbf: expected a number (seconds since 1970)",
    ],
  ],
  ["an empty subject", '{"sub":""}', ["claim sub: expected a string that is not empty"]],
  [
    "one character too many",
    "x".repeat(MAX_TOKEN_CHARACTERS + 1),
    [`expected at most ${MAX_TOKEN_CHARACTERS} characters, got ${MAX_TOKEN_CHARACTERS + 1}`],
  ],
])("rejects %s as a token, without showing a part of it", (_, text, problems) => {
  expect(readToken(text)).toStrictEqual({ problems });
});

test("a token of the maximum length is read", () => {
  const claims = JSON.stringify({ sub: "x".repeat(MAX_TOKEN_CHARACTERS - '{"sub":""}'.length) });
  expect(claims).toHaveLength(MAX_TOKEN_CHARACTERS);
  expect("claims" in readToken(claims)).toBe(true);
});

test("a whole token has the issuer of its claims, without https://", () => {
  const claims = { sub: "s", iss: "https://ghes.example.com/_services/token" };
  expect(wholeToken(claims, ISSUER)).toStrictEqual({
    claims,
    issuerHost: "ghes.example.com/_services/token",
    isAudienceAssumed: false,
    isWithheld: false,
    unknownClaims: [],
    notes: [],
  });
});

test("claims without an issuer get the default issuer and a note", () => {
  expect(wholeToken({ sub: "s" }, ISSUER)).toStrictEqual({
    claims: { sub: "s" },
    issuerHost: ISSUER,
    isAudienceAssumed: false,
    isWithheld: false,
    unknownClaims: [],
    notes: [`the claims have no issuer; ${ISSUER} is assumed`],
  });
});

test("if only the subject is given, every other claim is unknown", () => {
  expect(tokenOfSubject("s", "a", ISSUER)).toStrictEqual({
    claims: { sub: "s", aud: "a" },
    issuerHost: ISSUER,
    isAudienceAssumed: false,
    isWithheld: false,
    unknownClaims: [
      "amr",
      "actor",
      "actor_id",
      "enterprise_id",
      "environment",
      "job_workflow_ref",
      "ref",
      "repository",
      "repository_id",
      "repository_owner_id",
      "workflow",
    ],
    notes: [],
  });
});

test("without an audience, the audience of the role is assumed with a note", () => {
  expect(withAudience({ sub: "s" }, undefined)).toStrictEqual({
    claims: { sub: "s" },
    isAudienceAssumed: true,
    notes: ["no audience is given; the one that aws-actions/configure-aws-credentials requests is assumed"],
  });
});

test.each<[unknown, string | undefined]>([
  ["a", "a"],
  [5, "5"],
  [true, "true"],
  [["a"], undefined],
  [null, undefined],
  [undefined, undefined],
])("the claim %j is the string %s", (value, text) => {
  const token = wholeToken({ sub: "s", actor: value }, ISSUER);
  expect(textClaim(token, "actor")).toBe(text);
  expect(subjectOf(token)).toBe("s");
});
