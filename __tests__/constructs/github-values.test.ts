import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { Repository } from "@cdktf/provider-github/lib/repository";
import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { Fn, Testing, Token } from "cdktf";
import type { GithubValueTarget } from "../../lib/constructs/base/value-resource";
import { GithubValues, type GithubValuesProps } from "../../lib/constructs/github-values";
import { authorStack, documentOf } from "./author-stack";
import { errorsOf } from "./errors-of";
import { synthesized } from "./synthesized";

const WEB: GithubValueTarget = { level: "repository", repository: "web" };
const PROD: GithubValueTarget = { level: "environment", repository: "web", environment: "prod" };
const PRIVATE: GithubValueTarget = { level: "organization", visibility: "private" };
const ALL: GithubValueTarget = { level: "organization", visibility: "all" };
const SELECTED: GithubValueTarget = {
  level: "organization",
  visibility: "selected",
  repositoryIds: [2, 3],
};
const REGION = { AWS_REGION: "ap-northeast-2" };

function resources(props: Partial<GithubValuesProps>) {
  return synthesized((scope) => new GithubValues(scope, "ci", { target: WEB, values: REGION, ...props }));
}

function refused(props: Partial<GithubValuesProps>) {
  return errorsOf((scope) => new GithubValues(scope, "ci", { target: WEB, values: REGION, ...props }));
}

test("values are secrets by default", () => {
  expect(resources({})).toStrictEqual(resources({ as: "secrets" }));
});

const SECRET = { secret_name: "AWS_REGION", plaintext_value: "ap-northeast-2" };
const VARIABLE = { variable_name: "AWS_REGION", value: "ap-northeast-2" };
const OF_SELECTED = { visibility: "selected", selected_repository_ids: [2, 3] };

test.each<[NonNullable<GithubValuesProps["as"]>, GithubValueTarget, string, string, object]>([
  ["secrets", WEB, "actions_secret", "ci_web_AWS_REGION", { repository: "web", ...SECRET }],
  [
    "secrets",
    PROD,
    "actions_environment_secret",
    "ci_web_prod_AWS_REGION",
    { repository: "web", environment: "prod", ...SECRET },
  ],
  ["secrets", PRIVATE, "actions_organization_secret", "ci_AWS_REGION", { visibility: "private", ...SECRET }],
  ["secrets", ALL, "actions_organization_secret", "ci_AWS_REGION", { visibility: "all", ...SECRET }],
  ["secrets", SELECTED, "actions_organization_secret", "ci_AWS_REGION", { ...OF_SELECTED, ...SECRET }],
  ["variables", WEB, "actions_variable", "ci_web_AWS_REGION", { repository: "web", ...VARIABLE }],
  [
    "variables",
    PROD,
    "actions_environment_variable",
    "ci_web_prod_AWS_REGION",
    { repository: "web", environment: "prod", ...VARIABLE },
  ],
  ["variables", SELECTED, "actions_organization_variable", "ci_AWS_REGION", { ...OF_SELECTED, ...VARIABLE }],
  ["dependabot secrets", WEB, "dependabot_secret", "ci_web_AWS_REGION", { repository: "web", ...SECRET }],
  [
    "dependabot secrets",
    SELECTED,
    "dependabot_organization_secret",
    "ci_AWS_REGION",
    { ...OF_SELECTED, ...SECRET },
  ],
])("%s of %j each create a %s", (as, target, type, name, expected) => {
  expect(resources({ as, target })).toStrictEqual({ [`github_${type}`]: { [name]: expected } });
});

test("each value is a resource", () => {
  expect(resources({ as: "variables", values: { A: "1", B: "" } })).toStrictEqual({
    github_actions_variable: {
      ci_web_A: { repository: "web", variable_name: "A", value: "1" },
      ci_web_B: { repository: "web", variable_name: "B", value: "" },
    },
  });
  expect(resources({ values: {} })).toStrictEqual({});
});

