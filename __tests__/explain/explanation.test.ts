import { explanation } from "../../lib/explain/explanation";
import { tokenOfSubject } from "../../lib/explain/presented-token";
import { fileWith, secondAccount, secondRole } from "../config/access-file";
import { explained, ISSUER, marked, NOW, tokenWith } from "./explained";
import { inAccount, ownDocument, policyWith, trusting, trustingIds } from "./files";

const SUB = "repo:acme/web:ref:refs/heads/main";
const MAIN = "{ repository: web, branch: main }";
const HOST = ISSUER.slice("https://".length);

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
  ["by a trust policy of one's own", ownDocument(policyWith([["StringLike", "sub", SUB]])), SUB, {}],
])("a token is let in %s", (_, file, sub, claims) => {
  const { outcome, denial, notes, answers } = explained(file, tokenWith(sub, claims));
  expect({ outcome, denial, notes, roles: answers.length }).toStrictEqual({
    outcome: "allowed",
    denial: undefined,
    notes: [],
    roles: 1,
  });
});

test("a token that gets in somewhere is not explained elsewhere", () => {
  const file = fileWith({ 11: secondRole("name: second") });
  const { outcome, answers, denial } = explained(file, tokenWith(SUB));
  expect([outcome, denial, answers.map((answer) => answer.outcome)]).toStrictEqual([
    "allowed",
    undefined,
    ["allowed", "denied"],
  ]);
});

test("of many roles the nearest is explained, whatever its account", () => {
  const file = fileWith({
    11: secondAccount("210987654321", "other", "name: api", "trust: [{ repository: api, branch: main }]"),
  });
  const { denial } = explained(file, tokenWith("repo:acme/api:ref:refs/heads/develop"));
  expect([denial?.role.name, denial?.role.origin?.account.name]).toStrictEqual(["api", "other"]);
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
])("a difference points at %s alone", (_, sub, below) => {
  expect(marked(explained(trusting(MAIN), tokenWith(sub)))).toStrictEqual([SUB, sub, ...below]);
});

test.each<[string, object, readonly string[]]>([
  ["expired", { exp: NOW }, ["branch", "expired"]],
  ["expired long ago, or before any date", { exp: -1e300 }, ["branch", "expired"]],
  ["valid from later", { nbf: NOW + 1 }, ["branch", "not yet valid"]],
  ["good now", { exp: NOW + 1, nbf: NOW }, ["branch"]],
])("a token that is %s is named so behind the causes", (_, claims, names) => {
  const { denial } = explained(trusting(MAIN), tokenWith("repo:acme/web:ref:refs/heads/dev", claims));
  expect(denial?.causes.map(({ name }) => name)).toStrictEqual(names);
});

test("a token that gets in and has expired is let in with a note", () => {
  const { outcome, notes } = explained(trusting(MAIN), tokenWith(SUB, { exp: 5 }));
  expect({ outcome, notes }).toStrictEqual({
    outcome: "allowed",
    notes: [
      "the token expired 1970-01-01T00:00:05.000Z: AWS would refuse it by now, whatever the trust policy says",
    ],
  });
});

describe("what nobody tells is not judged", () => {
  test("a claim of a subject alone", () => {
    const file = trusting("{ repository: web, branch: main, claims: { workflow: push } }");
    const { outcome, denial } = explained(file, tokenOfSubject(SUB, undefined, HOST));
    expect([outcome, denial?.causes.map(({ name, words }) => [name, words]), denial?.edits]).toStrictEqual([
      "undetermined",
      [
        [
          "not told",
          `whether the condition on workflow holds cannot be said: nobody has told what the token says of ${HOST}:workflow`,
        ],
      ],
      [],
    ]);
  });

  test("several audiences under an operator for one", () => {
    const { outcome } = explained(trusting(MAIN), tokenWith(SUB, { aud: ["a", "sts.amazonaws.com"] }));
    expect(outcome).toBe("undetermined");
  });

  test("a key that is none of the token's", () => {
    const file = ownDocument(policyWith([["StringLike", "sub", SUB]], { Sid: "own" })).replace(
      '"StringLike":{',
      '"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},"StringLike":{',
    );
    const { outcome, denial } = explained(file, tokenWith(SUB));
    expect([outcome, denial?.causes.map(({ name }) => name)]).toStrictEqual(["undetermined", ["not told"]]);
  });

  test("a Deny on such a key", () => {
    const [statement] = policyWith([["StringLike", "sub", SUB]]).Statement as object[];
    const denying = {
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    };
    const file = ownDocument({ Version: "2012-10-17", Statement: [statement, denying] });
    const { outcome, denial } = explained(file, tokenWith(SUB));
    expect([outcome, denial?.causes.map(({ words }) => words)]).toStrictEqual([
      "undetermined",
      [
        "whether a statement with the effect Deny keeps the token out cannot be said: aws:SourceIp is no claim of this token: what AWS fills it with, the token does not say",
      ],
    ]);
  });
});

test("an audience that nobody names is each role's own", () => {
  expect(explained(inAccount("audience: mine"), tokenOfSubject(SUB, undefined, HOST)).outcome).toBe(
    "allowed",
  );
});

test("no role at all refuses without a cause", () => {
  expect(explanation([], tokenWith(SUB), undefined, NOW)).toStrictEqual({
    token: tokenWith(SUB),
    outcome: "denied",
    answers: [],
    denial: undefined,
    notes: [],
  });
});
