import { durationText, githubRequests, MAX_REQUESTS_PER_HOUR } from "../../lib/config/github-requests";
import { parseConfig } from "../../lib/config/load";
import type { Environment, GithubValue, Owner } from "../../lib/config/types";
import { ISSUER } from "../support/github";
import {
  accepting,
  fileWith,
  type Lines,
  MASKED,
  NAME,
  numbered,
  otherWarnings,
  secondAccount,
  secondRole,
  WITH_IDS,
} from "./access-file";
import { warned } from "./problem-texts";

const credential = (place: string): string =>
  `${place} is a credential. Remove it from the file and set it in the environment. See docs/guide/state.md#other-backends`;

const ROLE = "role GitHubActionsECRRole in 123456789012";
const NO_VALUES =
  "no repository receives its values, because trust names none without wildcards. List repositories in publish.repositories, or set publish: false. See docs/guide/publishing.md#choose-where";
const CLAIMS_UNSURE =
  "AWS documents claims other than aud and sub only for github.com and commercial regions. Elsewhere the role may deny every token. See docs/guide/trust.md#further-claims";

const unchecked = (statements: string): string =>
  `${ROLE}: trustPolicy has ${statements} for other principals than GitHub's OIDC provider, which the rules do not check. See docs/guide/trust.md#custom-trust-policy`;
const NAME_REPORTED =
  "role GitHubActions in 123456789012: users report that workflows cannot assume a role named GitHubActions. Choose another name. See docs/limits.md#unverified";
const WITHOUT_PATH =
  "AWS_ROLE_NAME does not contain the role's path. Publish roleArn, or write role/ci/ before the name in the workflow. See docs/guide/publishing.md#choose-names-and-values";
const requests = (plan: number, apply: number, minutes: number): string =>
  `a plan makes ${plan} requests to GitHub, the first apply ${apply} in about ${minutes} minutes. GitHub allows a token 5000 per hour. Publish to the organization, or fewer values. See docs/guide/publishing.md#limits`;
const USER =
  "{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: sts:AssumeRole }";

/** A role with a custom trust policy for one branch, and further statements. */
function own(...statements: readonly string[]): Lines {
  const branch = `{ Effect: Allow, Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com, "${ISSUER}:sub": "repo:acme@1/web@2:ref:refs/heads/main" } } }`;
  return { 7: "      - trustPolicy:", 8: `          Statement: [${[branch, ...statements].join(", ")}]` };
}

/** An entry for line 8. */
const entry = (keys: string): string => `          - { ${keys} }`;

/** A policy that allows tokens that were issued for another service. */
const OTHER_AUDIENCE = `          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: https://github.com/acme
                token.actions.githubusercontent.com:sub: repo:acme@1/web@2:ref:refs/heads/main`;

const unknownRegion = (region: string, meant: string): string =>
  `the region ${region} is not among the AWS regions of 2026-11-20${meant} it is newer, ignore this warning. See docs/access-yaml.md`;