test("a repository, an environment, ids and values can come from other resources", () => {
  const stack = authorStack();
  const made = new Repository(stack, "made", { name: "web" });
  const found = new DataGithubRepository(stack, "found", { name: "api" });
  const prod = new RepositoryEnvironment(stack, "prod", { repository: made.name, environment: "prod" });
  new GithubValues(stack, "web", {
    as: "variables",
    target: { level: "repository", repository: made },
    values: { URL: made.httpCloneUrl, ID: `id-${Token.asString(found.repoId)}` },
  });
  new GithubValues(stack, "prod_values", {
    target: { level: "environment", repository: found.name, environment: prod.environment },
    values: { TEMPLATE: `$${Fn.upper(made.name)} \${x}` },
    dependsOn: [prod, "github_branch.main"],
  });
  new GithubValues(stack, "all", {
    target: {
      level: "organization",
      visibility: "selected",
      repositoryIds: [made.repoId, Token.asString(found.repoId), 7, "8"],
    },
    values: REGION,
  });

  const name = `\${github_repository.made.name}`;
  expect(documentOf(stack)).toStrictEqual({
    data: { github_repository: { found: { name: "api" } } },
    resource: {
      github_repository: { made: { name: "web" } },
      github_repository_environment: { prod: { repository: name, environment: "prod" } },
      github_actions_variable: {
        web_URL_C4DF6C91: {
          repository: name,
          variable_name: "URL",
          value: `\${github_repository.made.http_clone_url}`,
        },
        web_ID_558882BB: {
          repository: name,
          variable_name: "ID",
          value: `id-\${data.github_repository.found.repo_id}`,
        },
      },
      github_actions_environment_secret: {
        prod_values_TEMPLATE_F1FBACFF: {
          repository: `\${data.github_repository.found.name}`,
          environment: `\${github_repository_environment.prod.environment}`,
          secret_name: "TEMPLATE",
          plaintext_value: `\${"$"}\${upper(github_repository.made.name)} $\${x}`,
          depends_on: ["github_repository_environment.prod", "github_branch.main"],
        },
      },
      github_actions_organization_secret: {
        all_AWS_REGION_207A2970: {
          visibility: "selected",
          selected_repository_ids: "$".concat(
            "{tolist([github_repository.made.repo_id, data.github_repository.found.repo_id, 7, 8])}",
          ),
          ...SECRET,
        },
      },
    },
  });
});

test("CDKTF tokens are in the HCL", () => {
  const stack = authorStack();
  const web = new Repository(stack, "web", { name: "web" });
  new GithubValues(stack, "ci", {
    as: "variables",
    target: { level: "repository", repository: web },
    values: { URL: `\${x} ${web.httpCloneUrl}` },
  });

  expect(Testing.synthHcl(stack)).toContain(`resource "github_actions_variable" "ci_URL_8D9AF952" {
repository = "\${github_repository.web.name}"
value = "$\${x} \${github_repository.web.http_clone_url}"
variable_name = "URL"
}`);
});

test("other resources can depend on the addresses of the values", () => {
  const stack = authorStack();
  const { valueAddresses } = new GithubValues(stack, "ci", { target: WEB, values: { B: "", A: "" } });

  expect(valueAddresses).toStrictEqual([
    "github_actions_secret.ci_web_B_C417617A",
    "github_actions_secret.ci_web_A_D38E6F94",
  ]);
});

test("Terraform templates in an environment's name and in values are escaped", () => {
  const target: GithubValueTarget = { level: "environment", repository: "web", environment: `a\${b}%{c}` };

  expect(
    Object.values(resources({ target, values: { A: `\${x}%{y}` } })).flatMap((byName) =>
      Object.values(byName),
    ),
  ).toStrictEqual([
    {
      repository: "web",
      environment: `a$\${b}%%{c}`,
      secret_name: "A",
      plaintext_value: `$\${x}%%{y}`,
    },
  ]);
});

const NAME_ALLOWED = "1 to 100 letters, digits and _, not starting with a digit or with GITHUB_";
const REPOSITORY_ALLOWED =
  "1 to 100 letters, digits and . _ -, without .git at the end and without the owner";
const ID_ALLOWED = "a whole number from 1 to 9007199254740991";

