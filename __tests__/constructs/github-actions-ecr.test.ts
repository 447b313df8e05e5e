import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Repository } from "@cdktf/provider-github/lib/repository";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { GithubActionsEcr, type GithubActionsEcrProps } from "../../lib/constructs/github-actions-ecr";
import { GithubOidcProvider } from "../../lib/constructs/github-oidc-provider";
import { GithubWorkflow } from "../../lib/constructs/github-workflow";
import type { EcrProps } from "../../lib/constructs/role-props";
import { synthesizedStacks } from "../stacks/synthesized";
import { authorStack, documentOf } from "./author-stack";
import { documentIn } from "./encoded-document";
import { errorsOf } from "./errors-of";

const ACCOUNT = { accountId: "123456789012", region: "ap-northeast-2" };
const MAIN = { repository: "acme/web", branch: "main" } as const;

type Attributes = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

function stackWith(made: (stack: TerraformStack) => GithubActionsEcrProps): Resources {
  const stack = authorStack();
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  new GithubActionsEcr(stack, "ecr", made(stack));
  return Object(documentOf(stack)).resource;
}

function ref(expression: string): string {
  return "$".concat(`{${expression}}`);
}

/** The attributes of all resources of a type, without addresses. */
function attributes(resources: Resources, type: string): readonly Attributes[] {
  return Object.values(resources[type] ?? {});
}

/** Secrets or variables by name. */
function values(resources: Resources, type: string): unknown {
  return Object.fromEntries(
    attributes(resources, type).map(({ secret_name, variable_name, plaintext_value, value }) => [
      secret_name ?? variable_name,
      plaintext_value ?? value,
    ]),
  );
}

test("one construct creates provider, role, policy and secrets", () => {
  const resources = stackWith(() => ({ account: ACCOUNT, trust: [MAIN], ecr: { repositories: ["web"] } }));
  const guide = synthesizedStacks(`github: { owner: acme }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles: [{ trust: [{ repository: web, branch: main }], ecr: { repositories: [web] } }]
`);
  const made: Resources = { ...guide["aws-123456789012"]?.resource, ...guide["github-acme"]?.resource };
  const withoutAddresses = (all: Resources) =>
    Object.fromEntries(
      Object.keys(all).map((type) => [
        type,
        attributes(all, type).map(({ depends_on, policy_arn, role, policy, plaintext_value, ...rest }) => {
          // The bindings pin a version of the GitHub provider that does not know the argument of the stacks.
          const argument = plaintext_value === undefined ? rest : { ...rest, value: plaintext_value };
          if (policy === undefined) return argument;
          return { ...argument, policy: typeof policy === "string" ? documentIn(policy) : policy };
        }),
      ]),
    );
  expect(withoutAddresses(resources)).toStrictEqual(withoutAddresses(made));
});

test("without an account, values come from the ARNs of provider, ECR repository and role", () => {
  const resources = stackWith((stack) => ({
    trust: [MAIN],
    ecr: { repositories: [new EcrRepository(stack, "web", { name: "web" })] },
    publish: {
      as: "variables",
      values: { REGION: "region", ACCOUNT: "accountId", NAME: "roleName", ARN: "roleArn" },
    },
  }));
  const [provider] = Object.keys(resources.aws_iam_openid_connect_provider ?? {});
  const [role] = Object.keys(resources.aws_iam_role ?? {});
  expect(values(resources, "github_actions_variable")).toStrictEqual({
    REGION: ref('element(split(":", aws_ecr_repository.web.arn), 3)'),
    ACCOUNT: ref(`element(split(":", aws_iam_openid_connect_provider.${provider}.arn), 4)`),
    NAME: "GitHubActionsECRRole",
    ARN: ref(`aws_iam_role.${role}.arn`),
  });
});

test("values go to the targets of publish, and ids of selected repositories can be CDKTF tokens", () => {
  const resources = stackWith((stack) => ({
    account: ACCOUNT,
    trust: [
      {
        repository: "acme/web",
        environment: "production",
        ids: { owner: 1, repository: new Repository(stack, "repository", { name: "web" }).repoId },
      },
    ],
    ecr: { repositories: ["web"] },
    publish: { to: ["environment", "organization"], visibility: "selected", prefix: "PUSH_" },
  }));
  expect(attributes(resources, "github_actions_environment_secret")).toHaveLength(3);
  expect(
    attributes(resources, "github_actions_organization_secret").map(
      ({ selected_repository_ids }) => selected_repository_ids,
    ),
  ).toStrictEqual(Array(3).fill(ref("tolist([github_repository.repository.repo_id])")));
  expect(values(resources, "github_actions_organization_secret")).toStrictEqual({
    PUSH_AWS_REGION: "ap-northeast-2",
    PUSH_AWS_ACCOUNT_ID: "123456789012",
    PUSH_AWS_ROLE_NAME: "GitHubActionsECRRole",
  });
});