test.each<[string, Lines, readonly string[]]>([
  ["the role name GitHubActions", { 11: "        name: GitHubActions" }, [NAME_REPORTED]],
  [
    "a region that AWS did not have",
    { 5: "    region: us-east-3" },
    [unknownRegion("us-east-3", ", did you mean us-east-2? If")],
  ],
  [
    "the regions of ECR and of the state, each once",
    {
      11: "          region: [eu-west-11, us-southwest-9, eu-west-11]",
      12: "state: { s3: { bucket: acme-tfstate, region: eu-west-11 } }",
    },
    [unknownRegion("eu-west-11", ", did you mean eu-west-1? If"), unknownRegion("us-southwest-9", ". If")],
  ],
  [
    "a role whose published name lacks its path",
    { 11: "        path: /ci/\n    name: production" },
    [`role GitHubActionsECRRole in production: ${WITHOUT_PATH}`],
  ],
  [
    "a role whose values no repository receives",
    { 8: entry("repository: team-*, branch: main"), 11: `        ${accepting("R07")}` },
    [`${ROLE}: ${NO_VALUES}`],
  ],
  [
    "claims that no job sends in this context, each kind once",
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
      "R31 unmatchable-condition (medium), role GitHubActionsECRRole in 123456789012, trust[0] and 2 more: no token has this value, or not together with the other conditions, so it never matches (both this and environment production must hold, and no token has both: the subject of a job with an environment names no branch). See docs/rules.md#r31",
    ],
  ],
  [
    "an audience that the provider does not accept",
    {
      7: "      - trustPolicy:",
      8: OTHER_AUDIENCE,
    },
    [
      `${ROLE}: trustPolicy requires the audience https://github.com/acme, but the account's OIDC provider accepts only sts.amazonaws.com. See docs/guide/trust.md#custom-trust-policy`,
    ],
  ],
  [
    "another audience, if the OIDC provider exists already",
    {
      5: "    region: ap-northeast-2\n    oidcProvider: existing",
      7: "      - trustPolicy:",
      8: OTHER_AUDIENCE,
    },
    [
      `R45 other-audience (medium), role GitHubActionsECRRole in 123456789012, trustPolicy.Statement.Condition.StringEquals["token.actions.githubusercontent.com:aud"]: tokens that were issued for another service can assume the role, and those of aws-actions/configure-aws-credentials cannot, unless the workflow sets its audience. See docs/rules.md#r45`,
    ],
  ],
  [
    "a * in the name of an environment",
    { 8: entry("repository: web, environment: prod*"), 11: `        ${accepting("R13")}` },
    [
      `${ROLE}: the * in the environment prod* is a literal character, not a wildcard. See docs/guide/trust.md#environment`,
    ],
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
    "claims on github.com with the issuer of an enterprise",
    {
      2: `${WITH_IDS}\n  enterprise: acme-corp`,
      8: entry("repository: web, branch: main, claims: { actorId: 5 }"),
    },
    [`${ROLE}: ${CLAIMS_UNSURE}`],
  ],
  ["one statement of a trust policy that the rules do not check", own(USER), [unchecked("1 statement")]],
  [
    "several statements of a trust policy that the rules do not check",
    own(USER, "{ Effect: Deny, Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } } }", USER),
    [unchecked("2 statements")],
  ],
  [
    "a statement for another OIDC provider, of which the rules check only the provider",
    own(
      "{ Effect: Allow, Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/gitlab.com' }, Action: sts:AssumeRoleWithWebIdentity }",
    ),
    [unchecked("1 statement"), warned("R34", `${ROLE}, trustPolicy.Statement[1].Principal.Federated`)],
  ],
  ["a name subject", { 2: "  owner: acme" }, [warned("R23", `${ROLE}, trust[0]`)]],
  [
    "one rule in two roles, once",
    { 2: "  owner: acme", 11: secondRole("name: B", "trust: [{ repository: api, branch: main }]") },
    [warned("R23", `${ROLE}, role B in 123456789012`)],
  ],
  [
    "one rule in five roles, once, with the first three",
    {
      2: "  owner: acme",
      11: ["B", "C", "D", "E"]
        .map((name) => secondRole(`name: ${name}`, `trust: [{ repository: r-${name}, branch: main }]`))
        .join("\n"),
    },
    [warned("R23", `${ROLE}, role B in 123456789012, role C in 123456789012 and 2 more`)],
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
    [warned("R23", "role GitHubActionsECRRole in b, role C in b")],
  ],
  [
    "rules of medium and low severity, in their order",
    { 10: "          repositories: '*'", 11: "        maxSessionSeconds: 3601" },
    [warned("R35", `${ROLE}, maxSessionSeconds`), warned("R37", `${ROLE}, ecr.repositories`)],
  ],
  [
    "an environment",
    { 8: entry("repository: web, environment: prod") },
    [warned("R13", `${ROLE}, trust[0]`)],
  ],
  [
    "a pattern for branches and one for tags",
    { 8: `${entry("repository: web, branch: release/*")}\n${entry("repository: web, tag: v*")}` },
    [warned("R10", `${ROLE}, trust[0]`), warned("R11", `${ROLE}, trust[1]`)],
  ],
  [
    "both formats of a repository",
    { 2: WITH_IDS.replace("immutable", "both") },
    [warned("R26", `${ROLE}, trust[0]`)],
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
      NAME_REPORTED,
      `role GitHubActions in 123456789012: ${WITHOUT_PATH}`,
      `role GitHubActions in 123456789012: ${CLAIMS_UNSURE}`,
      warned("R35", "role GitHubActions in 123456789012, maxSessionSeconds"),
    ],
  ],
])("warns about %s", (_, lines, warnings) => {
  expect(otherWarnings(fileWith({ 2: WITH_IDS, ...lines }))).toStrictEqual(warnings);
});

