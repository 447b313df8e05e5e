import { DataGithubTeam } from "@cdktf/provider-github/lib/data-github-team";
import { DataGithubUser } from "@cdktf/provider-github/lib/data-github-user";
import { Repository } from "@cdktf/provider-github/lib/repository";
import { Testing, Token } from "cdktf";
import type { GithubEnvironmentProps } from "../../lib/constructs/github-environment";
import { GithubEnvironment } from "../../lib/constructs/github-environment";
import { GithubValues } from "../../lib/constructs/github-values";
import { authorStack, documentOf } from "./author-stack";
import { errorsOf } from "./errors-of";
import { synthesized } from "./synthesized";

const BARE: GithubEnvironmentProps = { repository: "web", name: "prod" };

function resources(props: Partial<GithubEnvironmentProps>) {
  return synthesized((scope) => new GithubEnvironment(scope, "web_prod", { ...BARE, ...props }));
}

function refused(props: Partial<GithubEnvironmentProps>) {
  return errorsOf((scope) => new GithubEnvironment(scope, "prod", { ...BARE, ...props }));
}

const environment = { repository: "web", environment: "prod" };

test.each<[string, Partial<GithubEnvironmentProps>, object]>([
  ["nothing but a repository and a name", {}, {}],
  [
    "everything as it is without a word",
    {
      branches: [],
      tags: [],
      reviewers: {},
      preventSelfReview: false,
      waitMinutes: 0,
      administratorsMayBypass: false,
    },
    {},
  ],
  ["administrators who may bypass", { administratorsMayBypass: true }, { can_admins_bypass: true }],
  ["a wait", { waitMinutes: 30 }, { wait_timer: 30 }],
  ["users who review", { reviewers: { users: [1, "2"], teams: [] } }, { reviewers: [{ users: [1, 2] }] }],
  ["teams that review", { reviewers: { teams: [3] } }, { reviewers: [{ teams: [3] }] }],
  [
    "both, and no review by the person who started the run",
    { reviewers: { users: [1], teams: [3] }, preventSelfReview: true },
    { reviewers: [{ users: [1], teams: [3] }], prevent_self_review: true },
  ],
])("an environment with %s is one resource", (_, props, expected) => {
  expect(resources(props)).toStrictEqual({
    github_repository_environment: { web_prod: { ...environment, can_admins_bypass: false, ...expected } },
  });
});

