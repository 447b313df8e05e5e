import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesizedStacks } from "./stacks/synthesized";

const EXAMPLES = join(__dirname, "..", "examples");

/** A stack with one role by the guide's names. */
const ACCOUNT = [
  "aws_iam_openid_connect_provider.github",
  "aws_iam_policy.GitHubActionsECRPolicy",
  "aws_iam_role.GitHubActionsECRRole",
  "aws_iam_role_policy_attachment.GitHubActionsECRRole_GitHubActionsECRPolicy",
];
const SEED = { "aws-123456789012": ACCOUNT, "github-acme": values("secret", "web") };

/** What each example makes: its stacks, and the Terraform addresses in each. */
const MADE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "one-repository": SEED,
  organization: {
    "aws-production": [
      "aws_iam_openid_connect_provider.github",
      "aws_iam_policy.BaseImagePushPolicy",
      "aws_iam_policy.PullRequestPullPolicy",
      "aws_iam_policy.ReleasePushPolicy",
      "aws_iam_policy.TeamPushPolicy",
      "aws_iam_role.BaseImagePush",
      "aws_iam_role.PullRequestPull",
      "aws_iam_role.ReleasePush",
      "aws_iam_role.TeamPush",
      "aws_iam_role_policy_attachment.BaseImagePush_BaseImagePushPolicy",
      "aws_iam_role_policy_attachment.PullRequestPull_PullRequestPullPolicy",
      "aws_iam_role_policy_attachment.ReleasePush_ReleasePushPolicy",
      "aws_iam_role_policy_attachment.TeamPush_TeamPushPolicy",
    ],
    "github-acme": [
      ...values("variable", "base-images"),
      ...values("variable", "checkout"),
      ...values("variable", "shop"),
      ...values("variable", "shop_PULL"),
      ...values("variable", "team-blue"),
      ...values("variable", "team-red"),
      "github_repository_environment.checkout_production",
      "github_repository_environment.shop_production",
      "github_repository_environment_deployment_policy.checkout_production_branch_main",
      "github_repository_environment_deployment_policy.shop_production_branch_main",
    ],
  },
  environments: {
    "aws-staging": ACCOUNT,
    "aws-production": ACCOUNT,
    "github-acme": [
      ...values("environment_variable", "shop_production"),
      ...values("environment_variable", "shop_staging"),
      "github_repository_environment.shop_production",
      "github_repository_environment.shop_staging",
      "github_repository_environment_deployment_policy.shop_production_branch_main",
      "github_repository_environment_deployment_policy.shop_production_tag_v__f90d7e1c",
      "github_repository_environment_deployment_policy.shop_staging_branch_main",
    ],
  },
  "organization-values": {
    "aws-123456789012": [
      "aws_iam_openid_connect_provider.github",
      "aws_iam_policy.TeamPushPolicy",
      "aws_iam_role.TeamPush",
      "aws_iam_role_policy_attachment.TeamPush_TeamPushPolicy",
    ],
    "github-acme": [
      "github_actions_organization_variable.AWS_REGION",
      "github_actions_organization_variable.AWS_ROLE_ARN",
    ],
  },
  "subject-template": {
    "aws-123456789012": ACCOUNT,
    "github-acme": [
      "github_actions_repository_oidc_subject_claim_customization_template.api",
      "github_actions_repository_oidc_subject_claim_customization_template.web",
      ...values("variable", "api"),
      ...values("variable", "web"),
    ],
  },
  "two-accounts": {
    "aws-test": ACCOUNT,
    "aws-production": ACCOUNT,
    "github-acme": [...values("secret", "web_PRODUCTION"), ...values("secret", "web_TEST")],
  },
  "remote-state": {
    ...SEED,
    state: [
      "aws_s3_bucket.state",
      "aws_s3_bucket_lifecycle_configuration.old_versions",
      "aws_s3_bucket_policy.tls_only",
      "aws_s3_bucket_public_access_block.public_access",
      "aws_s3_bucket_server_side_encryption_configuration.encryption",
      "aws_s3_bucket_versioning.versioning",
    ],
  },
  "existing-provider": SEED,
  pipeline: SEED,
  "new-repository": SEED,
  "migration-to-ids": {
    "aws-123456789012": ACCOUNT,
    "github-acme": [...values("secret", "api"), ...values("secret", "web")],
  },
  "own-trust-policy": SEED,
  "enterprise-server": SEED,
};

/** The addresses of the guide's three values. */
function values(kind: "secret" | "variable" | "environment_variable", start: string): readonly string[] {
  return ["AWS_ACCOUNT_ID", "AWS_REGION", "AWS_ROLE_NAME"].map(
    (name) => `github_actions_${kind}.${start}_${name}`,
  );
}

test("every folder of examples is in the table", () => {
  expect(readdirSync(EXAMPLES).sort()).toStrictEqual(Object.keys(MADE).sort());
});

test.each(readdirSync(EXAMPLES))("the example %s makes these stacks and addresses, and no others", (name) => {
  const stacks = synthesizedStacks(readFileSync(join(EXAMPLES, name, "access.yaml"), "utf8"));
  const made = Object.entries(stacks).map(([stack, { resource = {} }]) => {
    const addresses = Object.entries(resource).flatMap(([type, byName]) =>
      Object.keys(byName).map((address) => `${type}.${address}`),
    );
    return [stack, addresses] as const;
  });
  expect(Object.fromEntries(made)).toStrictEqual(MADE[name]);
});
