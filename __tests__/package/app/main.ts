import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import {
  EcrRole,
  ecrPolicies,
  GithubOidcProvider,
  type TrustEntry,
  trustPolicy,
} from "cdktf-github-actions-ecr";
import { githubAt, issuerHost as issuerHostOf } from "cdktf-github-actions-ecr/policy";

const account = { partition: "aws", accountId: "123456789012" } as const;
const issuerHost = issuerHostOf(githubAt("github.com", undefined));
const audience = "sts.amazonaws.com";
const entry: TrustEntry = {
  kind: "repository",
  owner: "acme",
  repository: "web",
  ids: { owner: 123456, repository: 456789 },
  context: { kind: "branch", pattern: "main" },
  claims: {},
};

const app = new App({ outdir: "cdktf.out" });
const stack = new TerraformStack(app, "web");
new LocalBackend(stack, { path: "web.tfstate" });
new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
const oidcProvider = new GithubOidcProvider(stack, "github", {
  account,
  mode: "create",
  issuerHost,
  audience,
  tags: {},
});
const role = new EcrRole(stack, "push", {
  account,
  oidcProvider,
  name: "Push",
  path: "/",
  description: undefined,
  maxSessionSeconds: 3_600,
  permissionsBoundaryArn: undefined,
  tags: {},
  trustPolicy: trustPolicy({ providerArn: oidcProvider.providerArn, issuerHost, audience, entries: [entry] }),
  policies: ecrPolicies("PushPolicy", account, {
    access: "push",
    repositories: ["web"],
    regions: ["ap-northeast-2"],
  }),
});
new TerraformOutput(stack, "role", { value: role.roleArn });
app.synth();
