import {
  subjectOf,
  textClaim,
  tokenOfSubject,
  wholeToken,
  withAudience,
} from "../../lib/explain/presented-token";

const HOST = "token.actions.githubusercontent.com";

test("a whole token has the issuer of its claims, without https://", () => {
  const claims = { sub: "s", iss: "https://ghes.example.com/_services/token" };
  expect(wholeToken(claims, HOST)).toStrictEqual({
    claims,
    issuerHost: "ghes.example.com/_services/token",
    hasAudienceOfRole: false,
    unknownClaims: [],
    notes: [],
  });
});

test("claims without an issuer get the default issuer and a note", () => {
  expect(wholeToken({ sub: "s" }, HOST)).toStrictEqual({
    claims: { sub: "s" },
    issuerHost: HOST,
    hasAudienceOfRole: false,
    unknownClaims: [],
    notes: [`the claims have no issuer; ${HOST} is assumed`],
  });
});

test("if only the subject is given, every other claim is unknown", () => {
  expect(tokenOfSubject("s", "a", HOST)).toStrictEqual({
    claims: { sub: "s", aud: "a" },
    issuerHost: HOST,
    hasAudienceOfRole: false,
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
    hasAudienceOfRole: true,
    notes: ["no audience is given; the audience that the role expects is assumed"],
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
  const token = wholeToken({ sub: "s", actor: value }, HOST);
  expect(textClaim(token, "actor")).toBe(text);
  expect(subjectOf(token)).toBe("s");
});
