import { parseConfig } from "../../lib/config/load";
import { ISSUER } from "../support/github";
import { accepting, fileWith, type Lines, NAME, otherWarnings, WITH_IDS } from "./access-file";

const NO_REPOSITORY =
  "no repository receives its values, because trust names none without wildcards. List repositories in publish.repositories, or set publish: false. See docs/guide/publishing.md#choose-where";
const NO_ORGANIZATION =
  "no organization receives its values, because trust names none. List repositories in publish.repositories, or set publish: false. See docs/guide/publishing.md#choose-where";
const noEnvironment = (repositories: string): string =>
  `no environment of ${repositories} receives its values, because trust names none. Add one to trust, or list only the other repositories in publish.repositories. See docs/guide/publishing.md#choose-where`;
const masked = (secrets: string): string =>
  `GitHub masks the ${secrets} and drops every job output that contains the value. Set publish.as: variables. See docs/guide/publishing.md#variables-or-secrets`;
const withoutPath = (names: string): string =>
  `${names} does not contain the role's path. Publish roleArn, or write role/ci/ before the name in the workflow. See docs/guide/publishing.md#choose-names-and-values`;

const entries = (...keys: readonly string[]): string =>
  keys.map((key) => `          - { ${key} }`).join("\n");
/** The role of line 11 accepts the rules. */
const publish = (keys: string, ...rules: readonly string[]): string =>
  `        publish: { ${keys} }${rules.length === 0 ? "" : `\n        ${accepting(...rules)}`}`;

const TEAMS = entries("repository: team-*, branch: main");
const PROTECTED =
  "  environments: [{ name: prod, repositories: [web, api, lib, docs], protectedElsewhere: true }]";

/** A trust policy that allows one reusable workflow, from any repository. */
const ONE_WORKFLOW: Lines = {
  7: "      - trustPolicy:",
  8: `          Statement: [{ Effect: Allow, Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com, "${ISSUER}:job_workflow_ref": "acme/ci/.github/workflows/push.yml@refs/heads/main" } } }]`,
};

