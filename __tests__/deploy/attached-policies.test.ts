import { query, xmlTexts } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** Managed policies that exist, attached by the file and by hand. The steps build on each other. */

const STACK = "aws-123456789012";
const ROLE = "GitHubActionsECRRole";
const arnOf = (name: string): string => `arn:aws:iam::123456789012:policy/${name}`;

let it: Project;
beforeAll(async () => {
  it = await project();
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
  });
  for (const PolicyName of ["deploy", "by-hand"]) {
    await query(account(), "iam", "CreatePolicy", { PolicyName, PolicyDocument });
  }
});
afterAll(() => it.close());

function account() {
  return { endpoint: it.aws.url };
}

function fileOf(policies: string): string {
  return `github: { owner: acme }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: false
${policies}`;
}

const ATTACHING = `        policies: [${arnOf("deploy")}]
        acceptRisks: [{ rule: R33, reason: deploys }]
`;

async function attached(): Promise<readonly string[]> {
  const xml = await query(account(), "iam", "ListAttachedRolePolicies", { RoleName: ROLE });
  return [...xmlTexts(xml, "PolicyArn")].sort();
}

async function applied(file: string): Promise<void> {
  it.write(file);
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
  succeeded(await it.terraform(STACK, "apply", "-auto-approve"));
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
}

const OWN = arnOf("GitHubActionsECRPolicy");

test("a policy of the file is attached, and a second plan is empty", async () => {
  await applied(fileOf(ATTACHING));
  expect(await attached()).toStrictEqual([OWN, arnOf("deploy")]);
});

test("a policy that was attached by hand is not noticed, and stays", async () => {
  await query(account(), "iam", "AttachRolePolicy", { RoleName: ROLE, PolicyArn: arnOf("by-hand") });
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
});

test("a policy that leaves the file is detached, and no other one", async () => {
  await applied(fileOf(""));
  expect(await attached()).toStrictEqual([OWN, arnOf("by-hand")]);
});

test("a role with a policy that was attached by hand is destroyed, and the policy is not", async () => {
  succeeded(await it.terraform(STACK, "destroy", "-auto-approve"));
  const xml = await query(account(), "iam", "ListPolicies", { Scope: "Local" });
  expect([...xmlTexts(xml, "PolicyName")].sort()).toStrictEqual(["by-hand", "deploy"]);
  await expect(query(account(), "iam", "GetRole", { RoleName: ROLE })).rejects.toThrow("NoSuchEntity");
});
