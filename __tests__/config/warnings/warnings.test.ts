import { parseConfig } from "../../../lib/config/load";
import {
  accepting,
  fileWith,
  type Lines,
  NAME,
  numbered,
  secondAccount,
  secondRole,
  WITH_IDS,
} from "../access-file";
import { warned } from "../problem-texts";

const credential = (place: string): string =>
  `${place} is a credential: leave it out of the file and give it in the environment`;

const ROLE = "role GitHubActionsECRRole in 123456789012";
const NO_VALUES =
  "no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false";
const CLAIMS_UNSURE =
  "AWS documents claims besides aud and sub for github.com and its commercial regions alone; where it does not fill them, the role lets in nobody";

const UNJUDGED = "let in others than GitHub's workflows, and no rule judges them";
const USER =
  "{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: sts:AssumeRole }";
const ISSUER = "token.actions.githubusercontent.com";

/** The role with a trust policy of its own, for one branch and with further statements. */
function own(...statements: readonly string[]): Lines {
  const branch = `{ Effect: Allow, Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com, "${ISSUER}:sub": "repo:acme@1/web@2:ref:refs/heads/main" } } }`;
  return { 7: "      - trustPolicy:", 8: `          Statement: [${[branch, ...statements].join(", ")}]` };
}

/** An entry for line 8. */
const entry = (keys: string): string => `          - { ${keys} }`;

/** A document that lets in tokens that were made for another service. */
const OTHER_AUDIENCE = `          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: https://github.com/acme
                token.actions.githubusercontent.com:sub: repo:acme@1/web@2:ref:refs/heads/main`;

