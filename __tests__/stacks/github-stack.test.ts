import { Testing } from "cdktf";
import { parsedConfig } from "../../lib/config/load";
import { GithubStack } from "../../lib/stacks/github-stack";
import { seed, synthesizedStacks } from "./synthesized";

test("the smallest file gives the guide's three secrets and nothing else, no token among them", () => {
  const secret = (name: string, value: string) => ({
    repository: "web",
    secret_name: name,
    plaintext_value: value,
  });
  expect(synthesizedStacks(seed())["github-acme"]).toStrictEqual({
    terraform: {
      backend: { local: { path: "../../../terraform.github-acme.tfstate" } },
      required_providers: { github: { source: "integrations/github", version: ">= 6.9.0, < 7.0.0" } },
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

test("secrets and variables of one name in one repository live side by side", () => {
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

test("each owner has a stack with its own provider", () => {
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
])("the provider finds the API of %s", (host, github) => {
  const yaml = seed().replace("  owner: acme\n", `  owner: acme\n  host: ${host}\n`);
  expect(synthesizedStacks(yaml)["github-acme"]?.provider).toStrictEqual({ github });
});

test("the stack passes CDKTF's own validations", () => {
  const config = parsedConfig(seed(), "access.yaml");
  const [owner] = config.owners;
  if (owner === undefined) throw new Error("the seed has an owner");
  expect(Testing.synth(new GithubStack(Testing.app(), owner, config), true)).toContain(
    "github_actions_secret",
  );
});
