import { explainToken } from "../../lib/explain/explain";
import { tokenOfSubject } from "../../lib/explain/token";
import { fileWith, secondAccount, secondRole } from "../config/access-file";
import { ISSUER } from "../support/github";
import { explained, marked, NOW, tokenWith } from "./explained";
import { customPolicy, inAccount, MAIN, policyWith, SUB, trusting, trustingIds } from "./files";

test.each<[string, string, string, object]>([
  ["by its names", trusting(MAIN), SUB, {}],
  ["by its ids", trustingIds(MAIN), "repo:acme@1/web@2:ref:refs/heads/main", {}],
  [
    "by a pattern",
    trusting("{ repository: web, branch: 'release/*' }"),
    "repo:acme/web:ref:refs/heads/release/1",
    {},
  ],
  [
    "by an environment",
    trusting("{ repository: web, environment: 'a:b' }"),
    "repo:acme/web:environment:a%3Ab",
    {},
  ],
  ["by a claim", trusting("{ repository: web, branch: main, claims: { actorId: 5 } }"), SUB, { actor_id: 5 }],
  ["by a custom trust policy", customPolicy(policyWith([["StringLike", "sub", SUB]])), SUB, {}],
])("a token is allowed %s", (_, file, sub, claims) => {
  const { outcome, denial, notes, decisions } = explained(file, tokenWith(sub, claims));
  expect({ outcome, denial, notes, roles: decisions.length }).toStrictEqual({
    outcome: "allowed",
    denial: undefined,
    notes: [],
    roles: 1,
  });
});

test("a token that one role allows has no denial", () => {
  const file = fileWith({ 11: secondRole("name: second") });
  const { outcome, decisions, denial } = explained(file, tokenWith(SUB));
  expect([outcome, denial, decisions.map((each) => each.outcome)]).toStrictEqual([
    "allowed",
    undefined,
    ["allowed", "denied"],
  ]);
});

test("the closest of many roles is explained, in any account", () => {
  const file = fileWith({
    11: secondAccount("210987654321", "other", "name: api", "trust: [{ repository: api, branch: main }]"),
  });
  const { denial } = explained(file, tokenWith("repo:acme/api:ref:refs/heads/develop"));
  expect([denial?.closest?.role.name, denial?.closest?.role.origin?.account.name]).toStrictEqual([
    "api",
    "other",
  ]);
  expect(denial?.edits.map(({ path, value }) => [path.join("."), value])).toStrictEqual([
    ["accounts.1.roles.0.trust.1", { repository: "api", branch: "develop" }],
  ]);
});

test.each<[string, string, readonly string[]]>([
  ["the context", "repo:acme/web:environment:production", ["              ^^^^^^^^^^^^^^^^^^^^^^"]],
  ["the branch", "repo:acme/web:ref:refs/heads/develop", ["                             ^^^^^^^"]],
  ["the owner", "repo:Acme/web:ref:refs/heads/main", ["     ^^^^"]],
  ["the repository", "repo:acme/api:ref:refs/heads/main", ["          ^^^"]],
  ["both ids", "repo:acme@1/web@2:ref:refs/heads/main", ["         ^^    ^^"]],
  ["owner and context", "repo:Acme/web:pull_request", ["     ^^^^     ^^^^^^^^^^^^"]],
])("a difference marks only %s", (_, sub, below) => {
  expect(marked(explained(trusting(MAIN), tokenWith(sub)))).toStrictEqual([SUB, sub, ...below]);
});

test.each<[string, object, readonly string[]]>([
  ["expired", { exp: NOW }, ["other-branch", "expired"]],
  ["expired long ago, or before any date", { exp: -1e300 }, ["other-branch", "expired"]],
  ["valid from later", { nbf: NOW + 1 }, ["other-branch", "not-yet-valid"]],
  ["valid now", { exp: NOW + 1, nbf: NOW }, ["other-branch"]],
])("a token that is %s has this as its last cause", (_, claims, names) => {
  const { denial } = explained(trusting(MAIN), tokenWith("repo:acme/web:ref:refs/heads/dev", claims));
  expect(denial?.causes.map(({ code }) => code)).toStrictEqual(names);
});

test("an allowed token that has expired has a note", () => {
  const { outcome, notes } = explained(trusting(MAIN), tokenWith(SUB, { exp: 5 }));
  expect({ outcome, notes }).toStrictEqual({
    outcome: "allowed",
    notes: [
      "the token expired at 1970-01-01T00:00:05.000Z, so AWS denies it, whatever the trust policy says",
    ],
  });
});

describe("an unknown value is undetermined", () => {
  test("a claim of a token of which only the subject is known", () => {
    const file = trusting("{ repository: web, branch: main, claims: { workflow: push } }");
    const { outcome, denial } = explained(file, tokenOfSubject(SUB, undefined, ISSUER));
    expect([
      outcome,
      denial?.causes.map(({ code, message }) => [code, message]),
      denial?.edits,
    ]).toStrictEqual([
      "undetermined",
      [
        [
          "undetermined-condition",
          `whether the condition on workflow holds cannot be determined: the value of ${ISSUER}:workflow is unknown`,
        ],
      ],
      [],
    ]);
  });

  test("several audiences under an operator for one", () => {
    const { outcome } = explained(trusting(MAIN), tokenWith(SUB, { aud: ["a", "sts.amazonaws.com"] }));
    expect(outcome).toBe("undetermined");
  });

  test("a key that is not a claim of the token", () => {
    const file = customPolicy(policyWith([["StringLike", "sub", SUB]], { Sid: "own" })).replace(
      '"StringLike":{',
      '"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"StringLike":{',
    );
    const { outcome, denial } = explained(file, tokenWith(SUB));
    expect([outcome, denial?.causes.map(({ code }) => code)]).toStrictEqual([
      "undetermined",
      ["undetermined-condition"],
    ]);
  });

  test("a Deny on such a key", () => {
    const [statement] = policyWith([["StringLike", "sub", SUB]]).Statement as object[];
    const denying = {
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    };
    const file = customPolicy({ Version: "2012-10-17", Statement: [statement, denying] });
    const { outcome, denial } = explained(file, tokenWith(SUB));
    expect([outcome, denial?.causes.map(({ message }) => message)]).toStrictEqual([
      "undetermined",
      [
        "whether a Deny statement matches the token cannot be determined: the token has no aws:SourceIp; the address and the network of the runner decide",
      ],
    ]);
  });
});

test("without an audience, the audience of each role is assumed", () => {
  expect(explained(inAccount("audience: mine"), tokenOfSubject(SUB, undefined, ISSUER)).outcome).toBe(
    "allowed",
  );
});

test("without a role, the token is denied without a cause", () => {
  expect(explainToken([], tokenWith(SUB), undefined, NOW)).toStrictEqual({
    token: tokenWith(SUB),
    outcome: "denied",
    decisions: [],
    denial: undefined,
    notes: [],
  });
});