test("patterns of branches and tags are deployment policies that depend on the environment", () => {
  const inside = { ...environment, depends_on: ["github_repository_environment.web_prod"] };

  expect(resources({ branches: ["main"], tags: ["v1", "main"] })).toStrictEqual({
    github_repository_environment: {
      web_prod: {
        ...environment,
        can_admins_bypass: false,
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
    },
    github_repository_environment_deployment_policy: {
      web_prod_web_prod_branch_main: { ...inside, branch_pattern: "main" },
      web_prod_web_prod_tag_v1: { ...inside, tag_pattern: "v1" },
      web_prod_web_prod_tag_main: { ...inside, tag_pattern: "main" },
    },
  });
});

test("with tags only, no branch may deploy", () => {
  expect(resources({ tags: ["v1"] }).github_repository_environment).toStrictEqual({
    web_prod: {
      ...environment,
      can_admins_bypass: false,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
  });
});

test("Terraform templates in names and patterns are escaped", () => {
  const found = resources({ name: `a\${b}`, branches: ["%{if}*"], tags: [`\${x}%{y}`] });

  expect(
    Object.values(found).flatMap((byName) =>
      Object.values(byName).map((each) => [each.environment, each.branch_pattern, each.tag_pattern]),
    ),
  ).toStrictEqual([
    [`a$\${b}`, undefined, undefined],
    [`a$\${b}`, "%%{if}*", undefined],
    [`a$\${b}`, undefined, `$\${x}%%{y}`],
  ]);
});

test("other resources can depend on the environment's address", () => {
  let address = "";
  synthesized((scope) => {
    address = new GithubEnvironment(scope, "web_prod", BARE).environmentAddress;
  });

  expect(address).toMatch(/^github_repository_environment\.web_prod_[0-9A-F]{8}$/);
});

test("a repository, a name, reviewers and a wait can come from other resources, and values can use the environment", () => {
  const stack = authorStack();
  const web = new Repository(stack, "web", { name: "web" });
  const octo = new DataGithubUser(stack, "octo", { username: "octo" });
  const ops = new DataGithubTeam(stack, "ops", { slug: "ops" });
  const production = new GithubEnvironment(stack, "production", {
    repository: web,
    name: web.defaultBranch,
    branches: ["main"],
    reviewers: { users: [octo.id], teams: [Token.asNumber(ops.id)] },
    waitMinutes: web.repoId,
  });
  new GithubValues(stack, "values", {
    target: { level: "environment", repository: web, environment: production.environmentName },
    values: { A: "1" },
  });

  const inside = { repository: `\${github_repository.web.name}` };
  const environment = `\${github_repository.web.default_branch}`;
  expect(documentOf(stack)).toStrictEqual({
    data: { github_user: { octo: { username: "octo" } }, github_team: { ops: { slug: "ops" } } },
    resource: {
      github_repository: { web: { name: "web" } },
      github_repository_environment: {
        production_98A682B9: {
          ...inside,
          environment,
          can_admins_bypass: false,
          wait_timer: `\${github_repository.web.repo_id}`,
          reviewers: [
            {
              users: `\${tolist([data.github_user.octo.id])}`,
              teams: [`\${data.github_team.ops.id}`],
            },
          ],
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        },
      },
      github_repository_environment_deployment_policy: {
        production_branch_main_1933D9CC: {
          ...inside,
          environment,
          branch_pattern: "main",
          depends_on: ["github_repository_environment.production_98A682B9"],
        },
      },
      github_actions_environment_secret: {
        values_A_5F417649: {
          ...inside,
          environment: `\${github_repository_environment.production_98A682B9.environment}`,
          secret_name: "A",
          plaintext_value: "1",
        },
      },
    },
  });
});

test("CDKTF tokens are in the HCL", () => {
  const stack = authorStack();
  const web = new Repository(stack, "web", { name: "web" });
  new GithubEnvironment(stack, "production", { repository: web, name: `a\${b}-${web.defaultBranch}` });

  expect(Testing.synthHcl(stack)).toContain(`resource "github_repository_environment" "production_98A682B9" {
can_admins_bypass = false
environment = "a$\${b}-\${github_repository.web.default_branch}"
repository = "\${github_repository.web.name}"
}`);
});

const PATTERN_ALLOWED =
  "1 to 255 characters without spaces and without refs/heads/, * matches everything but /";
const ID_ALLOWED = "a whole number from 1 to 9007199254740991";

test.each<[string, Partial<GithubEnvironmentProps>, readonly string[]]>([
  [
    "a repository with its owner, and a name that the provider rejects",
    { repository: { name: "acme/web" }, name: "a:b" },
    [
      'repository: expected the name of a GitHub repository (1 to 100 letters, digits and . _ -, without .git at the end and without the owner), got "acme/web"',
      'name: expected the name of a GitHub environment (1 to 255 characters up to U+00FF, without control characters and without %3A, * ? and $ are literal, without a colon unless TestedGithubProvider is created before), got "a:b"',
    ],
  ],
  [
    "malformed and repeated patterns",
    { branches: ["refs/heads/main", "main", "main"], tags: ["main", "v 1"] },
    [
      `branches[0]: expected a pattern for branches or tags (${PATTERN_ALLOWED}), got "refs/heads/main"`,
      'branches[2]: duplicate branch pattern "main"',
      `tags[1]: expected a pattern for branches or tags (${PATTERN_ALLOWED}), got "v 1"`,
    ],
  ],
  [
    "more than six reviewers, and malformed ids",
    { reviewers: { users: [1, 2, 3, "octocat"], teams: [4, 5, -6] } },
    [
      `reviewers.users[3]: expected a GitHub id (${ID_ALLOWED}), got "octocat"`,
      `reviewers.teams[2]: expected a GitHub id (${ID_ALLOWED}), got -6`,
      "reviewers: expected at most 6 reviewers (users and teams together), got 7",
    ],
  ],
  [
    "preventSelfReview without reviewers",
    { preventSelfReview: true, reviewers: { users: [], teams: [] } },
    ["preventSelfReview: needs reviewers. Add reviewers, or remove preventSelfReview"],
  ],
  [
    "a wait of more than thirty days",
    { waitMinutes: 43_201 },
    ["waitMinutes: expected a time in minutes (a whole number from 0 to 43200), got 43201"],
  ],
  [
    "a wait of half a minute",
    { waitMinutes: 0.5 },
    ["waitMinutes: expected a time in minutes (a whole number from 0 to 43200), got 0.5"],
  ],
])("rejects %s", (_, props, problems) => {
  expect(refused(props)).toStrictEqual(problems.map((problem) => `stack/prod ${problem}`));
});

test("six reviewers and thirty days are allowed", () => {
  expect(refused({ reviewers: { users: [1, 2, 3], teams: [4, 5, 6] }, waitMinutes: 43_200 })).toStrictEqual(
    [],
  );
});

test("rejects a CDKTF token as a pattern", () => {
  expect(
    errorsOf((scope) => {
      const web = new Repository(scope, "web", { name: "web" });
      new GithubEnvironment(scope, "prod", { repository: web, name: "prod", branches: [web.defaultBranch] });
    }),
  ).toStrictEqual([
    "stack/prod branches[0]: expected a literal value, got a CDKTF token. It is checked before Terraform knows the value",
  ]);
});
