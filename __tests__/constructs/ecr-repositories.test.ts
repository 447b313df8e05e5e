import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { EcrRepositories, type EcrRepositoriesProps } from "../../lib/constructs/ecr-repositories";
import { EcrRole } from "../../lib/constructs/ecr-role";
import { GithubOidcProvider } from "../../lib/constructs/github-oidc-provider";
import { errorsOf } from "./errors-of";
import { resourcesOf, synthesized } from "./synthesized";

const ACCOUNT = { accountId: "123456789012", region: "ap-northeast-2" };
const REPOSITORY = {
  image_tag_mutability: "IMMUTABLE",
  image_scanning_configuration: { scan_on_push: true },
  encryption_configuration: [{ encryption_type: "AES256" }],
  lifecycle: { prevent_destroy: true },
};

function repositoriesOf(props: Partial<EcrRepositoriesProps>) {
  return synthesized(
    (scope) => new EcrRepositories(scope, "images", { account: ACCOUNT, repositories: ["web"], ...props }),
  );
}

test("a name gives the same repository as in access.yaml, with its lifecycle policy", () => {
  expect(repositoriesOf({})).toStrictEqual({
    aws_ecr_repository: { images_web: { name: "web", ...REPOSITORY } },
    aws_ecr_lifecycle_policy: {
      images_web_lifecycle_web: {
        repository: "$".concat("{aws_ecr_repository.images_web.name}"),
        policy:
          '{"rules":[{"rulePriority":1,"description":"Expire untagged images after 14 days","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}',
      },
    },
  });
});

test("settings of a repository replace those of defaults, and an imported repository is imported", () => {
  const { aws_ecr_repository, aws_ecr_repository_policy } = repositoriesOf({
    defaults: { scan: "registry", lifecycle: false, tags: { team: "a" } },
    repositories: [
      { name: "web", immutableTags: { except: "latest" }, scan: "never", forceDelete: true },
      { name: "api", origin: "import", pull: { accounts: ["210987654321"] } },
    ],
  });

  expect(aws_ecr_repository).toStrictEqual({
    images_web: {
      name: "web",
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [{ filter: "latest", filter_type: "WILDCARD" }],
      image_scanning_configuration: { scan_on_push: false },
      encryption_configuration: REPOSITORY.encryption_configuration,
      force_delete: true,
      tags: { team: "a" },
    },
    images_api: {
      name: "api",
      image_tag_mutability: "IMMUTABLE",
      lifecycle: {
        prevent_destroy: true,
        ignore_changes: ["encryption_configuration", "image_scanning_configuration"],
      },
      tags: { team: "a" },
    },
  });
  expect(Object.keys(aws_ecr_repository_policy ?? {})).toStrictEqual(["images_api_policy_api"]);
});

test("CDKTF tokens are written as expressions: accounts, the organization, the KMS key and tags", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AwsProvider(stack, "aws", { region: ACCOUNT.region });
  const caller = new DataAwsCallerIdentity(stack, "caller");
  const variable = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
  const key = new KmsKey(stack, "key");
  new EcrRepositories(stack, "images", {
    account: { ...ACCOUNT, accountId: caller.accountId },
    repositories: [
      {
        name: "web",
        encryption: { kmsKeyArn: key.arn },
        pull: { accounts: [variable("one"), variable("two")], organization: variable("org"), lambda: true },
        tags: { team: variable("team") },
      },
    ],
  });
  const text = Testing.synth(stack, true).replace(/_[0-9A-F]{8}(?=[\\."])/g, "");
  const { aws_ecr_repository, aws_ecr_repository_policy } = resourcesOf(text);

  expect(aws_ecr_repository?.images_web).toMatchObject({
    encryption_configuration: [{ encryption_type: "KMS", kms_key: "$".concat("{aws_kms_key.key.arn}") }],
    tags: { team: "$".concat("{var.team}") },
  });
  const policy = String(aws_ecr_repository_policy?.images_web_policy_web?.policy);
  expect(policy).toContain("arn:aws:iam::$".concat("{var.one}:root"));
  expect(policy).toContain("arn:aws:iam::$".concat("{var.two}:root"));
  expect(policy).toMatch(/aws:PrincipalOrgID\W+var\.org/);
  expect(policy).toContain("$".concat("{data.aws_caller_identity.caller.account_id}:function:*"));
  expect(policy).not.toContain("cdktf");
});

test("a role uses the resources by name", () => {
  const { aws_iam_policy } = synthesized((scope) => {
    const { ecrRepositories } = new EcrRepositories(scope, "images", {
      account: ACCOUNT,
      repositories: ["web"],
    });
    new EcrRole(scope, "push", {
      oidcProvider: GithubOidcProvider.fromAccount(scope, "oidc", ACCOUNT),
      trust: [{ repository: "acme/web", ids: { owner: 1, repository: 2 }, branch: "main" }],
      ecr: { repositories: Object.values(ecrRepositories) },
    });
  });
  expect(JSON.stringify(aws_iam_policy)).toContain("aws_ecr_repository.images_web.arn");
});

test.each<[string, Partial<EcrRepositoriesProps>, readonly string[]]>([
  [
    "every problem of the values, in the words of access.yaml",
    { repositories: ["Web", { name: "api", scan: "push" as "onPush", pull: { organization: "o-1" } }] },
    [
      'repositories[0]: expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, without wildcards), got "Web"',
      'repositories[1].pull.organization: expected the id of an AWS organization (o- and 10 to 32 lower-case letters and digits), got "o-1"',
      'repositories[1].scan: expected one of onPush, registry, never, got "push", did you mean onPush?',
    ],
  ],
  [
    "no repository",
    { repositories: [] },
    ["repositories: expected a list with at least one element, got []"],
  ],
  [
    "what the checks of the file reject",
    {
      repositories: [
        "web",
        "web",
        { name: "api", pull: { accounts: ["123456789012"] }, lifecycle: { keepForever: ["v*", "v*"] } },
      ],
    },
    [
      'repositories[1]: duplicate ECR repository "web" in region ap-northeast-2',
      'repositories[2].lifecycle.keepForever[1]: duplicate tag pattern "v*"',
      'repositories[2].pull.accounts[0]: expected another account, got this account, "123456789012". Its roles need no repository policy: write what they pull in ecr of the role',
    ],
  ],
  [
    "an account and a region of the wrong form",
    { account: { accountId: "1", region: "nowhere" } },
    [
      'account.accountId: expected an AWS account id (12 digits in quotes), got "1"',
      'account.region: expected an AWS region (such as ap-northeast-2), got "nowhere"',
    ],
  ],
])("rejects %s", (_, props, problems) => {
  expect(
    errorsOf(
      (scope) => new EcrRepositories(scope, "images", { account: ACCOUNT, repositories: ["web"], ...props }),
    ),
  ).toStrictEqual(problems.map((problem) => `stack/images ${problem}`));
});

test("rejects a CDKTF token as a name", () => {
  expect(
    errorsOf((scope) => {
      const name = new TerraformVariable(scope, "name", { type: "string" }).stringValue;
      new EcrRepositories(scope, "images", { account: ACCOUNT, repositories: ["web", { name }] });
    }),
  ).toStrictEqual([
    "stack/images repositories[1].name: expected a literal value, got a CDKTF token. It is checked before Terraform knows the value",
  ]);
});
