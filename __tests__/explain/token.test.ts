import { MAX_TOKEN_CHARACTERS, readToken } from "../../lib/explain/token";

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
  ["what GitHub answers a request with", JSON.stringify({ count: 1, value: jwt(CLAIMS) }), SIGNED],
  ["a JWT without a signature", `${part({ alg: "none" })}.${part(CLAIMS)}.`, SIGNED],
  ["claims as JSON", JSON.stringify(CLAIMS), { claims: CLAIMS, isSigned: false }],
  [
    "claims that name a value",
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

const ALLOWED = "allowed: a JWT, which is three parts of base64url with a . between, or its claims as JSON";
const NOT_BASE64 = "are not base64url; allowed: letters, digits, - and _, without = at the end";
const NOT_JSON = "are not a map in JSON; allowed: the token as GitHub gave it, whole and unchanged";

test.each<[string, string, readonly string[]]>([
  ["nothing", " \n", [`is empty; ${ALLOWED}`]],
  ["one part", "abc", [`has 1 part; ${ALLOWED}`]],
  ["two parts", "abc.def", [`has 2 parts; ${ALLOWED}`]],
  ["five parts", "a.b.c.d.e", [`has 5 parts, as an encrypted token has; ${ALLOWED}`]],
  ["JSON that ends early", '{"sub":', [`is JSON that is no map of claims, or not JSON at all; ${ALLOWED}`]],
  ["a list", "[1]", [`is JSON that is no map of claims, or not JSON at all; ${ALLOWED}`]],
  ["a JWT in quotes that is none", '"abc"', [`has 1 part; ${ALLOWED}`]],
  [
    "parts with padding",
    `${part({})}=.${part(CLAIMS)}==.x`,
    [`has header (part 1 of 3) that ${NOT_BASE64}`, `has claims (part 2 of 3) that ${NOT_BASE64}`],
  ],
  ["an empty part", `${part({})}..x`, [`has claims (part 2 of 3) that ${NOT_BASE64}`]],
  ["claims that are no JSON", jwt("secret"), [`has claims (part 2 of 3) that ${NOT_JSON}`]],
  ["claims that are a list", jwt([]), [`has claims (part 2 of 3) that ${NOT_JSON}`]],
  [
    "claims that are no UTF-8",
    `${part({})}.${Buffer.from([0xff, 0xfe]).toString("base64url")}.x`,
    [`has claims (part 2 of 3) that ${NOT_JSON}`],
  ],
  ["a header that is no JSON", jwt(CLAIMS, "x"), [`has header (part 1 of 3) that ${NOT_JSON}`]],
  ["no subject", "{}", ["has no claim sub; needed: the subject, as in every token of GitHub's"]],
  [
    "claims of the wrong kind",
    JSON.stringify({ sub: 5, aud: [1], iss: {}, exp: "tomorrow", nbf: null, iat: true }),
    [
      "has a claim sub that is no text; allowed: a text",
      "has a claim aud that is no text; allowed: a text, or a list of texts",
      "has a claim iss that is no text; allowed: a URL",
      "has a claim exp that is no number; allowed: seconds since 1970",
      "has a claim iat that is no number; allowed: seconds since 1970",
      "has a claim nbf that is no number; allowed: seconds since 1970",
    ],
  ],
  ["an empty subject", '{"sub":""}', ["has a claim sub that is no text; allowed: a text"]],
  [
    "one character too many",
    "x".repeat(MAX_TOKEN_CHARACTERS + 1),
    [`has ${MAX_TOKEN_CHARACTERS + 1} characters; allowed: ${MAX_TOKEN_CHARACTERS}`],
  ],
])("rejects %s as a token, without a piece of it", (_, text, problems) => {
  expect(readToken(text)).toStrictEqual({ problems });
});

test("a token of the greatest length is read", () => {
  const claims = JSON.stringify({ sub: "x".repeat(MAX_TOKEN_CHARACTERS - '{"sub":""}'.length) });
  expect(claims).toHaveLength(MAX_TOKEN_CHARACTERS);
  expect("claims" in readToken(claims)).toBe(true);
});