/** A number of values. */
function counted(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, ""]));
}

test.each<[string, Partial<GithubValuesProps>, readonly string[]]>([
  [
    "a reserved name, and a malformed name",
    { values: { github_token: "", "AWS-REGION": "" } },
    [
      `values.github_token: expected the name of a secret or variable (${NAME_ALLOWED}), got "github_token"`,
      `values.AWS-REGION: expected the name of a secret or variable (${NAME_ALLOWED}), got "AWS-REGION"`,
    ],
  ],
  [
    "two names that differ only in case",
    { values: { Role: "", ROLE: "" } },
    ['values.ROLE: duplicate name "ROLE" (case is ignored)'],
  ],
  [
    "a value that is too long, in bytes",
    { values: { A: "é".repeat(24 * 1_024), B: "é".repeat(24 * 1_024 + 1) } },
    ["values.B: expected at most 49152 bytes, got 49154"],
  ],
  [
    "more secrets than GitHub's limit",
    { values: counted(101) },
    ["values: expected at most 100 secrets in one repository, got 101"],
  ],
  [
    "secrets for Dependabot in an environment",
    { as: "dependabot secrets", target: PROD },
    ['as: expected secrets or variables for an environment, got "dependabot secrets"'],
  ],
  [
    "a repository with its owner",
    { target: { level: "repository", repository: "acme/web" } },
    [`target.repository: expected the name of a GitHub repository (${REPOSITORY_ALLOWED}), got "acme/web"`],
  ],
  [
    "an environment name that the provider rejects, without a repository",
    { target: { level: "environment", repository: "", environment: "a:b" } },
    [
      `target.repository: expected the name of a GitHub repository (${REPOSITORY_ALLOWED}), got ""`,
      'target.environment: expected the name of a GitHub environment (1 to 255 characters up to U+00FF, without control characters and without %3A, * ? and $ are literal, without a colon unless TestedGithubProvider is created before), got "a:b"',
    ],
  ],
  [
    "malformed ids",
    { target: { level: "organization", visibility: "selected", repositoryIds: [0, 1.5, "web"] } },
    [
      `target.repositoryIds[0]: expected a GitHub id (${ID_ALLOWED}), got 0`,
      `target.repositoryIds[1]: expected a GitHub id (${ID_ALLOWED}), got 1.5`,
      `target.repositoryIds[2]: expected a GitHub id (${ID_ALLOWED}), got "web"`,
    ],
  ],
])("rejects %s", (_, props, problems) => {
  expect(refused(props)).toStrictEqual(problems.map((problem) => `stack/ci ${problem}`));
});

test("rejects a CDKTF token as a name", () => {
  expect(
    errorsOf((scope) => {
      const { name } = new Repository(scope, "web", { name: "web" });
      new GithubValues(scope, "ci", { target: WEB, values: { [name]: "" } });
    }),
  ).toStrictEqual([
    "stack/ci values: expected a literal value, got a CDKTF token. It is checked before Terraform knows the value",
  ]);
});

test.each<[NonNullable<GithubValuesProps["as"]>, GithubValueTarget, number]>([
  ["secrets", WEB, 100],
  ["variables", WEB, 500],
  ["variables", PROD, 100],
])("GitHub's limit of %s in %j is accepted, and one more is not", (as, target, count) => {
  expect(refused({ as, target, values: counted(count) })).toStrictEqual([]);
  expect(refused({ as, target, values: counted(count + 1) })).toHaveLength(1);
});

test("rejects a value that another construct of the stack also writes", () => {
  const lines = errorsOf((scope) => {
    const target = { level: "repository", repository: "web" } as const;
    new GithubValues(scope, "first", { target, values: { AWS_REGION: "a" } });
    new GithubValues(scope, "variables", { as: "variables", target, values: { AWS_REGION: "a" } });
    new GithubValues(scope, "second", {
      target: { ...target, repository: "Web" },
      values: { aws_region: "b" },
    });
  });
  expect(lines).toStrictEqual([
    "stack/second values.aws_region: stack/first also writes this name to the secrets of Web. Use another name or prefix",
  ]);
});
