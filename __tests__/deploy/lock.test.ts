import { query, s3, xmlTexts } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";
import { run } from "./support/terraform";

/** What happens to the state in S3 when two apply at once, and when one is killed. */

const BUCKET = "acme-tfstate";
const KEY = "github-actions-ecr/aws-123456789012.tfstate";
const STACK = "aws-123456789012";
const PROVIDER_ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const POLICY_ARN = "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy";

const FILE = `
github: { owner: acme }
state: { s3: { bucket: ${BUCKET}, region: us-east-1 } }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: false
`;

let it: Project;
beforeEach(async () => {
  it = await project();
  expect((await s3(account(), "PUT", `/${BUCKET}`)).status).toBe(200);
  it.write(FILE);
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
});
afterEach(() => it.close());

const account = () => ({ endpoint: it.aws.url });

async function objects(): Promise<readonly string[]> {
  return xmlTexts((await s3(account(), "GET", `/${BUCKET}?list-type=2`)).text, "Key");
}

async function stateAddresses(): Promise<readonly string[]> {
  return succeeded(await it.terraform(STACK, "state", "list"))
    .trim()
    .split("\n");
}

const ADDRESSES = [
  "aws_iam_openid_connect_provider.github",
  "aws_iam_policy.GitHubActionsECRPolicy",
  "aws_iam_role.GitHubActionsECRRole",
  "aws_iam_role_policy_attachment.GitHubActionsECRRole_GitHubActionsECRPolicy",
];

test("if two applies run at once, the lock rejects the second, and nothing is lost", async () => {
  const held = it.aws.hold("CreateRole");
  const first = it.terraform(STACK, "apply", "-auto-approve");
  await held.reached;
  expect(await objects()).toStrictEqual([`${KEY}.tflock`]);

  const refused = succeeded(await it.terraform(STACK, "apply", "-auto-approve"), 1);
  expect(refused).toContain("Error acquiring the state lock");
  expect(refused).toContain("412");

  held.release();
  expect(succeeded(await first)).toContain("4 added, 0 changed, 0 destroyed");
  expect(await objects()).toStrictEqual([KEY]);
  expect(await stateAddresses()).toStrictEqual(ADDRESSES);
  expect(xmlTexts(await query(account(), "iam", "ListRoles"), "RoleName")).toStrictEqual([
    "GitHubActionsECRRole",
  ]);
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
});

test("after a killed apply, the steps in docs/guide/troubleshooting.md give the same result", async () => {
  const held = it.aws.hold("AttachRolePolicy");
  const killer = new AbortController();
  const killed = run("terraform", ["apply", "-auto-approve"], {
    cwd: `${it.folder}/cdktf.out/stacks/${STACK}`,
    env: it.env,
    kill: killer.signal,
  });
  await held.reached;
  killer.abort();
  expect((await killed).signal).toBe("SIGKILL");
  held.release();

  // The lock is still held, and names its owner.
  const refused = succeeded(await it.terraform(STACK, "plan"), 1);
  const lockId = /ID: +([0-9a-f-]{36})/.exec(refused)?.[1] ?? "none";
  succeeded(await it.terraform(STACK, "force-unlock", "-force", lockId));

  // Resources that exist but are not in the state are found by their names, and imported.
  const collided = succeeded(await it.terraform(STACK, "apply", "-auto-approve"), 1);
  expect(collided).toContain("EntityAlreadyExists");
  for (const [address, id] of [
    ["aws_iam_openid_connect_provider.github", PROVIDER_ARN],
    ["aws_iam_role.GitHubActionsECRRole", "GitHubActionsECRRole"],
    ["aws_iam_policy.GitHubActionsECRPolicy", POLICY_ARN],
  ] as const) {
    succeeded(await it.terraform(STACK, "import", address, id));
  }
  succeeded(await it.terraform(STACK, "apply", "-auto-approve"));
  expect(await stateAddresses()).toStrictEqual(ADDRESSES);
  expect(await objects()).toStrictEqual([KEY]);
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
});
