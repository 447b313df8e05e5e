import { Testing } from "cdktf";
import { parseConfig } from "../../lib/config/load";
import { GithubStack } from "../../lib/stacks/github-stack";
import { seed, synthesizedStacks } from "./synthesized";

test("the smallest file gives three secrets and nothing else", () => {
  const secret = (name: string, value: string) => ({
    repository: "web",
    secret_name: name,
    value,
  });
  expect(synthesizedStacks(seed())["github-acme"]).toStrictEqual({
    terraform: {
      backend: { local: { path: "../../../terraform.github-acme.tfstate" } },
      required_providers: { github: { source: "integrations/github", version: ">= 6.12.0, < 7.0.0" } },
      required_version: ">= 1.11",
    },
    provider: { github: [{ owner: "acme" }] },
    resource: {
      github_actions_secret: {
        web_AWS_REGION: secret("AWS_REGION", "ap-northeast-2"),
        web_AWS_ACCOUNT_ID: secret("AWS_ACCOUNT_ID", "123456789012"),
        web_AWS_ROLE_NAME: secret("AWS_ROLE_NAME", "GitHubActionsECRRole"),
      },
    },
  });
});

test("a repository can have a secret and a variable of the same name", () => {
  const second =
    "      - { name: Second, trust: [{ repository: web, tag: v* }], ecr: { repositories: [web] }, publish: { as: variables } }\n";
  const resource = synthesizedStacks(seed() + second)["github-acme"]?.resource;
  expect(Object.keys(resource?.github_actions_secret ?? {})).toStrictEqual([
    "web_AWS_ACCOUNT_ID",
    "web_AWS_REGION",
    "web_AWS_ROLE_NAME",
  ]);
  expect(resource?.github_actions_variable?.web_AWS_ROLE_NAME).toStrictEqual({
    repository: "web",
    variable_name: "AWS_ROLE_NAME",
    value: "Second",
  });
});

test("each owner has a stack with its own GitHub provider", () => {
  const yaml = seed().replace(
    "          - { repository: web, branch: main }\n",
    "          - { repository: [web, api], branch: main }\n          - { repository: tools, owner: other, branch: main }\n",
  );
  const stacks = synthesizedStacks(yaml);
  expect(Object.keys(stacks)).toStrictEqual(["aws-123456789012", "github-acme", "github-other"]);
  expect(stacks["github-other"]?.provider).toStrictEqual({ github: [{ owner: "other" }] });
  expect(Object.keys(stacks["github-other"]?.resource?.github_actions_secret ?? {})).toStrictEqual([
    "tools_AWS_ACCOUNT_ID",
    "tools_AWS_REGION",
    "tools_AWS_ROLE_NAME",
  ]);
});

test.each([
  ["publish: false", ["aws-123456789012"]],
  ["publish: { repositories: [other/api] }", ["aws-123456789012", "github-other"]],
])("%s makes the stacks %j", (role, expected) => {
  expect(Object.keys(synthesizedStacks(seed({ role })))).toStrictEqual(expected);
});

test.each([
  ["github.com", [{ owner: "acme" }]],
  ["octo.ghe.com", [{ owner: "acme", base_url: "https://api.octo.ghe.com/" }]],
  ["git.example.com", [{ owner: "acme", base_url: "https://git.example.com/" }]],
])("the GitHub provider has the API address of %s", (host, github) => {
  const yaml = seed().replace("  owner: acme\n", `  owner: acme\n  host: ${host}\n`);
  expect(synthesizedStacks(yaml)["github-acme"]?.provider).toStrictEqual({ github });
});

/** The smallest file with this publish, further keys of github and another entry of trust. */
function published(keys: string, { github = "", trust = "repository: web, branch: main" } = {}): string {
  return seed({ role: keys === "" ? "" : `publish: { ${keys} }` })
    .replace("  owner: acme\n", `  owner: acme\n${github}`)
    .replace("repository: web, branch: main", trust);
}

const stackOf = (yaml: string, name = "github-acme") => synthesizedStacks(yaml)[name];
const resourcesOf = (yaml: string) => stackOf(yaml)?.resource;

const SECRET = { secret_name: "ROLE", value: "GitHubActionsECRRole" };
const VARIABLE = { variable_name: "ROLE", value: "GitHubActionsECRRole" };
const ROLE = "values: { ROLE: roleName }";

test("secrets of every level have their addresses", () => {
  const trust = "repository: web, environment: prod";
  expect(
    resourcesOf(published(`to: [repository, environment, organization, dependabot], ${ROLE}`, { trust })),
  ).toStrictEqual({
    github_actions_secret: { web_ROLE: { repository: "web", ...SECRET } },
    github_actions_environment_secret: {
      web_prod_ROLE: { repository: "web", environment: "prod", ...SECRET },
    },
    github_actions_organization_secret: { ROLE: { visibility: "private", ...SECRET } },
    github_dependabot_organization_secret: { ROLE: { visibility: "private", ...SECRET } },
  });
});

