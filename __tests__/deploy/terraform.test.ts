import { query, xmlDocument, xmlTexts } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** Plain Terraform in the stacks' folders: no CDKTF CLI after synthesis. Each test has its own account or files. */

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

const PROVIDER_HOST = "token.actions.githubusercontent.com";

function accountYaml(id: string, lines: readonly string[] = []): string {
  return `
  - id: "${id}"
    region: ap-northeast-2
    assumeRoleArn: arn:aws:iam::${id}:role/terraform
${lines.map((line) => `    ${line}\n`).join("")}    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: { prefix: A${id}_ }
`;
}

function fileOf(...accounts: readonly string[]): string {
  return `github: { owner: acme }\naccounts:${accounts.join("")}`;
}

const accountOf = (accountId: string) => ({ endpoint: it.aws.url, accountId });

async function applied(stack: string): Promise<string> {
  succeeded(await it.terraform(stack, "init"));
  return succeeded(await it.terraform(stack, "apply", "-auto-approve"));
}

test("init, plan and apply need nothing but the stack's folder, in two accounts from one file", async () => {
  const ids = ["111111111111", "222222222222"];
  it.write(fileOf(...ids.map((id) => accountYaml(id))));
  await it.synth();
  for (const id of ids) {
    const stack = `aws-${id}`;
    succeeded(await it.terraform(stack, "init"));
    succeeded(await it.terraform(stack, "plan", "-out=plan"));
    succeeded(await it.terraform(stack, "apply", "plan"));
    succeeded(await it.terraform(stack, "plan", "-detailed-exitcode"));
    const role = await query(accountOf(id), "iam", "GetRole", { RoleName: "GitHubActionsECRRole" });
    expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual(
      JSON.parse(String(it.stack(stack).resource.aws_iam_role?.GitHubActionsECRRole?.assume_role_policy)),
    );
    expect(xmlTexts(role, "Arn")).toStrictEqual([`arn:aws:iam::${id}:role/GitHubActionsECRRole`]);
  }
  await applied("github-acme");
  expect(it.github.values().map(({ name }) => name)).toStrictEqual(
    ids.flatMap((id) => [`A${id}_AWS_ACCOUNT_ID`, `A${id}_AWS_REGION`, `A${id}_AWS_ROLE_NAME`]),
  );
});

test("rejects credentials of another account before anything is made", async () => {
  it.write(fileOf(accountYaml("333333333333")).replace(/ {4}assumeRoleArn.*\n/, ""));
  await it.synth();
  succeeded(await it.terraform("aws-333333333333", "init"));
  const output = succeeded(await it.terraform("aws-333333333333", "apply", "-auto-approve"), 1);
  expect(output).toContain("AWS account ID not allowed: 123456789012");
  for (const id of ["123456789012", "333333333333"]) {
    expect(xmlTexts(await query(accountOf(id), "iam", "ListRoles"), "RoleName")).toStrictEqual([]);
    expect(xmlTexts(await query(accountOf(id), "iam", "ListOpenIDConnectProviders"), "Arn")).toStrictEqual(
      [],
    );
  }
});

test.each([
  ["existing", "444444444444", "3 added, 0 changed, 0 destroyed"],
  ["import", "555555555555", "1 imported, 3 added, 0 changed, 0 destroyed"],
])("a provider made by hand serves with oidcProvider: %s", async (mode, id, expected) => {
  await query(accountOf(id), "iam", "CreateOpenIDConnectProvider", {
    Url: `https://${PROVIDER_HOST}`,
    "ClientIDList.member.1": "sts.amazonaws.com",
  });
  it.write(fileOf(accountYaml(id, [`oidcProvider: ${mode}`])));
  await it.synth();
  expect(await applied(`aws-${id}`)).toContain(`Apply complete! Resources: ${expected}.`);
  succeeded(await it.terraform(`aws-${id}`, "plan", "-detailed-exitcode"));
  const providers = xmlTexts(await query(accountOf(id), "iam", "ListOpenIDConnectProviders"), "Arn");
  expect(providers).toStrictEqual([`arn:aws:iam::${id}:oidc-provider/${PROVIDER_HOST}`]);

  succeeded(await it.terraform(`aws-${id}`, "destroy", "-auto-approve"));
  const left = xmlTexts(await query(accountOf(id), "iam", "ListOpenIDConnectProviders"), "Arn");
  expect(left).toStrictEqual(mode === "existing" ? providers : []);
});
