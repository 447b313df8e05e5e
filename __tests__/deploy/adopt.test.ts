import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../cli/run-cli";
import { type AwsAccount, ecr, query } from "./support/aws";
import { iamOutput } from "./support/aws-output";
import { type Project, project, succeeded } from "./support/project";

/** Adopts an account that was made by hand: the plan imports everything and changes nothing. */
const STACK = "aws-123456789012";
const ISSUER = "token.actions.githubusercontent.com";
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

const account = (region = "eu-west-1"): AwsAccount => ({ endpoint: it.aws.url, region });

function trusting(...subjects: readonly string[]): object {
  return {
    Statement: [
      {
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Principal: { Federated: [PROVIDER] },
        Effect: "Allow",
        Condition: {
          StringLike: { [`${ISSUER}:sub`]: subjects },
          StringEquals: { [`${ISSUER}:aud`]: ["sts.amazonaws.com"] },
        },
      },
    ],
    Version: "2012-10-17",
  };
}

/** As someone writes it: another order of keys and actions, a list for one value. */
function pushing(...arns: readonly string[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Resource: arns,
        Action: [
          "ecr:UploadLayerPart",
          "ecr:PutImage",
          "ecr:InitiateLayerUpload",
          "ecr:DescribeRepositories",
          "ecr:CompleteLayerUpload",
          "ecr:BatchGetImage",
          "ecr:BatchCheckLayerAvailability",
        ],
        Effect: "Allow",
        Sid: "ECRPushPull",
      },
      { Sid: "ECRAuth", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: ["*"] },
    ],
  };
}

const OTHER = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
};

