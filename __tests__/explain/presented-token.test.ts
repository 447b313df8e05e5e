import {
  subjectOf,
  textClaim,
  tokenOfSubject,
  wholeToken,
  withAudience,
} from "../../lib/explain/presented-token";

const HOST = "token.actions.githubusercontent.com";

test("a whole token has the issuer that it names, without https://", () => {
  const claims = { sub: "s", iss: "https://ghes.example.com/_services/token" };
  expect(wholeToken(claims, HOST)).toStrictEqual({
    claims,
    issuerHost: "ghes.example.com/_services/token",
    hasAudienceOfRole: false,
    untold: [],
    notes: [],
  });
});

test("claims without an issuer get the usual one, and that is said", () => {
  expect(wholeToken({ sub: "s" }, HOST)).toStrictEqual({
    claims: { sub: "s" },
    issuerHost: HOST,
    hasAudienceOfRole: false,
    untold: [],
    notes: [`the claims name no issuer; ${HOST} is taken for it`],
  });
});

test("of a subject's token every other claim is untold", () => {
  expect(tokenOfSubject("s", "a", HOST)).toStrictEqual({
    claims: { sub: "s", aud: "a" },
    issuerHost: HOST,
    hasAudienceOfRole: false,
    untold: [
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

test("an audience that nobody names is the role's", () => {
  expect(withAudience({ sub: "s" }, undefined)).toStrictEqual({
    claims: { sub: "s" },
    hasAudienceOfRole: true,
    notes: ["no audience is given; that of the role is taken for it"],
  });
});

test.each<[unknown, string | undefined]>([
  ["a", "a"],
  [5, "5"],
  [true, "true"],
  [["a"], undefined],
  [null, undefined],
  [undefined, undefined],
])("a claim %j is the text %s", (value, text) => {
  const token = wholeToken({ sub: "s", actor: value }, HOST);
  expect(textClaim(token, "actor")).toBe(text);
  expect(subjectOf(token)).toBe("s");
});