test.each<[string, Lines, readonly string[]]>([
  [
    "a role by the name that is reported not to work",
    { 11: "        name: GitHubActions" },
    ["role GitHubActions in 123456789012: this very name is reported not to work; choose another"],
  ],
  [
    "a role whose published name lacks its path",
    { 11: "        path: /ci/\n    name: production" },
    [
      "role GitHubActionsECRRole in production: AWS_ROLE_NAME does not hold the path; write role/ci/ before it in the workflow, or publish roleArn",
    ],
  ],
  [
    "a role whose values nobody gets",
    { 8: entry("repository: team-*, branch: main"), 11: `        ${accepting("R07")}` },
    [`${ROLE}: ${NO_VALUES}`],
  ],
  [
    "claims that no job has in its context, each kind once",
    {
      8: [
        entry("repository: [web, api], branch: main, claims: { environment: production }"),
        entry("repository: web, pullRequest: true, claims: { environment: production }"),
        entry("repository: web, branch: main, claims: { ref: [refs/heads/dev, refs/tags/*] }"),
        entry("repository: web, tag: v1, claims: { ref: refs/heads/v1 }"),
      ].join("\n"),
      10: "          repositories: [web]\n          access: pull",
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}`,
    },
    [
      `${ROLE}: an entry asks for the claim environment and for another context, and no job sends both; write environment in place of the other, and the claim ref beside it`,
      `${ROLE}: an entry asks for refs/heads/main and for the claim ref of another, and no job sends both`,
      `${ROLE}: an entry asks for refs/tags/v1 and for the claim ref of another, and no job sends both`,
    ],
  ],
  [
    "an audience that the provider does not take",
    {
      7: "      - trustPolicy:",
      8: OTHER_AUDIENCE,
    },
    [
      `${ROLE}: its trustPolicy asks for the audience https://github.com/acme, and the account's provider takes sts.amazonaws.com alone`,
    ],
  ],
  [
    "a sign that is no wildcard in an environment",
    { 8: entry("repository: web, environment: prod*"), 11: `        ${accepting("R13")}` },
    [`${ROLE}: the * in the environment prod* stands for itself, and for nothing else`],
  ],
  [
    "a password",
    { 11: "state: { http: { address: 'https://x/{stack}', username: u, password: p } }" },
    [credential("state.http.password")],
  ],
  ["a connection string", { 11: "state: { pg: { conn_str: x } }" }, [credential("state.pg.conn_str")]],
  [
    "each credential, in either spelling",
    { 11: "state: { azurerm: { access_key: a, clientSecret: b, sasToken: c, container_name: d } }" },
    [
      credential("state.azurerm.access_key"),
      credential("state.azurerm.clientSecret"),
      credential("state.azurerm.sasToken"),
    ],
  ],
  [
    "Google's credentials and key",
    { 11: "state: { gcs: { bucket: b, credentials: x, access_token: y, encryption_key: z } }" },
    [
      credential("state.gcs.credentials"),
      credential("state.gcs.access_token"),
      credential("state.gcs.encryption_key"),
    ],
  ],
  ["a token", { 11: "state: { remote: { token: x } }" }, [credential("state.remote.token")]],
  [
    "claims outside of AWS's commercial regions",
    { 5: "    region: cn-north-1", 8: entry("repository: web, branch: main, claims: { actorId: 5 }") },
    [`${ROLE}: ${CLAIMS_UNSURE}`],
  ],
  [
    "claims on another GitHub than github.com, once for the role",
    {
      2: `${WITH_IDS}\n  host: acme.ghe.com`,
      8: `${entry("repository: web, branch: main, claims: { actorId: 5 }")}\n${entry("repository: web, tag: v1, claims: { actorId: 6 }")}`,
    },
    [`${ROLE}: ${CLAIMS_UNSURE}`],
  ],
  [
    "claims on github.com with an issuer of the enterprise's own",
    {
      2: `${WITH_IDS}\n  enterprise: acme-corp`,
      8: entry("repository: web, branch: main, claims: { actorId: 5 }"),
    },
    [`${ROLE}: ${CLAIMS_UNSURE}`],
  ],
  [
    "one statement of a trust policy that no rule judges",
    own(USER),
    [`${ROLE}: 1 of its trustPolicy's statements ${UNJUDGED}`],
  ],
  [
    "several statements of a trust policy that no rule judges",
    own(USER, "{ Effect: Deny, Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } } }", USER),
    [`${ROLE}: 2 of its trustPolicy's statements ${UNJUDGED}`],
  ],
  [
    "a statement for another provider than GitHub, which rules judge by its provider alone",
    own(
      "{ Effect: Allow, Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/gitlab.com' }, Action: sts:AssumeRoleWithWebIdentity }",
    ),
    [
      `${ROLE}: 1 of its trustPolicy's statements ${UNJUDGED}`,
      warned("R34", ROLE, '"arn:aws:iam::123456789012:oidc-provider/gitlab.com"'),
    ],
  ],
  [
    "a subject by names alone",
    { 2: "  owner: acme" },
    [warned("R23", ROLE, '"repo:acme/web:ref:refs/heads/main"')],
  ],
  [
    "one rule in two roles, once",
    { 2: "  owner: acme", 11: secondRole("name: B", "trust: [{ repository: api, branch: main }]") },
    [warned("R23", `${ROLE} and 1 more`, '"repo:acme/web:ref:refs/heads/main" and 1 more')],
  ],
  [
    "one rule in roles of several accounts, by the first that does not accept it",
    {
      2: "  owner: acme",
      11: [
        `        ${accepting("R23")}`,
        secondAccount("210987654321", "b", "trust: [{ repository: api, branch: main }]"),
        secondRole("name: C", "trust: [{ repository: docs, branch: main }]"),
      ].join("\n"),
    },
    [
      warned(
        "R23",
        `role GitHubActionsECRRole in b and 1 more`,
        '"repo:acme/api:ref:refs/heads/main" and 1 more',
      ),
    ],
  ],
  [
    "rules of medium and low severity, in their order",
    { 10: "          repositories: '*'", 11: "        maxSessionSeconds: 3601" },
    [
      warned("R35", ROLE, '"3601 seconds"'),
      warned("R37", ROLE, '"arn:aws:ecr:ap-northeast-2:123456789012:repository/*"'),
    ],
  ],
  [
    "an environment",
    { 8: entry("repository: web, environment: prod") },
    [warned("R13", ROLE, '"repo:acme@1/web@2:environment:prod"')],
  ],
  [
    "a pattern for branches and one for tags",
    { 8: `${entry("repository: web, branch: release/*")}\n${entry("repository: web, tag: v*")}` },
    [
      warned("R10", ROLE, '"repo:acme@1/web@2:ref:refs/heads/release/*"'),
      warned("R11", ROLE, '"repo:acme@1/web@2:ref:refs/tags/v*"'),
    ],
  ],
  [
    "both formats of a repository",
    { 2: WITH_IDS.replace("immutable", "both") },
    [warned("R26", ROLE, '"repo:acme/web:ref:refs/heads/main"')],
  ],
  [
    "the state first, then each role, then claims, then rules",
    {
      5: "    region: cn-north-1",
      8: entry("repository: web, branch: main, claims: { actorId: 5 }"),
      11: "        name: GitHubActions\n        path: /ci/\n        maxSessionSeconds: 43200\nstate: { cloud: { token: x } }",
    },
    [
      credential("state.cloud.token"),
      "role GitHubActions in 123456789012: this very name is reported not to work; choose another",
      "role GitHubActions in 123456789012: AWS_ROLE_NAME does not hold the path; write role/ci/ before it in the workflow, or publish roleArn",
      `role GitHubActions in 123456789012: ${CLAIMS_UNSURE}`,
      warned("R35", `role GitHubActions in 123456789012`, '"43200 seconds"'),
    ],
  ],
])("warns of %s", (_, lines, warnings) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual(warnings);
});

