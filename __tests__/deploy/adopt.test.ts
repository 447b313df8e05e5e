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

/** Creates the OIDC provider. */
function provide(...audiences: readonly string[]): Promise<string> {
  return query(account(), "iam", "CreateOpenIDConnectProvider", {
    Url: `https://${ISSUER}`,
    "ThumbprintList.member.1": "6938fd4d98bab03faadb97b34396831e3780aea1",
    ...Object.fromEntries(audiences.map((audience, index) => [`ClientIDList.member.${index + 1}`, audience])),
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
  await provide("sts.amazonaws.com");
  for (const [name, region] of [
    ["web", "eu-west-1"],
    ["api", "eu-west-1"],
    ["api", "us-east-1"],
  ] as const) {
    await ecr(account(region), "CreateRepository", {
      repositoryName: name,
      imageTagMutability: name === "api" ? "IMMUTABLE" : "MUTABLE",
      imageScanningConfiguration: { scanOnPush: name === "api" },
      // Without their output, adopt does not know them, and the plan leaves them alone.
      tags: [{ Key: "team", Value: name }],
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
- role other of account 123456789012: no policy of it (otherPolicy) is one that access.yaml writes: access.yaml writes policies for the access levels push, pull, push-pull and read, and imports only a policy with the same statements. To let the apply change the policy in place, write the role yourself with origin: import, see docs/guide/migrating.md#roles-policies-and-secrets-made-by-hand
- policy inline of account 123456789012: it is an inline policy of role ci-release. The file does not manage it, and the plan does not change it. It violates R33 excess-permissions (high): it allows s3:ListAllMyBuckets
Accept the risks, or fix the trust policies:
- role every-branch: R08
note: no file contains the tags of arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy. If they are not those of its role, the plan changes them. Add the output of aws iam get-policy
Next:
  npx github-actions-ecr synth --config access.yaml
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

interface Drifted {
  readonly kind: string;
  readonly message: string;
}

/** The differences of the file from the account, without the parts that were not adopted. */
async function drifted(): Promise<readonly string[]> {
  const args = ["--offline", "--known-role", "other", "--json"];
  const { stdout } = await runCli(["drift", ...(await outputs()), ...args], { cwd: it.folder });
  const { differences }: { readonly differences: readonly Drifted[] } = JSON.parse(stdout);
  return differences
    .filter(({ message }) => !message.endsWith("inline policy inline. Delete it"))
    .map(({ kind, message }) => `${kind}: ${message}`);
}

const iam = (action: string, parameters: Readonly<Record<string, string>>) =>
  query(account(), "iam", action, parameters);
const POLICY_ARN = "arn:aws:iam::123456789012:policy/exactPolicy";

test.each<[string, () => Promise<unknown>, () => Promise<unknown>, string]>([
  [
    "another trust policy",
    () =>
      iam("UpdateAssumeRolePolicy", {
        RoleName: "exact",
        PolicyDocument: JSON.stringify(trusting("repo:acme/web:ref:refs/heads/dev")),
      }),
    () =>
      iam("UpdateAssumeRolePolicy", {
        RoleName: "exact",
        PolicyDocument: JSON.stringify(trusting("repo:acme/web:ref:refs/heads/main")).replace(
          "StringLike",
          "StringEqualsIgnoreCase",
        ),
      }),
    "trust-policy-changed: expected StringEqualsIgnoreCase token.actions.githubusercontent.com:sub: repo:acme/web:ref:refs/heads/main, got StringLike token.actions.githubusercontent.com:sub: repo:acme/web:ref:refs/heads/dev as trust policy of role exact of account 123456789012",
  ],
  [
    "another version of a policy",
    () =>
      iam("CreatePolicyVersion", {
        PolicyArn: POLICY_ARN,
        PolicyDocument: JSON.stringify(pushing("*")),
        SetAsDefault: "true",
      }),
    () => iam("SetDefaultPolicyVersion", { PolicyArn: POLICY_ARN, VersionId: "v1" }),
    `policy-changed: expected Resource: arn:aws:ecr:eu-west-1:123456789012:repository/web, got Resource: * as policy ${POLICY_ARN} of role exact of account 123456789012`,
  ],
  [
    "a further policy",
    () =>
      iam("AttachRolePolicy", {
        RoleName: "exact",
        PolicyArn: "arn:aws:iam::123456789012:policy/otherPolicy",
      }),
    () =>
      iam("DetachRolePolicy", {
        RoleName: "exact",
        PolicyArn: "arn:aws:iam::123456789012:policy/otherPolicy",
      }),
    "policy-not-in-file: expected no other policy of role exact of account 123456789012, got arn:aws:iam::123456789012:policy/otherPolicy. Detach it, or add it to policies of the role",
  ],
  [
    "an inline policy",
    () =>
      iam("PutRolePolicy", { RoleName: "exact", PolicyName: "more", PolicyDocument: JSON.stringify(OTHER) }),
    () => iam("DeleteRolePolicy", { RoleName: "exact", PolicyName: "more" }),
    "policy-not-in-file: expected no other policy of role exact of account 123456789012, got inline policy more. Delete it",
  ],
  [
    "a detached policy",
    () => iam("DetachRolePolicy", { RoleName: "exact", PolicyArn: POLICY_ARN }),
    () => iam("AttachRolePolicy", { RoleName: "exact", PolicyArn: POLICY_ARN }),
    `policy-missing: expected the policy ${POLICY_ARN} attached to role exact of account 123456789012, got none`,
  ],
  [
    "another session length",
    () => iam("UpdateRole", { RoleName: "exact", MaxSessionDuration: "43200" }),
    () => iam("UpdateRole", { RoleName: "exact", MaxSessionDuration: "3600" }),
    "role-changed: expected 3600, got 43200 as session length of role exact of account 123456789012",
  ],
  [
    "another tag",
    () => iam("TagRole", { RoleName: "exact", ...tagParameters({ a: "b" }) }),
    () => iam("UntagRole", { RoleName: "exact", "TagKeys.member.1": "a" }),
    'role-changed: expected {}, got {"a":"b"} as tags of role exact of account 123456789012',
  ],
  [
    "another audience",
    async () => {
      await iam("DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: PROVIDER });
      await provide("sts.amazonaws.com", "more");
    },
    async () => {
      await iam("DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: PROVIDER });
      await provide("sts.amazonaws.com");
    },
    'oidc-provider-changed: expected ["sts.amazonaws.com"], got ["sts.amazonaws.com","more"] as audiences of the OIDC provider of account 123456789012',
  ],
  [
    "a role that is not in the file",
    () => make("new", "newPolicy", { trust: trusting("repo:acme/web:*"), policy: OTHER }),
    async () => {
      await iam("DetachRolePolicy", {
        RoleName: "new",
        PolicyArn: "arn:aws:iam::123456789012:policy/newPolicy",
      });
      await iam("DeleteRole", { RoleName: "new" });
    },
    "role-not-in-file: expected only roles of the file to trust GitHub, got arn:aws:iam::123456789012:role/new, which trusts acme. Add it with adopt, delete it, or pass --known-role new",
  ],
  [
    "mutable tags",
    () => ecr(account(), "PutImageTagMutability", { repositoryName: "api", imageTagMutability: "MUTABLE" }),
    () => ecr(account(), "PutImageTagMutability", { repositoryName: "api", imageTagMutability: "IMMUTABLE" }),
    "ecr-repository-changed: expected IMMUTABLE, got MUTABLE as tag mutability of the ECR repository api in eu-west-1 of account 123456789012",
  ],
  [
    "an ECR repository that is not in the file",
    () => ecr(account(), "CreateRepository", { repositoryName: "new" }),
    () => ecr(account(), "DeleteRepository", { repositoryName: "new" }),
    "ecr-repository-not-in-file: expected only ECR repositories of the file, got new in eu-west-1 of account 123456789012",
  ],
])("%s made by hand is a difference until it is taken back", async (_, change, back, text) => {
  expect(await drifted()).toStrictEqual([]);
  await change();
  expect(await drifted()).toStrictEqual([text]);
  await back();
  expect(await drifted()).toStrictEqual([]);
});