test("variables of every level have their addresses", () => {
  const trust = "repository: web, environment: prod";
  expect(
    resourcesOf(
      published(`as: variables, to: [repository, environment, organization], visibility: all, ${ROLE}`, {
        trust,
      }),
    ),
  ).toStrictEqual({
    github_actions_variable: { web_ROLE: { repository: "web", ...VARIABLE } },
    github_actions_environment_variable: {
      web_prod_ROLE: { repository: "web", environment: "prod", ...VARIABLE },
    },
    github_actions_organization_variable: { ROLE: { visibility: "all", ...VARIABLE } },
  });
});

test("Dependabot secrets are in the repositories if no organization gets values", () => {
  expect(resourcesOf(published(`to: dependabot, repositories: [web, my_repo], ${ROLE}`))).toStrictEqual({
    github_dependabot_secret: {
      web_ROLE: { repository: "web", ...SECRET },
      my_repo_ROLE_ee485d7c: { repository: "my_repo", ...SECRET },
    },
  });
});

test("selected repositories are given by id", () => {
  const github = "  repositories: { web: { id: 2 }, api: { id: 3 } }\n";
  expect(
    resourcesOf(
      published(`to: organization, visibility: selected, repositories: [api, web], ${ROLE}`, { github }),
    ),
  ).toStrictEqual({
    github_actions_organization_secret: {
      ROLE: { visibility: "selected", selected_repository_ids: [3, 2], ...SECRET },
    },
  });
});

test("with values of the organization, a thousand repositories need three resources", () => {
  const repositories = Array.from({ length: 1_000 }, (_, index) => `r${index}`).join(", ");
  const yaml = published(`to: organization, repositories: [${repositories}]`);

  expect(resourcesOf(yaml)).toStrictEqual({
    github_actions_organization_secret: {
      AWS_REGION: { visibility: "private", secret_name: "AWS_REGION", value: "ap-northeast-2" },
      AWS_ACCOUNT_ID: {
        visibility: "private",
        secret_name: "AWS_ACCOUNT_ID",
        value: "123456789012",
      },
      AWS_ROLE_NAME: {
        visibility: "private",
        secret_name: "AWS_ROLE_NAME",
        value: "GitHubActionsECRRole",
      },
    },
  });
});