test.each<[string, Lines, readonly string[]]>([
  ["values that no repository receives", { 8: TEAMS, 11: publish("to: repository", "R07") }, [NO_REPOSITORY]],
  [
    "Dependabot's secrets that no repository receives",
    { 8: TEAMS, 11: publish("to: dependabot, as: secrets", "R07") },
    [NO_REPOSITORY],
  ],
  [
    "values that an organization receives and no repository",
    { 8: TEAMS, 11: publish("to: [organization, repository]", "R07") },
    [NO_REPOSITORY],
  ],
  [
    "values that no organization receives",
    { ...ONE_WORKFLOW, 11: publish("to: [organization, dependabot]", "R20") },
    [NO_ORGANIZATION],
  ],
  [
    "values that no repository and no organization receives",
    { ...ONE_WORKFLOW, 11: publish("to: [organization, repository, dependabot]", "R20") },
    [NO_REPOSITORY, NO_ORGANIZATION],
  ],
  [
    "values that one of the repositories does not receive in an environment",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod", "repository: api, branch: main"),
      11: publish("to: environment", "R39"),
    },
    [noEnvironment("acme/api")],
  ],
  [
    "values that several of the repositories do not receive in an environment, only for Dependabot",
    {
      2: `${WITH_IDS}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod"),
      11: publish("to: [environment, dependabot], repositories: [docs, other/web, web]"),
    },
    [noEnvironment("acme/docs and 1 more")],
  ],
  [
    "every role name without the path",
    { 11: `        path: /ci/\n${publish("values: { A: roleName, B: roleArn, C: roleName }, prefix: X_")}` },
    [withoutPath("X_A, X_C")],
  ],
  [
    "a role name without the path, in the organization",
    { 11: `        path: /ci/\n${publish("to: organization")}` },
    [withoutPath("AWS_ROLE_NAME")],
  ],
])("warns about %s", (_, lines, warnings) => {
  expect(otherWarnings(fileWith({ 2: WITH_IDS, ...lines }))).toStrictEqual(
    warnings.map((warning) => `role GitHubActionsECRRole in 123456789012: ${warning}`),
  );
});

test("warns about a role in a fixed order", () => {
  const lines: Lines = {
    2: WITH_IDS,
    8: TEAMS,
    11: `        path: /ci/\n${publish("to: [organization, repository]", "R07")}`,
  };
  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual(
    [NO_REPOSITORY, withoutPath("AWS_ROLE_NAME"), masked("secret AWS_REGION")].map(
      (warning) => `role GitHubActionsECRRole in 123456789012: ${warning}`,
    ),
  );
});

test.each<[string, Lines, string]>([
  ["the default secrets", {}, "secret AWS_REGION"],
  [
    "the default secrets in every target",
    { 11: publish("to: [repository, organization, dependabot]") },
    "secret AWS_REGION",
  ],
  ["the default secrets with a prefix", { 11: publish("prefix: CI_") }, "secret CI_AWS_REGION"],
  ["a region that the file publishes as a secret", { 11: publish("as: secrets") }, "secret AWS_REGION"],
  [
    "regions and registries that are secrets",
    { 11: publish("prefix: CI_, values: { A: region, B: roleArn, C: registry, D: accountId, E: region }") },
    "secrets CI_A, CI_C, CI_E",
  ],
  [
    "a registry that is a secret of the organization and of Dependabot",
    { 11: publish("to: [dependabot, organization], values: { A: registry }") },
    "secret A",
  ],
])("warns about %s, which GitHub masks", (_, lines, secrets) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual([
    `role GitHubActionsECRRole in 123456789012: ${masked(secrets)}`,
  ]);
});

test.each<[string, Lines]>([
  ["variables", { 11: publish("as: variables, values: { A: region, B: registry }") }],
  ["secrets that contain only names", { 11: publish("values: { A: roleArn, B: accountId, C: roleName }") }],
  ["secrets that only Dependabot reads", { 11: publish("to: dependabot") }],
  ["a role that publishes nothing", { 11: "        publish: false" }],
])("gives no warning for %s", (_, lines) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual([]);
});

test("does not warn about secrets that no repository receives", () => {
  const lines: Lines = { 2: WITH_IDS, 8: TEAMS, 11: publish("to: repository", "R07") };
  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual([
    `role GitHubActionsECRRole in 123456789012: ${NO_REPOSITORY}`,
  ]);
});

test("warns about the same secrets of several roles once", () => {
  const role = (name: string, branch: string) =>
    `      - name: ${name}\n        trust: [{ repository: ${name}, branch: ${branch} }]\n        ecr: { repositories: [web] }`;
  const lines: Lines = {
    2: WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, b: { id: 3 }, c: { id: 4 }, d: { id: 5 }"),
    11: [role("b", "main"), role("c", "main"), role("d", "main")].join("\n"),
  };
  expect(parseConfig(fileWith(lines), NAME).warnings).toStrictEqual([
    `role GitHubActionsECRRole in 123456789012, role b in 123456789012, role c in 123456789012 and 1 more: ${masked("secret AWS_REGION")}`,
  ]);
});

test.each<[string, Lines]>([
  ["an ARN, which contains the path", { 11: `        path: /ci/\n${publish("values: { A: roleArn }")}` }],
  [
    "a role that publishes nothing",
    { 8: TEAMS, 11: `        path: /ci/\n        publish: false\n        ${accepting("R07")}` },
  ],
  [
    "values of a repository pattern in the organization",
    { 8: TEAMS, 11: publish("to: organization", "R07") },
  ],
  [
    "values of a repository pattern in the organization, for Dependabot too",
    { 8: TEAMS, 11: publish("to: [organization, dependabot]", "R07") },
  ],
  [
    "a repository that receives its values beside the environment of another",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod", "repository: api, branch: main"),
      11: publish("to: [environment, repository]", "R39"),
    },
  ],
  [
    "each repository's environment",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: [web, api], environment: prod"),
      11: publish("to: environment", "R39"),
    },
  ],
])("gives no other warning for %s", (_, lines) => {
  expect(otherWarnings(fileWith({ 2: WITH_IDS, ...lines }))).toStrictEqual([]);
});
