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

/** Every kind of trust, with signs that mean something to Terraform, to IAM or to both. */
const ISSUER = PROVIDER_HOST;
const OWN_DOCUMENT = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Own",
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::666666666666:oidc-provider/${ISSUER}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${ISSUER}:sub`]: [`repo:acme@123456/web@456789:environment:\${$}{a}%{b}\${*}`] },
      },
    },
  ],
};
const EVERY_TRUST = `
github:
  owner: acme
  owners: { acme: { id: 123456, subject: immutable } }
  repositories: { web: { id: 456789 }, api: { id: 12, subject: both }, old: { subject: name } }
accounts:
  - id: "666666666666"
    region: ap-northeast-2
    assumeRoleArn: arn:aws:iam::666666666666:role/terraform
    roles:
      - name: Every
        trust:
          - { repository: [web, api, old], branch: "a\${b}%{c}$" }
          - { repository: web, environment: "a*b?\${c}%{d}:e" }
          - { repository: web, mergeQueue: main }
          - { repository: web, tag: v*, claims: { jobWorkflowRef: "acme/ci/.github/workflows/p\${x}%{y}.yml@refs/heads/main", environment: "p*\${z}", actorId: [1, 2] } }
          - { subject: "repo:acme@123456/web@456789:ref:refs/heads/x" }
        ecr: { repositories: [${Array.from({ length: 150 }, (_, index) => `repository-${index}`).join(", ")}] }
        publish: false
      - name: Own
        trustPolicy: ${JSON.stringify(OWN_DOCUMENT)}
        ecr: { repositories: [web] }
        publish: false
`;

test("IAM returns every kind of trust as it was written, and every part of a split ECR policy", async () => {
  it.write(EVERY_TRUST);
  await it.synth();
  const output = await applied("aws-666666666666");
  expect(output).toContain("Resources: 9 added, 0 changed, 0 destroyed");
  succeeded(await it.terraform("aws-666666666666", "plan", "-detailed-exitcode"));

  const { resource } = it.stack("aws-666666666666");
  for (const RoleName of ["Every", "Own"]) {
    const role = await query(accountOf("666666666666"), "iam", "GetRole", { RoleName });
    expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual(
      JSON.parse(untemplated(String(resource.aws_iam_role?.[RoleName]?.assume_role_policy))),
    );
  }
  const own = await query(accountOf("666666666666"), "iam", "GetRole", { RoleName: "Own" });
  expect(xmlDocument(own, "AssumeRolePolicyDocument")).toStrictEqual(OWN_DOCUMENT);

  for (const name of ["EveryPolicy", "EveryPolicy-2"]) {
    const version = await query(accountOf("666666666666"), "iam", "GetPolicyVersion", {
      PolicyArn: `arn:aws:iam::666666666666:policy/${name}`,
      VersionId: "v1",
    });
    expect(xmlDocument(version, "Document")).toStrictEqual(
      JSON.parse(String(resource.aws_iam_policy?.[name]?.policy)),
    );
  }
  const attached = await query(accountOf("666666666666"), "iam", "ListAttachedRolePolicies", {
    RoleName: "Every",
  });
  expect([...xmlTexts(attached, "PolicyName")].sort()).toStrictEqual(["EveryPolicy", "EveryPolicy-2"]);
});

/** What Terraform makes of a text in which its templates are escaped. */
function untemplated(text: string): string {
  return text.replaceAll("$$".concat("{"), () => "$".concat("{")).replaceAll("%%{", "%{");
}

test("a GitHub Enterprise Server's provider and role are created in GovCloud's partition", async () => {
  it.write(`
github: { owner: acme, host: git.example.com }
accounts:
  - id: "777777777777"
    region: us-gov-west-1
    assumeRoleArn: arn:aws-us-gov:iam::777777777777:role/terraform
    roles:
      - trust: [{ repository: web, environment: "a:b" }]
        ecr: { repositories: [web] }
        publish: false
`);
  await it.synth();
  await applied("aws-777777777777");
  succeeded(await it.terraform("aws-777777777777", "plan", "-detailed-exitcode"));
  const role = await query({ ...accountOf("777777777777"), region: "us-gov-west-1" }, "iam", "GetRole", {
    RoleName: "GitHubActionsECRRole",
  });
  const host = "git.example.com/_services/token";
  expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws-us-gov:iam::777777777777:oidc-provider/${host}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
          StringLike: {
            [`${host}:sub`]: ["repo:acme/web:environment:a%3Ab", "repo:acme/web:environment:a:b"],
          },
        },
      },
    ],
  });
});

test("rejects credentials of another account before anything is created", async () => {
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
])("a provider created by hand is used with oidcProvider: %s", async (mode, id, expected) => {
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
