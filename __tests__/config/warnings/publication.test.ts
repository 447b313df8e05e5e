import { parseConfig } from "../../../lib/config/load";
import { accepting, fileWith, type Lines, NAME, WITH_IDS } from "../access-file";

const ISSUER = "token.actions.githubusercontent.com";

const NO_REPOSITORY =
  "no repository gets its values, because trust names none exactly; list them in publish.repositories, or write publish: false";
const NO_ORGANIZATION =
  "no organization gets its values, because trust names none; list repositories in publish.repositories, or write publish: false";
const noEnvironment = (repositories: string): string =>
  `no environment of ${repositories} gets its values, because trust names none; name one in trust, or list the other repositories alone in publish.repositories`;
const masked = (secrets: string): string =>
  `GitHub masks the ${secrets}: a job output that holds such a value is empty in the next job; write as: variables, since none of them is confidential`;
const withoutPath = (names: string): string =>
  `${names} does not hold the path; write role/ci/ before it in the workflow, or publish roleArn`;

const entries = (...keys: readonly string[]): string =>
  keys.map((key) => `          - { ${key} }`).join("\n");
/** A file that breaks no rule but those that line 11 accepts. */
const publish = (keys: string, ...rules: readonly string[]): string =>
  `        publish: { ${keys} }${rules.length === 0 ? "" : `\n        ${accepting(...rules)}`}`;

const TEAMS = entries("repository: team-*, branch: main");
const PROTECTED =
  "  environments: [{ name: prod, repositories: [web, api, lib, docs], protectedElsewhere: true }]";

/** A trust policy that lets in one workflow, whatever repository calls it. */
const ONE_WORKFLOW: Lines = {
  7: "      - trustPolicy:",
  8: `          Statement: [{ Effect: Allow, Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "${ISSUER}:aud": sts.amazonaws.com, "${ISSUER}:job_workflow_ref": "acme/ci/.github/workflows/push.yml@refs/heads/main" } } }]`,
};

test.each<[string, Lines, readonly string[]]>([
  ["values that no repository gets", { 8: TEAMS, 11: publish("to: repository", "R07") }, [NO_REPOSITORY]],
  [
    "Dependabot's secrets that no repository gets",
    { 8: TEAMS, 11: publish("to: dependabot, as: secrets", "R07") },
    [NO_REPOSITORY],
  ],
  [
    "values that an organization gets and no repository",
    { 8: TEAMS, 11: publish("to: [organization, repository]", "R07") },
    [NO_REPOSITORY],
  ],
  [
    "values that no organization gets",
    { ...ONE_WORKFLOW, 11: publish("to: [organization, dependabot]", "R20") },
    [NO_ORGANIZATION],
  ],
  [
    "values that no repository and no organization gets",
    { ...ONE_WORKFLOW, 11: publish("to: [organization, repository, dependabot]", "R20") },
    [NO_REPOSITORY, NO_ORGANIZATION],
  ],
  [
    "values that one of the repositories does not get in an environment",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod", "repository: api, branch: main"),
      11: publish("to: environment"),
    },
    [noEnvironment("acme/api")],
  ],
  [
    "values that several of the repositories do not get in an environment, for Dependabot alone",
    {
      2: `${WITH_IDS}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod"),
      11: publish("to: [environment, dependabot], repositories: [docs, other/web, web]"),
    },
    [noEnvironment("acme/docs and 1 more")],
  ],
  ["a region that the file makes a secret", { 11: publish("as: secrets") }, [masked("secret AWS_REGION")]],
  [
    "regions and registries among the names that the file makes secrets",
    { 11: publish("prefix: CI_, values: { A: region, B: roleArn, C: registry, D: accountId, E: region }") },
    [masked("secrets CI_A, CI_C, CI_E")],
  ],
  [
    "a registry that is a secret of an organization, and Dependabot's",
    { 11: publish("to: [dependabot, organization], values: { A: registry }") },
    [masked("secret A")],
  ],
  [
    "each name that lacks the path",
    { 11: `        path: /ci/\n${publish("values: { A: roleName, B: roleArn, C: roleName }, prefix: X_")}` },
    [withoutPath("X_A, X_C")],
  ],
  [
    "a name that lacks the path, in an organization",
    { 11: `        path: /ci/\n${publish("to: organization")}` },
    [withoutPath("AWS_ROLE_NAME")],
  ],
  [
    "everything about a role, in this order",
    { 8: TEAMS, 11: `        path: /ci/\n${publish("to: [organization, repository], as: secrets", "R07")}` },
    [NO_REPOSITORY, withoutPath("AWS_ROLE_NAME"), masked("secret AWS_REGION")],
  ],
])("warns of %s", (_, lines, warnings) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual(
    warnings.map((warning) => `role GitHubActionsECRRole in 123456789012: ${warning}`),
  );
});

test.each<[string, Lines]>([
  ["the guide's secrets, wherever they go", { 11: publish("to: [repository, organization, dependabot]") }],
  ["variables", { 11: publish("as: variables, values: { A: region, B: registry }") }],
  ["secrets that hold names alone", { 11: publish("values: { A: roleArn, B: accountId, C: roleName }") }],
  ["secrets that Dependabot alone reads", { 11: publish("to: dependabot, values: { A: region }") }],
  ["an ARN, which holds the path", { 11: `        path: /ci/\n${publish("values: { A: roleArn }")}` }],
  [
    "nothing published, whatever is odd about it",
    { 8: TEAMS, 11: `        path: /ci/\n        publish: false\n        ${accepting("R07")}` },
  ],
  ["a pattern's values in an organization", { 8: TEAMS, 11: publish("to: organization", "R07") }],
  [
    "a pattern's values in an organization, for Dependabot too",
    { 8: TEAMS, 11: publish("to: [organization, dependabot]", "R07") },
  ],
  [
    "a repository that gets its values beside the environment of another",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: web, environment: prod", "repository: api, branch: main"),
      11: publish("to: [environment, repository]"),
    },
  ],
  [
    "each repository's environment",
    {
      2: `${WITH_IDS.replace("web: { id: 2 }", "web: { id: 2 }, api: { id: 3 }")}\n${PROTECTED}`,
      8: entries("repository: [web, api], environment: prod"),
      11: publish("to: environment"),
    },
  ],
])("says nothing of %s", (_, lines) => {
  expect(parseConfig(fileWith({ 2: WITH_IDS, ...lines }), NAME).warnings).toStrictEqual([]);
});