test.each<[string, Lines]>([
  ["the smallest file with ids", {}],
  ["name subjects, if R23 is accepted", { 2: "  owner: acme", 11: `        ${accepting("R23")}` }],
  [
    "name subjects on a GitHub Enterprise Server, which sends no ids",
    { 2: "  owner: acme\n  host: git.example.com" },
  ],
  [
    "claims that a job of the context sends",
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
  ["a trust policy for workflows only", own()],
  [
    "what a trust policy denies",
    own("{ Effect: Deny, Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } } }"),
  ],
  ["a name that starts with GitHubActions", { 11: "        name: GitHubActionsECR" }],
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
])("gives no warning for %s", (_, lines) => {
  expect(otherWarnings(fileWith({ 2: WITH_IDS, ...lines }))).toStrictEqual([]);
});

/** A role that publishes a value to this many repositories. */
function manyRepositories(count: number, kind = "repository"): string {
  const repositories = numbered(count, "r").join(", ");
  return fileWith({
    2: WITH_IDS,
    11: `        publish: { to: ${kind}, repositories: [${repositories}], values: { A: roleArn } }`,
  });
}

test("warns about a first apply of more than ten minutes", () => {
  expect(otherWarnings(manyRepositories(521))).toStrictEqual([]);
  expect(otherWarnings(manyRepositories(522))).toStrictEqual([requests(523, 2_090, 11)]);
  expect(otherWarnings(manyRepositories(2_501, "organization"))).toStrictEqual([]);
});

test("warns about more requests than GitHub allows per hour, in a first apply, or in a plan and its apply", () => {
  const fast = (count: number, as: string): string =>
    manyRepositories(count)
      .replace(WITH_IDS, `${WITH_IDS}\n  writeDelayMs: 0`)
      .replace("publish: {", `publish: { as: ${as},`);
  expect(otherWarnings(fast(1_249, "secrets"))).toStrictEqual([]);
  expect(otherWarnings(fast(1_250, "secrets"))).toStrictEqual([requests(1_251, 5_002, 4)]);
  expect(otherWarnings(fast(1_666, "variables"))).toStrictEqual([]);
  expect(otherWarnings(fast(1_667, "variables"))).toStrictEqual([requests(1_668, 5_003, 5)]);
});

test("counts the requests of all owners, and warns about them after credentials and before roles", () => {
  const lines: Lines = {
    2: `${WITH_IDS}\n  environments: [{ name: prod, repositories: [${numbered(2_500, "other/r").join(", ")}] }]`,
    11: "        name: GitHubActions\n        publish: { values: { A: roleArn } }\nstate: { pg: { conn_str: x } }",
  };

  expect(otherWarnings(fileWith(lines))).toStrictEqual([
    credential("state.pg.conn_str"),
    requests(2_503, 5_008, 48),
    NAME_REPORTED,
  ]);
});

test("warns about each role, its name before its values", () => {
  const lines: Lines = {
    2: WITH_IDS,
    11: [
      "        name: GitHubActions",
      "        path: /ci/",
      secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { as: secrets, prefix: B_ }"),
    ].join("\n"),
  };

  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual([
    NAME_REPORTED,
    `role GitHubActions in 123456789012: ${WITHOUT_PATH}`,
    `role GitHubActions in 123456789012: ${MASKED}`,
    `role B in 123456789012: ${MASKED.replace("AWS_REGION", "B_AWS_REGION")}`,
  ]);
});

const NOTHING: Owner = {
  name: "acme",
  stack: "github-acme",
  values: [],
  environments: [],
  templates: [],
  accountStacks: [],
  formerNames: [],
  renamed: [],
  elsewhere: [],
};

function environment(keys: Partial<Environment>): Environment {
  return {
    repository: "web",
    name: "prod",
    branches: [],
    tags: [],
    reviewers: { users: [], teams: [] },
    preventSelfReview: false,
    waitMinutes: 30,
    administratorsMayBypass: false,
    ...keys,
  };
}

const VALUE = {
  as: "secrets",
  target: { level: "organization", visibility: "private" },
  name: "A",
  value: "x",
} as const;

const WEB = { level: "repository", repository: "web" } as const;
const PROD = { level: "environment", repository: "web", environment: "prod" } as const;

function selected(count: number): GithubValue {
  const others = Array.from({ length: count - 1 }, (_, index) => index + 2);
  return {
    ...VALUE,
    target: { level: "organization", visibility: "selected", repositoryIds: [1, ...others] },
  };
}

test.each<[string, Partial<Owner>, readonly [perPlan: number, firstApply: number, writes: number]]>([
  ["nothing", {}, [0, 0, 0]],
  ["secrets of the organization", { values: [VALUE, VALUE, VALUE] }, [4, 11, 3]],
  ["a variable of the organization", { values: [{ ...VALUE, as: "variables" }] }, [2, 4, 1]],
  ["a secret of a repository", { values: [{ ...VALUE, target: WEB }] }, [2, 6, 1]],
  ["a Dependabot secret", { values: [{ ...VALUE, as: "dependabot secrets", target: WEB }] }, [2, 6, 1]],
  ["a variable of a repository", { values: [{ ...VALUE, as: "variables", target: WEB }] }, [2, 5, 1]],
  ["a secret of an environment", { values: [{ ...VALUE, target: PROD }] }, [2, 6, 1]],
  ["a variable of an environment", { values: [{ ...VALUE, as: "variables", target: PROD }] }, [2, 5, 1]],
  ["a value for one repository, and a page of the repositories", { values: [selected(1)] }, [3, 5, 1]],
  ["a value for 100 repositories", { values: [selected(100)] }, [3, 5, 1]],
  ["a value for 101 repositories", { values: [selected(101)] }, [4, 5, 1]],
  ["environments", { environments: [environment({}), environment({ repository: "api" })] }, [3, 6, 2]],
  [
    "patterns for branches and tags of an environment",
    { environments: [environment({ branches: ["main", "release/*"], tags: ["v*"] })] },
    [5, 10, 4],
  ],
  [
    "templates",
    {
      templates: [
        { repository: undefined, claims: ["repo"] },
        { repository: "web", claims: ["repo"] },
      ],
    },
    [3, 6, 2],
  ],
  [
    "reviewers once, however many environments they review, a user three times, and a team by the name of a user",
    {
      environments: [
        environment({ reviewers: { users: ["octo", "cat"], teams: ["octo"] } }),
        environment({ name: "test", reviewers: { users: ["octo"], teams: ["octo", "ops"] } }),
      ],
    },
    [1 + 2 + 6 + 2, 2 + 4 + 6 + 2, 2],
  ],
])("counts the requests and the writes of %s", (_, parts, [perPlan, firstApply, writes]) => {
  expect(githubRequests({ ...NOTHING, ...parts }, 850)).toStrictEqual({
    perPlan,
    firstApply,
    firstApplySeconds: writes,
  });
});

test.each([
  [1_000, 69],
  [250, 24],
  [0, 9],
])("60 secrets with a wait of %d ms take %d seconds", (writeDelayMs, seconds) => {
  const values = numbered(60, "S").map((name) => ({ ...VALUE, target: WEB, name }));
  expect(githubRequests({ ...NOTHING, values }, writeDelayMs)).toStrictEqual({
    perPlan: 61,
    firstApply: 242,
    firstApplySeconds: seconds,
  });
});

test.each([
  [1, "1 second"],
  [120, "120 seconds"],
  [121, "3 minutes"],
])("%d seconds are %s", (seconds, words) => {
  expect(durationText(seconds)).toBe(words);
});

test("GitHub answers 5,000 requests in an hour", () => {
  expect(MAX_REQUESTS_PER_HOUR).toBe(5_000);
});