test("an environment has its reviewers and patterns, and its values depend on it", () => {
  const github = `  environments:
    - name: prod
      repositories: [web, api]
      branches: [main]
      tags: [v*]
      reviewers: { users: [octo], teams: [ops] }
      preventSelfReview: true
      waitMinutes: 30
    - { name: Test_1, repositories: api, administratorsMayBypass: true, reviewers: { users: [octo] } }
`;
  const trust = "repository: [web, lib], environment: prod";
  const made = {
    environment: "prod",
    can_admins_bypass: false,
    prevent_self_review: true,
    wait_timer: 30,
    reviewers: [{ users: [`\${data.github_user.octo.id}`], teams: [`\${data.github_team.ops.id}`] }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  };
  const inside = (repository: string) => ({
    repository,
    environment: "prod",
    depends_on: [`github_repository_environment.${repository}_prod`],
  });

  const stack = stackOf(published(`to: environment, ${ROLE}`, { github, trust }));

  expect(stack?.data).toStrictEqual({
    github_user: { octo: { username: "octo" } },
    github_team: { ops: { slug: "ops", summary_only: true } },
  });
  expect(stack?.resource).toStrictEqual({
    github_repository_environment: {
      web_prod: { repository: "web", ...made },
      api_prod: { repository: "api", ...made },
      api_Test_1: {
        repository: "api",
        environment: "Test_1",
        can_admins_bypass: true,
        reviewers: [{ users: [`\${data.github_user.octo.id}`] }],
      },
    },
    github_repository_environment_deployment_policy: {
      web_prod_branch_main: { ...inside("web"), branch_pattern: "main" },
      web_prod_tag_v__490ac866: { ...inside("web"), tag_pattern: "v*" },
      api_prod_branch_main: { ...inside("api"), branch_pattern: "main" },
      api_prod_tag_v__7ce812bd: { ...inside("api"), tag_pattern: "v*" },
    },
    github_actions_environment_secret: {
      web_prod_ROLE: { ...inside("web"), ...SECRET },
      lib_prod_ROLE: { repository: "lib", environment: "prod", ...SECRET },
    },
  });
});

test("subject templates are in the stack of their owner", () => {
  const github = `  subjectTemplates:
    - { claims: [repo, context], repositories: [organization, other/web], organization: acme }
    - { claims: [repo, ref, actor], repositories: api }
`;
  const stacks = synthesizedStacks(published("repositories: [lib], values: { ROLE: roleName }", { github }));

  expect(stacks["github-acme"]?.resource).toStrictEqual({
    github_actions_organization_oidc_subject_claim_customization_template: {
      organization: { include_claim_keys: ["repo", "context"] },
    },
    github_actions_repository_oidc_subject_claim_customization_template: {
      organization: {
        repository: "organization",
        use_default: false,
        include_claim_keys: ["repo", "context"],
      },
      api: { repository: "api", use_default: false, include_claim_keys: ["repo", "ref", "actor"] },
    },
    github_actions_secret: { lib_ROLE: { repository: "lib", ...SECRET } },
  });
  expect(stacks["github-other"]).toStrictEqual({
    terraform: {
      backend: { local: { path: "../../../terraform.github-other.tfstate" } },
      required_providers: { github: { source: "integrations/github", version: ">= 6.12.0, < 7.0.0" } },
      required_version: ">= 1.11",
    },
    provider: { github: [{ owner: "other" }] },
    resource: {
      github_actions_repository_oidc_subject_claim_customization_template: {
        web: { repository: "web", use_default: false, include_claim_keys: ["repo", "context"] },
      },
    },
  });
});

test("Terraform templates in names and patterns are escaped", () => {
  const github = `  environments: [{ name: 'a\${b}%{c}', repositories: web, branches: ['\${x}*'], tags: ['%{y}'] }]\n`;
  const trust = `repository: web, environment: 'a\${b}%{c}'`;
  const inside = {
    repository: "web",
    environment: `a$\${b}%%{c}`,
    depends_on: ["github_repository_environment.web_a__b___c__0b745b62"],
  };

  expect(resourcesOf(published(`to: environment, ${ROLE}`, { github, trust }))).toStrictEqual({
    github_repository_environment: {
      web_a__b___c__0b745b62: {
        repository: "web",
        environment: `a$\${b}%%{c}`,
        can_admins_bypass: false,
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
    },
    github_repository_environment_deployment_policy: {
      web_a__b___c__branch___x___7d36edef: { ...inside, branch_pattern: `$\${x}*` },
      web_a__b___c__tag___y__6c89177f: { ...inside, tag_pattern: "%%{y}" },
    },
    github_actions_environment_secret: { web_a__b___c__ROLE_a8eddf95: { ...inside, ...SECRET } },
  });
});

test.each<[string, string, readonly string[]]>([
  [
    "an organization's value by the name of a repository's address",
    published("to: [organization, repository], values: { web_A: roleArn, A: roleArn }"),
    [
      "github_actions_organization_secret.A",
      "github_actions_organization_secret.web_A",
      "github_actions_secret.web_A",
      "github_actions_secret.web_web_A",
    ],
  ],
  [
    "environments whose names could be divided in another way",
    published("to: environment, values: { c: roleArn, b_c: roleArn }", {
      trust: "repository: web, environment: a_b }\n          - { repository: web, environment: a",
    }),
    [
      "github_actions_environment_secret.web_a_b_b_c_69d69aa2",
      "github_actions_environment_secret.web_a_b_c",
      "github_actions_environment_secret.web_a_b_c_ddf46e93",
      "github_actions_environment_secret.web_a_c",
    ],
  ],
  [
    "environments whose policies could be divided in another way",
    published("as: variables, values: { A: roleArn }", {
      github:
        "  environments: [{ name: a, repositories: web, branches: tag_b }, { name: a_branch, repositories: web, tags: b }]\n",
    }),
    [
      "github_actions_variable.web_A",
      "github_repository_environment.web_a",
      "github_repository_environment.web_a_branch",
      "github_repository_environment_deployment_policy.web_a_branch_tag_b",
      "github_repository_environment_deployment_policy.web_a_branch_tag_b_eb0c4fbb",
    ],
  ],
])("%s stays apart", (_, yaml, addresses) => {
  const resource = resourcesOf(yaml) ?? {};
  const found = Object.entries(resource).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => `${type}.${name}`),
  );

  expect(found).toStrictEqual(addresses);
});

test("the stack passes CDKTF's own validations", () => {
  const config = parseConfig(seed(), "access.yaml");
  const [owner] = config.owners;
  if (owner === undefined) throw new Error("the smallest file has an owner");
  expect(Testing.synth(new GithubStack(Testing.app(), owner, config), true)).toContain(
    "github_actions_secret",
  );
});