test.each<[string, Lines]>([
  ["the guide, where tokens carry ids", {}],
  ["the guide by names, where that is accepted", { 2: "  owner: acme", 11: `        ${accepting("R23")}` }],
  [
    "names on a GitHub Enterprise Server, which sends no ids",
    { 2: "  owner: acme\n  host: git.example.com" },
  ],
  [
    "an audience of a provider that is not made here",
    {
      5: "    region: ap-northeast-2\n    oidcProvider: existing",
      7: "      - trustPolicy:",
      8: OTHER_AUDIENCE,
    },
  ],
  [
    "claims that a job of the context has",
    {
      8: [
        entry("repository: web, branch: main, claims: { ref: [refs/heads/ma*, refs/heads/x] }"),
        entry("repository: web, branch: 'm*', claims: { ref: refs/heads/x }"),
        entry("repository: web, environment: prod, claims: { ref: refs/heads/x, environment: prod }"),
      ].join("\n"),
      11: `        ${accepting("R10")}`,
    },
  ],
  ["claims on github.com", { 8: entry("repository: web, branch: main, claims: { actorId: 5 }") }],
  ["a trust policy for workflows alone", own()],
  [
    "what a trust policy denies",
    own("{ Effect: Deny, Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } } }"),
  ],
  ["a name that begins like the one that does not work", { 11: "        name: GitHubActionsECR" }],
  ["a path where nothing is published", { 11: "        path: /ci/\n        publish: false" }],
  ["a session of an hour", { 11: "        maxSessionSeconds: 3600" }],
  [
    "a longer session with a boundary",
    {
      11: "        maxSessionSeconds: 3601\n        permissionsBoundaryArn: arn:aws:iam::aws:policy/PowerUserAccess",
    },
  ],
  ["pulling everything", { 10: "          repositories: '*'", 11: "          access: pull" }],
  ["settings that are no credentials", { 11: "state: { gcs: { bucket: b, prefix: 'x/{stack}' } }" }],
  ["S3", { 11: "state: { s3: { bucket: abc, region: us-east-1, kmsKeyId: alias/x } }" }],
])("says nothing of %s", (_, lines) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual([]);
});

/** A role that publishes so many values to one repository each, and asks GitHub for nothing else. */
function manyRepositories(count: number, kind = "repository"): string {
  const repositories = numbered(count, "r").join(", ");
  return fileWith({
    2: WITH_IDS,
    11: `        publish: { to: ${kind}, repositories: [${repositories}], values: { A: roleArn } }`,
  });
}

test("warns of requests that a plan and its apply make, above half of what GitHub answers in an hour", () => {
  expect(parseConfig(manyRepositories(2_500), NAME).warnings).toStrictEqual([]);
  expect(parseConfig(manyRepositories(2_501), NAME).warnings).toStrictEqual([
    "a plan makes 2501 requests to GitHub, and so does its apply; with one token GitHub answers 5000 in an hour; publish values to the organization (publish.to: organization), where each is one for all repositories",
  ]);
  expect(parseConfig(manyRepositories(2_501, "organization"), NAME).warnings).toStrictEqual([]);
});

test("warns of requests of all owners together, after credentials and before roles", () => {
  const lines: Lines = {
    2: `${WITH_IDS}\n  environments: [{ name: prod, repositories: [${numbered(2_500, "other/r").join(", ")}] }]`,
    11: "        name: GitHubActions\n        publish: { values: { A: roleArn } }\nstate: { pg: { conn_str: x } }",
  };

  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual([
    credential("state.pg.conn_str"),
    "a plan makes 2501 requests to GitHub, and so does its apply; with one token GitHub answers 5000 in an hour; publish values to the organization (publish.to: organization), where each is one for all repositories",
    "role GitHubActions in 123456789012: this very name is reported not to work; choose another",
  ]);
});

test("warns of each role by itself, its name before its values", () => {
  const lines: Lines = {
    2: WITH_IDS,
    11: [
      "        name: GitHubActions",
      "        path: /ci/",
      secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { as: secrets, prefix: B_ }"),
    ].join("\n"),
  };

  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual([
    "role GitHubActions in 123456789012: this very name is reported not to work; choose another",
    "role GitHubActions in 123456789012: AWS_ROLE_NAME does not hold the path; write role/ci/ before it in the workflow, or publish roleArn",
    "role B in 123456789012: GitHub masks the secret B_AWS_REGION: a job output that holds such a value is empty in the next job; write as: variables, since none of them is confidential",
  ]);
});
