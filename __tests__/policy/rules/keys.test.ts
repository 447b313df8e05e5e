import { EMPTY_CONTEXT } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { ISSUER } from "../../support/github";
import {
  conditionPath,
  documentOf,
  documentWith,
  guardedDocument,
  issuerDocument,
  type JsonMap,
  PUSH_WORKFLOW,
  providerArn,
  type Reported,
  readAs,
  reported,
  SERVER_HOST,
  SUB,
  SUBJECT,
  statementWith,
  TESTED_AUD,
} from "./document";

test.each<[JsonMap, string, readonly string[]]>([
  [{ event_name: "push" }, "R29", ["event_name"]],
  [{ repository_owner: "acme" }, "R29", ["repository_owner"]],
  [{ runner_environment: "github-hosted" }, "R29", ["runner_environment"]],
  [{ repository_visibility: "private" }, "R29", ["repository_visibility"]],
  [{ workflow_ref: PUSH_WORKFLOW, head_ref: "a", sha: "b" }, "R29", ["workflow_ref", "head_ref", "sha"]],
  [{ Event_Name: "push" }, "R29", ["Event_Name"]],
  [{ "sub:x": "1" }, "R29", ["sub:x"]],
  [{ actor: "octocat" }, "R30", ["actor"]],
  [{ workflow: "push" }, "R30", ["workflow"]],
  [{ repository: "acme/web" }, "R30", ["repository"]],
  [{ Actor: "octocat" }, "R30", ["Actor"]],
  [{ actor: ["octocat", "hubot"], workflow: "push" }, "R30", ["actor", "workflow"]],
])("reports the guards %j by %s: %j", (guards, rule, claims) => {
  expect(reported(guardedDocument(guards))).toStrictEqual(
    claims.map((claim) => ({
      rule,
      path: conditionPath("StringEquals", `${ISSUER}:${claim}`),
      given: `${ISSUER}:${claim}`,
    })),
  );
});

test.each<[JsonMap, readonly (readonly [rule: string, claim: string])[]]>([
  [
    { event_name: "push", actor: "octocat" },
    [
      ["R29", "event_name"],
      ["R30", "actor"],
    ],
  ],
  [
    { repository_owner: "acme", repository: "acme/web", workflow: "push" },
    [
      ["R29", "repository_owner"],
      ["R30", "repository"],
      ["R30", "workflow"],
    ],
  ],
  [{ event_name: "push", actor_id: "583231" }, [["R29", "event_name"]]],
  [{ event_name: "push", actor: "octocat", actor_id: "583231" }, [["R29", "event_name"]]],
])("reports the guards %j, of which only those that AWS fills may be weak: %j", (guards, reports) => {
  expect(reported(guardedDocument(guards))).toStrictEqual(
    reports.map(([rule, claim]) => ({
      rule,
      path: conditionPath("StringEquals", `${ISSUER}:${claim}`),
      given: `${ISSUER}:${claim}`,
    })),
  );
});

test.each<[JsonMap]>([
  [{ actor_id: "583231" }],
  [{ enterprise_id: "1" }],
  [{ job_workflow_ref: PUSH_WORKFLOW }],
  [{ ref: "refs/heads/main" }],
  [{ repository_id: "456789" }],
  [{ repository_owner_id: "123456" }],
  [{ ACTOR_ID: "583231" }],
  [{ actor: "octocat", repository_id: "456789" }],
  [{ actor: "octocat", workflow: "push", repository: "acme/web", ref: "refs/heads/main" }],
])("no rule reports the guards %j", (guards) => {
  expect(reported(guardedDocument(guards))).toStrictEqual([]);
});

test("ignores keys that are not of a GitHub", () => {
  const document = documentWith({
    StringEquals: { ...TESTED_AUD, "aws:RequestedRegion": "eu-west-1", "sts:RoleSessionName": "ci" },
    StringNotEquals: { "accounts.google.com:sub": "1" },
    StringLike: { [SUB]: SUBJECT },
    IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
  });

  expect(reported(document)).toStrictEqual([]);
});

