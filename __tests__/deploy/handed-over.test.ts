import { query, xmlTexts } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** What the file no longer manages stays: Terraform takes it out of its state and destroys nothing. */

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

describe("an OIDC provider that becomes existing", () => {
  const STACK = "aws-123456789012";
  const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

  function write(oidcProvider: string): void {
    it.write(`
github: { owner: acme }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    oidcProvider: ${oidcProvider}
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: false
`);
  }

  async function providers(): Promise<readonly string[]> {
    const account = { endpoint: it.aws.url, accountId: "123456789012" };
    return xmlTexts(await query(account, "iam", "ListOpenIDConnectProviders"), "Arn");
  }

  test.each([
    ["create", "json"],
    ["import", "hcl"],
  ])(
    "stays in AWS after %s, in %s",
    async (before, language) => {
      const options = language === "hcl" ? ["--hcl"] : [];
      write(before);
      await it.synth(...options);
      succeeded(await it.terraform(STACK, "init"));
      succeeded(await it.terraform(STACK, "apply", "-auto-approve"));
      expect(await providers()).toStrictEqual([PROVIDER]);

      write("existing");
      await it.synth(...options);
      const plan = succeeded(await it.terraform(STACK, "plan"));
      expect(plan).toContain("Some objects will no longer be managed by Terraform");
      expect(plan).toContain("Plan: 0 to add, 0 to change, 0 to destroy.");
      succeeded(await it.terraform(STACK, "apply", "-auto-approve"));
      succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
      expect(await providers()).toStrictEqual([PROVIDER]);
    },
    120_000,
  );

  test("outlives the stack that created it", async () => {
    succeeded(await it.terraform(STACK, "destroy", "-auto-approve"));
    expect(await providers()).toStrictEqual([PROVIDER]);
  });
});

describe("a role with a new name", () => {
  const [ACCOUNT, OWNER] = ["aws-210987654321", "github-acme"];
  const role = (name: string, publish: string) => `
      - name: ${name}
        trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: ${publish}`;

  function write(...roles: readonly string[]): void {
    it.write(`
github: { owner: acme }
accounts:
  - id: "210987654321"
    region: ap-northeast-2
    assumeRoleArn: arn:aws:iam::210987654321:role/terraform
    roles:${roles.join("")}
`);
  }

  async function apply(stack: string): Promise<void> {
    succeeded(await it.terraform(stack, "init"));
    succeeded(await it.terraform(stack, "apply", "-auto-approve"));
    const account = { endpoint: it.aws.url, accountId: "210987654321" };
    const roles = xmlTexts(await query(account, "iam", "ListRoles"), "RoleName");
    const [published] = it.github.values().map(({ value }) => value);
    // After each apply, jobs can assume the role that they read.
    if (published !== undefined) expect(roles).toContain(published);
  }

  test("is there beside the old one until workflows use it", async () => {
    const VALUES = "{ as: variables, values: { ROLE: roleName } }";
    for (const roles of [
      [role("Old", VALUES)],
      [role("Old", "false"), role("New", VALUES)],
      [role("New", VALUES)],
    ]) {
      write(...roles);
      await it.synth();
      await apply(ACCOUNT);
      await apply(OWNER);
    }
    expect(it.github.values().map(({ name, value }) => ({ name, value }))).toStrictEqual([
      { name: "ROLE", value: "New" },
    ]);
  }, 240_000);
});