describe("what exists on GitHub", () => {
  const PRODUCTION = (keys: string) => `  environments:
    - { name: production, repositories: [web, api], branches: [main], tags: [v*], ${keys} }
`;
  const TRUST = "repository: [web, api], environment: production";

  function stackOf(keys: string, github: string) {
    return synthesizedStacks(published(keys, { github, trust: TRUST }))["github-acme"];
  }

  test("is imported: environments, deployment branches and tags with known ids, and values", () => {
    const stack = stackOf(
      "to: [repository, environment, dependabot], values: { A: region, B: roleName }, origin: { web: [B], api:production: import }",
      PRODUCTION(
        "origin: { web: import }, policyIds: { web: { branches: { main: 5 }, tags: { v*: 6 } }, api: { branches: { main: 7 } } }",
      ),
    );
    expect(stack?.import).toStrictEqual([
      { to: "github_repository_environment.web_production", id: "web:production" },
      {
        to: "github_repository_environment_deployment_policy.web_production_branch_main",
        id: "web:production:5",
      },
      {
        to: "github_repository_environment_deployment_policy.web_production_tag_v__0d7ad1c3",
        id: "web:production:6",
      },
      { to: "github_actions_environment_secret.api_production_A", id: "api:production:A" },
      { to: "github_actions_environment_secret.api_production_B", id: "api:production:B" },
      { to: "github_actions_secret.web_B", id: "web:B" },
    ]);
  });

  test("is imported as a whole: every value of a role, Dependabot's too, and templates", () => {
    const stack = stackOf(
      "to: [organization, repository, dependabot], repositories: [web], values: { A: region }, origin: import",
      "  subjectTemplates: [{ repositories: [web], organization: acme, claims: [repo, context], origin: import }]\n",
    );
    const type = "github_actions_organization_oidc_subject_claim_customization_template";
    expect(stack?.import).toStrictEqual([
      { to: `${type.replace("organization", "repository")}.web`, id: "web" },
      { to: `${type}.organization`, id: "acme" },
      { to: "github_actions_organization_secret.A", id: "A" },
      { to: "github_actions_secret.web_A", id: "web:A" },
      { to: "github_dependabot_organization_secret.A", id: "A" },
    ]);
  });

  test("leaves the state and nothing else happens to it: environments with their branches and tags, values, templates", () => {
    const stack = stackOf(
      "to: [repository, environment], values: { A: region }, origin: { web: existing, web:production: existing }",
      `${PRODUCTION("origin: { web: existing }")}  subjectTemplates: [{ repositories: [web], claims: [repo, context], origin: existing }]
`,
    );
    expect(stack?.removed).toStrictEqual(
      [
        "github_repository_environment.web_production",
        "github_repository_environment_deployment_policy.web_production_branch_main",
        "github_repository_environment_deployment_policy.web_production_tag_v__0d7ad1c3",
        "github_actions_repository_oidc_subject_claim_customization_template.web",
        "github_actions_environment_secret.web_production_A",
        "github_actions_secret.web_A",
      ].map((from) => ({ from, lifecycle: { destroy: false } })),
    );
    expect(
      Object.values(stack?.resource ?? {})
        .flatMap(Object.keys)
        .filter((name) => !name.startsWith("api")),
    ).toStrictEqual([]);
  });

  test("can differ from value to value of a place", () => {
    const stack = stackOf(
      "repositories: [web], values: { A: region, B: roleName, C: accountId }, origin: { web: { A: existing, b: import } }",
      "",
    );
    expect(stack?.removed).toStrictEqual([
      { from: "github_actions_secret.web_A", lifecycle: { destroy: false } },
    ]);
    expect(stack?.import).toStrictEqual([{ to: "github_actions_secret.web_B", id: "web:B" }]);
    expect(Object.keys(stack?.resource?.github_actions_secret ?? {})).toStrictEqual(["web_B", "web_C"]);
  });

  test("leaves the state under its former names too", () => {
    const stack = stackOf(
      "origin: create",
      "  repositories: { web: { formerly: old } }\n  environments: [{ name: production, repositories: [web], origin: existing }]\n",
    );
    expect(JSON.stringify(stack?.moved)).not.toContain("environment");
    expect(stack?.removed).toStrictEqual(
      ["web_production", "old_production"].map((name) => ({
        from: `github_repository_environment.${name}`,
        lifecycle: { destroy: false },
      })),
    );
  });

  test("of an environment that is protected elsewhere, Terraform does not destroy the environment", () => {
    const stack = stackOf(
      "as: variables, to: environment",
      "  environments: [{ name: production, repositories: [web, 'team-*'], protectedElsewhere: true }]\n",
    );
    expect(stack?.removed).toStrictEqual([
      { from: "github_repository_environment.web_production", lifecycle: { destroy: false } },
    ]);
  });
});