test.each<[operator: string, key: string, value: unknown]>([
  ["StringEquals", "accounts.google.com:sub", "1"],
  ["StringEquals", "sts:ExternalId", "acme"],
  ["Bool", "sts:RoleAuthorizedByIdp", true],
  ["StringEquals", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringEquals", "aws:PrincipalTag/team", "web"],
  ["StringEquals", "aws:PrincipalAccount", "123456789012"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:*"],
  ["StringLike", "aws:username", "*"],
  ["Bool", "aws:MultiFactorAuthPresent", "true"],
  ["Null", "aws:PrincipalArn", "false"],
])(
  "reports %s on %s, which no token fulfills, alone, although the subject is open",
  (operator, key, value) => {
    const document = documentWith({
      [operator]: { [key]: value },
      "ForAnyValue:StringLike": { [SUB]: "repo:*" },
    });

    expect(reported(document).filter(({ rule }) => rule !== "R23")).toStrictEqual([
      { rule: "R42", path: conditionPath(operator, key), given: key },
    ]);
  },
);

test.each<[operator: string, key: string, value: unknown]>([
  ["StringNotEquals", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringEqualsIfExists", "sts:ExternalId", "acme"],
  ["ForAllValues:StringEquals", "aws:TagKeys", "team"],
  ["BoolIfExists", "aws:MultiFactorAuthPresent", "true"],
  ["Null", "aws:PrincipalArn", "true"],
  ["StringLike", "aws:PrincipalAccount", "*"],
  ["StringLike", "sts:RoleSessionName", "ci-*"],
  ["IpAddress", "aws:SourceIp", "192.0.2.0/24"],
  ["StringEquals", "aws:ResourceAccount", "123456789012"],
])("%s on %s may hold, so an open subject is reported", (operator, key, value) => {
  const document = documentWith({
    [operator]: { [key]: value },
    "ForAnyValue:StringLike": { [SUB]: "repo:*" },
  });

  expect(reported(document).map(({ rule }) => rule)).toStrictEqual(["R03", "R17"]);
});

test.each<[key: string, expected: string]>([
  [`https://${ISSUER}:sub`, SUB],
  [`${ISSUER}/:sub`, SUB],
  [`${ISSUER}/sub`, SUB],
  ["vstoken.actions.githubusercontent.com:sub", SUB],
  ["actions.githubusercontent.com:SUB", SUB],
  ["sub", SUB],
])("reports the key %s, and expects %s", (key, expected) => {
  const path = (operator: string) => conditionPath(operator, key);
  const found = (conditions: JsonMap) =>
    lintTrustPolicy(readAs("trust", documentWith(conditions)), EMPTY_CONTEXT).map(
      ({ rule, path: at, given, expected: meant }) => [rule.id, at, given, meant],
    );

  expect(found({ StringLike: { [key]: "*" } })).toStrictEqual([["R42", path("StringLike"), key, expected]]);
  // This always holds, so that the statement is open to everyone.
  expect(found({ StringNotLike: { [key]: "*" } })).toStrictEqual([
    ["R01", ["Statement", 0], `no condition on ${SUB}`, undefined],
    ["R17", ["Statement", 0], `no condition on ${ISSUER}:aud`, undefined],
    ["R42", path("StringNotLike"), key, expected],
  ]);
});

test("accepts keys in any casing", () => {
  const host = "Token.Actions.GitHubUserContent.com";

  expect(
    reported(
      documentWith({
        StringEquals: { [`${host}:AUD`]: "sts.amazonaws.com" },
        StringLike: { [`${host}:Sub`]: "repo:acme*" },
      }),
    ),
  ).toStrictEqual([{ rule: "R04", path: conditionPath("StringLike", `${host}:Sub`), given: "repo:acme*" }]);
});

const ISSUERS = [ISSUER, `${ISSUER}/acme-corp`, "token.actions.acme.ghe.com", SERVER_HOST];

test.each(ISSUERS)("no rule reports a good document for %s", (host) => {
  const subject = host === SERVER_HOST ? "repo:acme/web:ref:refs/heads/main" : SUBJECT;

  expect(reported(issuerDocument(host, subject))).toStrictEqual([]);
  expect(reported(issuerDocument(host, subject), { issuerHost: host })).toStrictEqual([]);
});

test.each(ISSUERS)("reports an open owner for %s", (host) => {
  expect(reported(issuerDocument(host, "repo:acme*"))).toStrictEqual([
    { rule: "R04", path: conditionPath("StringLike", `${host}:sub`), given: "repo:acme*" },
  ]);
});

test.each([
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "gitlab.com",
  "evil.token.actions.githubusercontent.com",
  "token.actions.githubusercontent.com.evil.com",
  "token.actions.githubusercontent.evil.com",
  "token.actions.a.b.ghe.com",
  "github.acme.com/_services/tokens",
])("ignores a statement about %s", (host) => {
  expect(reported(issuerDocument(host, "*"))).toStrictEqual([]);
});

test.each(ISSUERS.flatMap((own) => ISSUERS.filter((of) => of !== own).map((of) => [own, of] as const)))(
  "rejects conditions that beside those on claims of %s are on claims of %s",
  (own, of) => {
    const subject = own === SERVER_HOST ? "repo:acme/web:ref:refs/heads/main" : SUBJECT;
    const document = documentOf(
      statementWith(
        {
          StringEquals: { [`${own}:aud`]: "sts.amazonaws.com", [`${of}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${own}:sub`]: subject, [`${of}:sub`]: subject },
        },
        { Principal: { Federated: providerArn(own) } },
      ),
    );

    expect(reported(document)).toStrictEqual([
      foreignKey("StringEquals", `${of}:aud`),
      foreignKey("StringLike", `${of}:sub`),
    ]);
  },
);

test("reports conditions on claims of another GitHub alone, which no token fulfills", () => {
  const host = `${ISSUER}/acme-corp`;
  const document = documentOf(
    statementWith(
      { StringEquals: TESTED_AUD, StringLike: { [SUB]: SUBJECT } },
      { Principal: { Federated: providerArn(host) } },
    ),
  );

  expect(reported(document)).toStrictEqual([
    foreignKey("StringEquals", `${ISSUER}:aud`),
    foreignKey("StringLike", SUB),
  ]);
});

function foreignKey(operator: string, given: string): Reported {
  return { rule: "R34", path: conditionPath(operator, given), given };
}