interface HandMade {
  readonly trust: object;
  readonly policy: object;
  readonly path?: string;
  readonly description?: string;
  readonly policyDescription?: string;
  readonly seconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

function tagParameters(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tags.member.${index + 1}.Key`, key],
      [`Tags.member.${index + 1}.Value`, value],
    ]),
  );
}

/** A role with a policy, as the console makes them. */
async function make(name: string, policyName: string, made: HandMade): Promise<void> {
  const { trust, policy, path = "/", description, policyDescription, seconds = 3_600, tags = {} } = made;
  await query(account(), "iam", "CreateRole", {
    RoleName: name,
    Path: path,
    AssumeRolePolicyDocument: JSON.stringify(trust),
    MaxSessionDuration: String(seconds),
    ...(description !== undefined && { Description: description }),
    ...tagParameters(tags),
  });
  await query(account(), "iam", "CreatePolicy", {
    PolicyName: policyName,
    Path: path,
    PolicyDocument: JSON.stringify(policy),
    ...(policyDescription !== undefined && { Description: policyDescription }),
    ...tagParameters(tags),
  });
  await query(account(), "iam", "AttachRolePolicy", {
    RoleName: name,
    PolicyArn: `arn:aws:iam::123456789012:policy${path}${policyName}`,
  });
}

/** Writes the outputs of the AWS CLI for the account into files. */
async function outputs(): Promise<readonly string[]> {
  const files: Readonly<Record<string, unknown>> = {
    "iam.json": await iamOutput(account(), "GetAccountAuthorizationDetails"),
    "roles.json": await iamOutput(account(), "ListRoles"),
    "providers.json": await iamOutput(account(), "ListOpenIDConnectProviders"),
    "provider.json": await iamOutput(account(), "GetOpenIDConnectProvider", {
      OpenIDConnectProviderArn: PROVIDER,
    }),
    "ecr.json": await ecr(account(), "DescribeRepositories", {}),
    "ecr-us.json": await ecr(account("us-east-1"), "DescribeRepositories", {}),
  };
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(it.folder, name), JSON.stringify(value));
  }
  return Object.keys(files);
}

async function adopt(...args: readonly string[]) {
  return runCli(["adopt", ...(await outputs()), "--offline", ...args], { cwd: it.folder });
}

test("an account made by hand is imported by a plan that changes nothing, and the next plan is empty", async () => {
  await query(account(), "iam", "CreateOpenIDConnectProvider", {
    Url: `https://${ISSUER}`,
    "ClientIDList.member.1": "sts.amazonaws.com",
    "ThumbprintList.member.1": "6938fd4d98bab03faadb97b34396831e3780aea1",
  });
  for (const [name, region] of [
    ["web", "eu-west-1"],
    ["api", "eu-west-1"],
    ["api", "us-east-1"],
  ] as const) {
    await ecr(account(region), "CreateRepository", {
      repositoryName: name,
      imageTagMutability: name === "api" ? "IMMUTABLE" : "MUTABLE",
      imageScanningConfiguration: { scanOnPush: name === "api" },
    });
  }
  const web = "arn:aws:ecr:eu-west-1:123456789012:repository/web";
  const api = "arn:aws:ecr:eu-west-1:123456789012:repository/api";
  await make("GitHubActionsECRRole", "GitHubActionsECRPolicy", {
    trust: trusting(
      "repo:acme@123456/web@456789:ref:refs/heads/main",
      "repo:acme@123456/api@456790:environment:production",
    ),
    policy: pushing(web, api),
    description: "Pushes from GitHub Actions",
    policyDescription: "Made in the console",
    seconds: 7_200,
    tags: { team: "platform" },
  });
  await make("ci-release", "release", {
    trust: { ...trusting("repo:acme@123456/web@456789:ref:refs/tags/v1"), Version: "2012-10-17" },
    policy: pushing("arn:aws:ecr:us-east-1:123456789012:repository/api", api),
    path: "/ci/",
  });
  const exact = trusting("repo:acme/web:ref:refs/heads/main");
  await make("exact", "exactPolicy", {
    trust: JSON.parse(JSON.stringify(exact).replace("StringLike", "StringEqualsIgnoreCase")),
    policy: pushing(web),
  });
  await make("every-branch", "every-branchPolicy", {
    trust: trusting("repo:acme@123456/web@456789:*"),
    policy: pushing(web),
  });
  await make("other", "otherPolicy", {
    trust: trusting("repo:acme@123456/web@456789:ref:refs/heads/dev"),
    policy: OTHER,
  });
  await query(account(), "iam", "PutRolePolicy", {
    RoleName: "ci-release",
    PolicyName: "inline",
    PolicyDocument: JSON.stringify(OTHER),
  });

  const { code, stdout } = await adopt("--out", "access.yaml");
  expect(stdout).toBe(`wrote access.yaml: 4 roles and 2 ECR repositories of 1 account
Not adopted:
- role other of account 123456789012: no policy of it (otherPolicy) is one that access.yaml writes: access.yaml writes policies for the access levels push, pull, push-pull and read, and imports only a policy with the same statements
- policy inline of account 123456789012: it is an inline policy of role ci-release. The file does not manage it, and the plan does not change it
Accept the risks, or fix the trust policies:
- role every-branch: R08
Next:
  github-actions-ecr synth --config access.yaml
  terraform plan must say 0 to add, 0 to change, 0 to destroy
`);
  expect(code).toBe(0);
  const text = readFileSync(join(it.folder, "access.yaml"), "utf8");
  it.write(
    text
      .replace(/# (acceptRisks:| {2}- \{ rule)/g, "$1")
      .replaceAll('reason: ""', "reason: builds of every branch"),
  );
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
  // A provider, four roles with a policy and an attachment each, and a repository in two regions beside another.
  expect(succeeded(await it.terraform(STACK, "plan"))).toContain(
    "Plan: 16 to import, 0 to add, 0 to change, 0 to destroy.",
  );
  expect(succeeded(await it.terraform(STACK, "apply", "-auto-approve"))).toContain(
    "Apply complete! Resources: 16 imported, 0 added, 0 changed, 0 destroyed.",
  );
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
});
