import { join } from "node:path";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { App, LocalBackend, TerraformStack, TerraformVariable } from "cdktf";
import { TestedAwsProvider, TestedGithubProvider } from "../../lib/constructs/tested-providers";
import { GithubActionsEcr, GithubOidcProvider } from "../../lib/index";
import { query, xmlDocument } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** Deploys your own CDKTF app with real Terraform. Ids and ARNs are known only at apply time. */

let it: Project;
beforeAll(async () => {
  it = await project();
  const app = new App({ outdir: join(it.folder, "cdktf.out"), skipValidation: true });
  const stack = new TerraformStack(app, "web");
  new LocalBackend(stack, { path: join(it.folder, "web.tfstate") });
  new TestedAwsProvider(stack, "aws", { region: "ap-northeast-2" });
  new TestedGithubProvider(stack, "github", { owner: "acme" });
  const variable = (name: string, value: string) =>
    new TerraformVariable(stack, name, { type: "string", default: value }).stringValue;
  it.github.put({ kind: "repository", organization: "acme", name: "web", id: 2 });
  const { repoId } = new DataGithubRepository(stack, "repository", { name: "web" });
  new GithubActionsEcr(stack, "ecr", {
    oidcProvider: new GithubOidcProvider(stack, "provider"),
    trust: [
      {
        repository: "acme/web",
        environment: "production",
        ids: { owner: variable("owner_id", "1"), repository: repoId },
      },
    ],
    ecr: {
      repositories: [
        new EcrRepository(stack, "web", { name: "web" }),
        { arn: variable("other", "arn:aws:ecr:ap-northeast-2:123456789012:repository/other") },
      ],
    },
    publish: { as: "variables", values: { REGION: "region", ACCOUNT: "accountId", ROLE: "roleArn" } },
  });
  app.synth();
  succeeded(await it.terraform("web", "init"));
});
afterAll(() => it.close());

function plan(...args: readonly string[]) {
  return it.terraform("web", "plan", "-detailed-exitcode", ...args);
}

test("ids and ARNs that are known only at apply time are in the policies, and a second plan is empty", async () => {
  succeeded(await it.terraform("web", "apply", "-auto-approve"));

  const role = await query({ endpoint: it.aws.url }, "iam", "GetRole", { RoleName: "GitHubActionsECRRole" });
  expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
          StringLike: {
            "token.actions.githubusercontent.com:sub": "repo:acme@1/web@2:environment:production",
          },
        },
      },
    ],
  });
  const policy = await query({ endpoint: it.aws.url }, "iam", "GetPolicyVersion", {
    PolicyArn: "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy",
    VersionId: "v1",
  });
  expect(Object(xmlDocument(policy, "Document")).Statement[1].Resource).toStrictEqual([
    "arn:aws:ecr:ap-northeast-2:123456789012:repository/web",
    "arn:aws:ecr:ap-northeast-2:123456789012:repository/other",
  ]);
  const { outputs: _, resources } = JSON.parse(succeeded(await it.terraform("web", "state", "pull")));
  const values = (resources as readonly { type: string; instances: readonly { attributes: object }[] }[])
    .filter(({ type }) => type === "github_actions_variable")
    .map(({ instances }) => Object(instances[0]?.attributes))
    .map(({ variable_name, value }) => [variable_name, value]);
  expect(Object.fromEntries(values)).toStrictEqual({
    REGION: "ap-northeast-2",
    ACCOUNT: "123456789012",
    ROLE: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
  });
  succeeded(await plan());
});

test.each([
  ["an id that is a wildcard", "owner_id=*"],
  ["an id with a wildcard behind it", "owner_id=2*"],
  ["an id with a line behind it", "owner_id=2\n"],
  ["an id with another subject behind it", 'owner_id=2:*","repo:evil/web'],
  ["every repository in the place of one", "other=*"],
  ["a pattern in the place of a repository", "other=arn:aws:ecr:ap-northeast-2:123456789012:repository/*"],
])("the plan rejects %s, whatever the value of the variable", async (_, variable) => {
  const output = succeeded(await plan("-var", variable), 1).replaceAll(/[\s│]+/g, " ");
  expect(output).toContain(
    'Call to function "regex" failed: pattern did not match any part of the given string',
  );
  expect(output).toContain(`var.${variable.split("=")[0]}`);
});

test("destroy deletes everything", async () => {
  succeeded(await it.terraform("web", "destroy", "-auto-approve"));
  await expect(
    query({ endpoint: it.aws.url }, "iam", "GetRole", { RoleName: "GitHubActionsECRRole" }),
  ).rejects.toThrow("NoSuchEntity");
});
