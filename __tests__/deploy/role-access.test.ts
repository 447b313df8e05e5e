import { type Project, project, succeeded } from "./support/project";

/** Roles for each GitHub repository, and roles that use the ECR repositories of another account. */
const CI = "aws-ci";
const IMAGES = "aws-images";
const OTHER = "210987654321";

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

/** @param repositories of the role with perRepository. @param further elements of its `ecr`. */
function write(repositories: readonly string[], ...further: readonly string[]): void {
  it.write(`github:
  owner: acme
accounts:
  - id: "123456789012"
    name: ci
    region: us-east-1
    ecr: { repositories: [web, api, docs] }
    roles:
      - name: "push-{repository}"
        perRepository: true
        description: "images of {repository}"
        trust:
          - { repository: [${repositories.join(", ")}], branch: main }
        ecr:
          - { repositories: ["{repository}"], access: [push-pull, read] }
${further.map((each) => `          - ${each}\n`).join("")}        publish: false
  - id: "${OTHER}"
    name: images
    region: us-east-1
    assumeRoleArn: arn:aws:iam::${OTHER}:role/terraform
    ecr: { repositories: [base/node, base/python, { name: base/old, origin: existing }] }
    roles:
      - trust: [{ repository: base, branch: main }]
        ecr: { repositories: ["base/*"] }
        publish: false
`);
}

const BASE = `{ account: "${OTHER}", repositories: [base/node], access: pull }`;

async function plan(stack: string): Promise<string> {
  return succeeded(await it.terraform(stack, "plan", "-no-color"));
}

async function apply(stack: string): Promise<string> {
  return succeeded(await it.terraform(stack, "apply", "-auto-approve", "-no-color"));
}

/** The resources of Terraform's state. */
async function addresses(stack: string): Promise<readonly string[]> {
  return succeeded(await it.terraform(stack, "state", "list"))
    .trim()
    .split("\n")
    .sort();
}

const rolesIn = (list: readonly string[]): readonly string[] =>
  list.filter((address) => address.startsWith("aws_iam_role."));

test("each repository gets a role, and the second plan is empty", async () => {
  write(["web", "docs"]);
  await it.synth();
  succeeded(await it.terraform(CI, "init"));
  await apply(CI);

  expect(await plan(CI)).toContain("No changes.");
  expect(rolesIn(await addresses(CI))).toStrictEqual(["aws_iam_role.push-docs", "aws_iam_role.push-web"]);
});

test("a repository that is added in the middle adds its resources, and its removal removes only them", async () => {
  const before = await addresses(CI);
  write(["web", "api", "docs"]);
  await it.synth();
  expect(await plan(CI)).toContain("Plan: 3 to add, 0 to change, 0 to destroy.");
  await apply(CI);
  expect(rolesIn(await addresses(CI))).toStrictEqual([
    "aws_iam_role.push-api",
    "aws_iam_role.push-docs",
    "aws_iam_role.push-web",
  ]);

  write(["docs", "web"]);
  await it.synth();
  expect(await plan(CI)).toContain("Plan: 0 to add, 0 to change, 3 to destroy.");
  await apply(CI);
  expect(await addresses(CI)).toStrictEqual(before);
});

test("the stack of the other account is applied first, although the role does not use it yet", async () => {
  write(["web", "docs"], BASE);
  await it.synth();
  succeeded(await it.terraform(IMAGES, "init"));
  await apply(IMAGES);
  expect(await plan(IMAGES)).toContain("No changes.");
  expect(await addresses(IMAGES)).toStrictEqual(
    expect.arrayContaining([expect.stringMatching(/^aws_ecr_repository_policy\.base_node/)]),
  );

  expect(await plan(CI)).toContain("Plan: 0 to add, 2 to change, 0 to destroy.");
  await apply(CI);
  expect(await plan(CI)).toContain("No changes.");
});

test("the applied repository policy names the roles that the policy of the role names", async () => {
  const shown = JSON.parse(succeeded(await it.terraform(IMAGES, "show", "-json")));
  const resources: readonly { readonly type: string; readonly values: Record<string, string> }[] =
    shown.values.root_module.resources;
  const policies = resources.filter(({ type }) => type === "aws_ecr_repository_policy");

  expect(policies.map(({ values }) => values.repository)).toStrictEqual(["base/node"]);
  expect(JSON.parse(policies[0]?.values.policy ?? "").Statement).toStrictEqual([
    {
      Sid: "RolesPull",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [
            "arn:aws:iam::123456789012:role/push-web",
            "arn:aws:iam::123456789012:role/push-docs",
          ],
        },
      },
    },
  ]);
});

test("a role that no longer uses the repository leaves its policy", async () => {
  write(["web", "docs"]);
  await it.synth();
  expect(await plan(IMAGES)).toContain("Plan: 0 to add, 0 to change, 1 to destroy.");
  await apply(IMAGES);
  expect(await plan(IMAGES)).toContain("No changes.");
});
