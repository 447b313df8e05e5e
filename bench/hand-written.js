/**
 * The same resources without this project, as a CDKTF author would write them in an afternoon.
 * node bench/hand-written.js COUNT FOLDER; prints a line of JSON.
 */
const { App, LocalBackend, TerraformOutput, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { IamOpenidConnectProvider } = require("@cdktf/provider-aws/lib/iam-openid-connect-provider");
const { IamPolicy } = require("@cdktf/provider-aws/lib/iam-policy");
const { IamRole } = require("@cdktf/provider-aws/lib/iam-role");
const { IamRolePolicyAttachment } = require("@cdktf/provider-aws/lib/iam-role-policy-attachment");
const { ActionsSecret } = require("@cdktf/provider-github/lib/actions-secret");
const { GithubProvider } = require("@cdktf/provider-github/lib/provider");

const count = Number(process.argv[2]);
const outdir = process.argv[3];
/** The quota of AWS. */
const ROLES_PER_ACCOUNT = 1_000;
const region = "ap-northeast-2";
const started = performance.now();

const app = new App({ outdir });
const github = new TerraformStack(app, "github-acme");
new LocalBackend(github, { path: "../../../github.tfstate" });
new GithubProvider(github, "github", { owner: "acme" });

for (let first = 0; first < count; first += ROLES_PER_ACCOUNT) {
  const accountId = String(123456789012 + first / ROLES_PER_ACCOUNT);
  account(accountId, first, Math.min(first + ROLES_PER_ACCOUNT, count));
}
app.synth();

process.stdout.write(
  JSON.stringify({
    synthesisMs: performance.now() - started,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  }),
);

function account(accountId, first, end) {
  const aws = new TerraformStack(app, `aws-${accountId}`);
  new LocalBackend(aws, { path: `../../../aws-${accountId}.tfstate` });
  new AwsProvider(aws, "aws", { region, allowedAccountIds: [accountId] });
  const provider = new IamOpenidConnectProvider(aws, "github", {
    url: "https://token.actions.githubusercontent.com",
    clientIdList: ["sts.amazonaws.com"],
  });
  const outputs = {};
  for (let index = first; index < end; index++) {
    const repository = count === 1 ? "web" : `web${index}`;
    const name = count === 1 ? "GitHubActionsECRRole" : `Role${index}`;
    const policyName = count === 1 ? "GitHubActionsECRPolicy" : `Role${index}Policy`;
    const subject = `repo:acme/${repository}:ref:refs/heads/main`;
    const role = new IamRole(aws, name, {
      name,
      path: "/",
      maxSessionDuration: 3600,
      forceDetachPolicies: true,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: {
              Federated: `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`,
            },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
              StringLike: { "token.actions.githubusercontent.com:sub": subject },
            },
          },
        ],
      }),
      dependsOn: [provider],
    });
    const policy = new IamPolicy(aws, policyName, {
      name: policyName,
      path: "/",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
          {
            Sid: "ECRPushPull",
            Effect: "Allow",
            Action: [
              "ecr:BatchCheckLayerAvailability",
              "ecr:BatchGetImage",
              "ecr:CompleteLayerUpload",
              "ecr:DescribeRepositories",
              "ecr:InitiateLayerUpload",
              "ecr:PutImage",
              "ecr:UploadLayerPart",
            ],
            Resource: `arn:aws:ecr:${region}:${accountId}:repository/${repository}`,
          },
        ],
      }),
    });
    new IamRolePolicyAttachment(aws, `${name}_${policyName}`, { role: role.name, policyArn: policy.arn });
    outputs[name] = {
      arn: `arn:aws:iam::${accountId}:role/${name}`,
      subjects: [subject],
      audience: "sts.amazonaws.com",
      registries: [`${accountId}.dkr.ecr.${region}.amazonaws.com`],
    };
    const values = { AWS_REGION: region, AWS_ACCOUNT_ID: accountId, AWS_ROLE_NAME: name };
    for (const [secretName, value] of Object.entries(values)) {
      const secret = new ActionsSecret(github, `${repository}_${secretName}`, { repository, secretName });
      // The bindings do not have the argument.
      secret.addOverride("value", value);
    }
  }
  new TerraformOutput(aws, "roles", { value: outputs });
}