test.each<[string, (stack: TerraformStack) => EcrProps["repositories"], string]>([
  ["a name", () => ["web"], "web"],
  ["a resource", (stack) => [new EcrRepository(stack, "images", { name: "web" })], "web"],
  [
    "a resource whose name only Terraform knows",
    (stack) => [{ arn: new TerraformVariable(stack, "arn", { type: "string" }).stringValue }],
    ref('element(split(":repository/", var.arn), 1)'),
  ],
])("publishes the name and the address of the only ECR repository, given as %s", (_, repositories, name) => {
  const resources = stackWith((stack) => ({
    account: ACCOUNT,
    trust: [MAIN],
    ecr: { repositories: repositories(stack) },
    publish: { as: "variables", values: { NAME: "repository", URL: "repositoryUrl" } },
  }));
  expect(values(resources, "github_actions_variable")).toStrictEqual({
    NAME: name,
    URL: `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/${name}`,
  });
});

test("publish: false writes nothing to GitHub", () => {
  const resources = stackWith(() => ({
    account: ACCOUNT,
    trust: [MAIN],
    ecr: { repositories: ["web"] },
    publish: false,
  }));
  expect(Object.keys(resources).filter((type) => type.startsWith("github"))).toStrictEqual([]);
});

test.each<[string, (stack: TerraformStack) => GithubActionsEcrProps["oidcProvider"]]>([
  [
    "of the same app",
    (stack) => new GithubOidcProvider(stack, "hub", { mode: "existing", account: ACCOUNT }),
  ],
  ["that exists", () => ({ mode: "existing", account: ACCOUNT })],
])("an OIDC provider %s works like a new one", (_, providerOf) => {
  const resources = stackWith((stack) => {
    const oidcProvider = providerOf(stack);
    return { ...(oidcProvider && { oidcProvider }), trust: [MAIN], ecr: { repositories: ["web"] } };
  });
  expect(resources.aws_iam_openid_connect_provider).toBeUndefined();
  expect(attributes(resources, "aws_iam_role")[0]?.assume_role_policy).toContain(
    '"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"',
  );
});

test.each<[string, Partial<GithubActionsEcrProps>, string]>([
  [
    "repositories of two owners",
    { account: ACCOUNT, trust: [MAIN, { repository: "other/api", branch: "main" }] },
    "stack/ecr publish: expected GitHub repositories of one owner, got acme and other. ",
  ],
  [
    "a name that GitHub rejects",
    { account: ACCOUNT, publish: { values: { GITHUB_REGION: "region" } } },
    "stack/ecr publish.values.GITHUB_REGION: expected the name of a secret or variable",
  ],
  [
    "the registry of an unknown account",
    {
      ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
      publish: { values: { REGISTRY: "registry" } },
    },
    "stack/ecr publish.values.REGISTRY: expected account: { accountId, region } beside it, got none",
  ],
  [
    "a role that violates a high rule",
    { account: ACCOUNT, trust: [{ repository: "acme/web", anyContext: true }] },
    "stack/ecr trust[0]: R08 any-context (high)",
  ],
])("rejects %s", (_, props, message) => {
  const lines = errorsOf((scope) => {
    new GithubActionsEcr(scope, "ecr", {
      trust: [MAIN],
      ecr: { repositories: ["web"] },
      ...props,
    } as GithubActionsEcrProps);
  });
  expect(lines.map((line) => line.slice(0, message.length))).toStrictEqual([message]);
});

test("rejects values for a repository of another owner than that of the stack's GithubProvider", () => {
  const message =
    'stack/ecr publish: expected a GithubProvider of other in the stack, got one of "acme". Add it, or set publish: false';
  expect(() =>
    stackWith(() => ({
      account: ACCOUNT,
      trust: [{ repository: "other/web", branch: "main" }],
      ecr: { repositories: ["web"] },
    })),
  ).toThrow(message);
});

test("GithubWorkflow accepts the role and publish of GithubActionsEcr", () => {
  const stack = authorStack();
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  const props = { account: ACCOUNT, trust: [MAIN], ecr: { repositories: ["web"] } };
  const { role, publish } = new GithubActionsEcr(stack, "ecr", props);
  const { text } = new GithubWorkflow(stack, "workflow", {
    repository: "acme/web",
    role,
    publish,
  });
  expect(text).toContain("role-to-assume: arn:aws:iam::$".concat("{{ secrets.AWS_ACCOUNT_ID }}"));
});
