import { App, TerraformStack, Testing, Token } from "cdktf";
import { RoleResources, type RoleResourcesProps } from "../../../lib/constructs/base/iam-resources";
import { oidcProviderArn } from "../../../lib/policy/arn";
import { ecrPolicies } from "../../../lib/policy/ecr-policies";
import type { Context } from "../../../lib/policy/subject/types";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import { synthesized } from "../synthesized";

const account = { partition: "aws", accountId: "123456789012" } as const;
const audience = "sts.amazonaws.com";
const issuerHost = "token.actions.githubusercontent.com";

function policyOf(context: Context): object {
  return trustPolicy({
    providerArn: oidcProviderArn(account, issuerHost),
    issuerHost,
    audience,
    entries: [{ kind: "repository", owner: "acme", repository: "web", ids: undefined, context, claims: {} }],
  });
}

const seed: RoleResourcesProps = {
  account,
  name: "GitHubActionsECRRole",
  origin: "create",
  path: "/",
  description: undefined,
  maxSessionSeconds: 3_600,
  permissionsBoundaryArn: undefined,
  tags: {},
  trustPolicy: policyOf({ kind: "branch", pattern: "main" }),
  policies: ecrPolicies("GitHubActionsECRPolicy", account, {
    access: "push",
    repositories: ["web"],
    regions: ["ap-northeast-2"],
  }),
  dependsOn: [],
};

function roleResources(props: Partial<RoleResourcesProps>) {
  return synthesized((scope) => {
    new RoleResources(scope, "role", { ...seed, ...props });
  });
}

const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/web:ref:refs/heads/main"}}}]}';
const ECR =
  '{"Version":"2012-10-17","Statement":[{"Sid":"ECRAuth","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":"*"},{"Sid":"ECRPushPull","Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:BatchGetImage","ecr:CompleteLayerUpload","ecr:DescribeRepositories","ecr:InitiateLayerUpload","ecr:PutImage","ecr:UploadLayerPart"],"Resource":"arn:aws:ecr:ap-northeast-2:123456789012:repository/web"}]}';

test("the smallest role is a role, a policy and an attachment, with literal policies", () => {
  expect(roleResources({})).toStrictEqual({
    aws_iam_role: {
      role: {
        name: "GitHubActionsECRRole",
        path: "/",
        assume_role_policy: TRUST,
        max_session_duration: 3_600,
        force_detach_policies: true,
      },
    },
    aws_iam_policy: {
      role_GitHubActionsECRPolicy: { name: "GitHubActionsECRPolicy", path: "/", policy: ECR },
    },
    aws_iam_role_policy_attachment: {
      role_GitHubActionsECRRole_GitHubActionsECRPolicy: {
        role: "$".concat("{aws_iam_role.role.name}"),
        policy_arn: "$".concat("{aws_iam_policy.role_GitHubActionsECRPolicy.arn}"),
      },
    },
  });
});

/** The import blocks of a stack with a role, by what they import. */
function importsOf(props: Partial<RoleResourcesProps>): unknown {
  const stack = new TerraformStack(new App(), "stack");
  new RoleResources(stack, "role", { ...seed, ...props });
  const { import: blocks = [] } = JSON.parse(Testing.synth(stack));
  return Object.fromEntries(
    blocks.map(({ to = "", id }: Readonly<Record<string, string>>) => [to.replace(/_[0-9A-F]{8}$/, ""), id]),
  );
}

test("an imported role imports the role by its name, policies by ARN, and attachments by both", () => {
  const path = "/ci/$".concat("{x}/");
  expect(importsOf({ origin: "import", path })).toStrictEqual({
    "aws_iam_role.role": "GitHubActionsECRRole",
    "aws_iam_policy.role_GitHubActionsECRPolicy": "arn:aws:iam::123456789012:policy/ci/$$".concat(
      "{x}/GitHubActionsECRPolicy",
    ),
    "aws_iam_role_policy_attachment.role_GitHubActionsECRRole_GitHubActionsECRPolicy":
      "GitHubActionsECRRole/arn:aws:iam::123456789012:policy/ci/$$".concat("{x}/GitHubActionsECRPolicy"),
  });
  expect(importsOf({})).toStrictEqual({});
});

test("Terraform ignores the description of an imported policy, because a change replaces the policy", () => {
  const policyIn = (props: Partial<RoleResourcesProps>) =>
    roleResources(props).aws_iam_policy?.role_GitHubActionsECRPolicy;
  const tagged = { origin: "import", tags: { team: "platform" } } as const;
  expect(policyIn(tagged)?.lifecycle).toStrictEqual({ ignore_changes: ["description"] });
  // Without tags in the file, it keeps those that it has.
  expect(policyIn({ origin: "import" })?.lifecycle).toStrictEqual({
    ignore_changes: ["description", "tags", "tags_all"],
  });
  expect(policyIn({})?.lifecycle).toBeUndefined();
});

test("a role depends on the given addresses", () => {
  const dependsOn = ["aws_iam_openid_connect_provider.github"];
  expect(roleResources({ dependsOn }).aws_iam_role?.role?.depends_on).toStrictEqual([
    "aws_iam_openid_connect_provider.github",
  ]);
});

test("the role and its policies have the role's props", () => {
  const { aws_iam_role, aws_iam_policy } = roleResources({
    path: "/ci/",
    description: "builds $".concat("{web}"),
    maxSessionSeconds: 7_200,
    permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
    tags: { team: "platform" },
  });
  expect(aws_iam_role?.role).toStrictEqual({
    name: "GitHubActionsECRRole",
    path: "/ci/",
    description: "builds $$".concat("{web}"),
    assume_role_policy: TRUST,
    max_session_duration: 7_200,
    force_detach_policies: true,
    permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
    tags: { team: "platform" },
  });
  expect(aws_iam_policy?.role_GitHubActionsECRPolicy).toStrictEqual({
    name: "GitHubActionsECRPolicy",
    path: "/ci/",
    policy: ECR,
    tags: { team: "platform" },
  });
});

test("special characters of an environment are literal for IAM and Terraform", () => {
  const { aws_iam_role } = roleResources({
    trustPolicy: policyOf({ kind: "environment", name: "a*b?c$d:e%{f}" }),
  });
  const policy: { Statement: readonly { Condition: object }[] } = JSON.parse(
    String(aws_iam_role?.role?.assume_role_policy).replaceAll("$$", "$").replaceAll("%%", "%"),
  );
  expect(policy.Statement[0]?.Condition).toStrictEqual({
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    StringLike: {
      "token.actions.githubusercontent.com:sub": "repo:acme/web:environment:a$".concat(
        "{*}b$",
        "{?}c$",
        "{$}d%3Ae%{f}",
      ),
    },
  });
});

test("the ARN is literal if the account is known, otherwise the role's attribute", () => {
  synthesized((scope) => {
    const known = new RoleResources(scope, "known", { ...seed, path: "/ci/" });
    const unknown = new RoleResources(scope, "unknown", { ...seed, account: undefined });
    expect(Token.isUnresolved(unknown.roleArn)).toBe(true);
    expect(known.roleArn).toBe("arn:aws:iam::123456789012:role/ci/GitHubActionsECRRole");
  });
});
