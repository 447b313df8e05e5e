import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataGithubRepository } from "@cdktf/provider-github/lib/data-github-repository";
import { DataGithubTeam } from "@cdktf/provider-github/lib/data-github-team";
import { GithubProvider } from "@cdktf/provider-github/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import {
  EcrRole,
  GithubActionsEcr,
  GithubEnvironment,
  GithubOidcProvider,
  GithubWorkflow,
} from "cdktf-github-actions-ecr";

const app = new App();
const stack = new TerraformStack(app, "web");
new LocalBackend(stack, { path: "../../../terraform.web.tfstate" });
new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
new GithubProvider(stack, "github", { owner: "acme" });

// The ECR repository of this app and an existing GitHub repository. Terraform fills in the ARN and the id.
const images = new EcrRepository(stack, "images", { name: "web" });
const repository = new DataGithubRepository(stack, "repository", { name: "web" });
const ids = { owner: 123456, repository: repository.repoId };

const reviewers = { teams: [new DataGithubTeam(stack, "release-managers", { slug: "release-managers" }).id] };
const environment = new GithubEnvironment(stack, "production", {
  repository,
  name: "production",
  branches: ["main"],
  reviewers,
});

// OIDC provider, role, and the values that the workflow reads.
const oidcProvider = new GithubOidcProvider(stack, "oidc");
const { role, publish } = new GithubActionsEcr(stack, "push", {
  oidcProvider,
  trust: [{ repository: "acme/web", ids, environment }],
  ecr: { repositories: [images], access: "push-pull" },
  publish: { as: "variables", values: { AWS_ROLE_ARN: "roleArn", AWS_REGION: "region" } },
});
new GithubWorkflow(stack, "workflow", {
  repository: "acme/web",
  role,
  publish,
  branches: ["main"],
});

// Only a role: pull requests can pull, and no values are published.
new EcrRole(stack, "pull", {
  oidcProvider,
  name: "PullRequestPull",
  trust: [{ repository: "acme/web", ids, pullRequest: true }],
  ecr: { repositories: [images], access: "pull" },
});

app.synth();
