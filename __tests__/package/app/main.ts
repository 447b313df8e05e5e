import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { EcrRole, type EcrRoleProps, GithubOidcProvider } from "cdktf-github-actions-ecr";
import { RULES } from "cdktf-github-actions-ecr/policy";

const trust: EcrRoleProps["trust"] = [
  { repository: "acme/web", ids: { owner: 123456, repository: 456789 }, branch: "main" },
];

const app = new App({ outdir: "cdktf.out" });
const stack = new TerraformStack(app, "web");
new LocalBackend(stack, { path: "web.tfstate" });
new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
const web = new EcrRepository(stack, "repository", { name: "web" });
const role = new EcrRole(stack, "push", {
  oidcProvider: new GithubOidcProvider(stack, "github"),
  trust,
  ecr: { repositories: [web, "team/*"], access: "push" },
  account: { accountId: "123456789012", region: "ap-northeast-2" },
});
new TerraformOutput(stack, "role", { value: role.roleArn });
new TerraformOutput(stack, "subjects", { value: role.subjects });
new TerraformOutput(stack, "rules", { value: RULES.slice(0, 2).map(({ id }) => id) });
app.synth();
