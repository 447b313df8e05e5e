import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_ARN } from "../support/github";
import { ECR_POLICY } from "../support/smallest";
import { ecr, query, xmlDocument, xmlTexts } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** Imports resources that were created by hand into Terraform, with the example from-the-guide. The steps build on each other. */
const EXAMPLE = join(__dirname, "..", "..", "examples", "from-the-guide");
const STACK = "aws-123456789012";

const ROLE = "GitHubActionsECRRole";
const POLICY_ARN = "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy";

/** As a person types them: with white space, and in another order than the program's. */
const TRUST_POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Action: "sts:AssumeRoleWithWebIdentity",
      Effect: "Allow",
      Principal: { Federated: PROVIDER_ARN },
      Condition: {
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/web:ref:refs/heads/main" },
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      },
    },
  ],
};
/** What the example does not create: a thumbprint, and a second audience. */
const THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1";

let it: Project;
beforeAll(async () => {
  it = await project();
  const made = [
    [
      "CreateOpenIDConnectProvider",
      {
        Url: "https://token.actions.githubusercontent.com",
        "ClientIDList.member.1": "sts.amazonaws.com",
        "ClientIDList.member.2": "https://github.com/acme",
        "ThumbprintList.member.1": THUMBPRINT,
      },
    ],
    ["CreateRole", { RoleName: ROLE, AssumeRolePolicyDocument: JSON.stringify(TRUST_POLICY, undefined, 4) }],
    [
      "CreatePolicy",
      { PolicyName: "GitHubActionsECRPolicy", PolicyDocument: JSON.stringify(ECR_POLICY, undefined, 4) },
    ],
    ["AttachRolePolicy", { RoleName: ROLE, PolicyArn: POLICY_ARN }],
  ] as const;
  for (const [action, parameters] of made) await query(account(), "iam", action, parameters);
  await ecr({ ...account(), region: "ap-northeast-2" }, "CreateRepository", { repositoryName: "web" });
  for (const [name, value] of SECRETS) it.github.put({ kind: "secret", repository: "acme/web", name, value });
  it.write(readFileSync(join(EXAMPLE, "access.yaml"), "utf8"));
});
afterAll(() => it.close());

const SECRETS = [
  ["AWS_ACCOUNT_ID", "123456789012"],
  ["AWS_REGION", "ap-northeast-2"],
  ["AWS_ROLE_NAME", ROLE],
] as const;

const account = () => ({ endpoint: it.aws.url });

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: { readonly id: string };
      readonly before: Readonly<Record<string, unknown>>;
      readonly after: Readonly<Record<string, unknown>>;
    };
  }[];
}

test("the plan imports all five, adds and destroys nothing, and only removes the second audience", async () => {
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
  expect(succeeded(await it.terraform(STACK, "plan", "-out=plan"))).toContain(
    "Plan: 5 to import, 0 to add, 1 to change, 0 to destroy.",
  );

  const { resource_changes }: PlanJson = JSON.parse(
    (await it.terraform(STACK, "show", "-json", "plan")).stdout,
  );
  const changes = resource_changes.map(({ address, change: { actions, importing, before, after } }) => ({
    address,
    actions,
    id: importing?.id,
    changed: Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])),
  }));
  expect(changes).toStrictEqual([
    { address: "aws_ecr_repository.web", actions: ["no-op"], id: "web", changed: [] },
    {
      address: "aws_iam_openid_connect_provider.github",
      actions: ["update"],
      id: PROVIDER_ARN,
      changed: ["client_id_list"],
    },
    { address: "aws_iam_policy.GitHubActionsECRPolicy", actions: ["no-op"], id: POLICY_ARN, changed: [] },
    { address: `aws_iam_role.${ROLE}`, actions: ["no-op"], id: ROLE, changed: [] },
    {
      address: `aws_iam_role_policy_attachment.${ROLE}_GitHubActionsECRPolicy`,
      actions: ["no-op"],
      id: `${ROLE}/${POLICY_ARN}`,
      changed: [],
    },
  ]);
});

test("the CDKTF CLI applies the imports and deploys every stack", async () => {
  const output = succeeded(await it.cdktf("deploy", "*"));
  expect(output).toContain("Apply complete! Resources: 5 imported, 0 added, 1 changed, 0 destroyed.");
  expect(output).toContain("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.");
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
});

test("the imported resources are unchanged, except for the second audience", async () => {
  const provider = await query(account(), "iam", "GetOpenIDConnectProvider", {
    OpenIDConnectProviderArn: PROVIDER_ARN,
  });
  expect(provider).toContain("<ClientIDList><member>sts.amazonaws.com</member></ClientIDList>");
  expect(provider).toContain(`<ThumbprintList><member>${THUMBPRINT}</member></ThumbprintList>`);
  const role = await query(account(), "iam", "GetRole", { RoleName: ROLE });
  expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual(TRUST_POLICY);
  const policy = await query(account(), "iam", "GetPolicyVersion", {
    PolicyArn: POLICY_ARN,
    VersionId: "v1",
  });
  expect(xmlDocument(policy, "Document")).toStrictEqual(ECR_POLICY);
  const attached = await query(account(), "iam", "ListAttachedRolePolicies", { RoleName: ROLE });
  expect(xmlTexts(attached, "PolicyArn")).toStrictEqual([POLICY_ARN]);
  expect(it.github.values()).toStrictEqual(
    SECRETS.map(([name, value]) => ({ kind: "secret", repository: "acme/web", name, value })),
  );

  const called = it.aws.iamActions().filter((action) => !/^(?:Get|List)/.test(action));
  const byHand = ["AttachRolePolicy", "CreateOpenIDConnectProvider", "CreatePolicy", "CreateRole"];
  expect(called).toStrictEqual([...byHand, "RemoveClientIDFromOpenIDConnectProvider"]);
});

test("the next plans are empty", async () => {
  for (const stack of [STACK, "github-acme"]) {
    succeeded(await it.terraform(stack, "plan", "-detailed-exitcode"));
  }
});

test("an imported role that trusts another branch is changed in place, not replaced", async () => {
  it.write(readFileSync(join(EXAMPLE, "access.yaml"), "utf8").replace("branch: main", "branch: release"));
  await it.synth();
  const plan = succeeded(await it.terraform(STACK, "plan"));
  expect(plan).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
});
