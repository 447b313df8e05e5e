import { existsSync } from "node:fs";
import { join } from "node:path";
import { ecr, query, s3, xmlDocument, xmlText, xmlTexts } from "./support/aws";
import { filesWith, type Project, project, succeeded } from "./support/project";

/** Every stack through the CDKTF CLI, from the first deploy of the bucket to the last destroy. The steps build on each other. */
const ACCESS = (create: string) => `
github:
  owner: acme
state:
  s3: { bucket: acme-tfstate, region: ap-northeast-2, create: ${create} }
accounts:
  - id: "123456789012"
    name: production
    region: ap-northeast-2
    tags: { team: platform }
    roles:
      - trust:
          - { repository: web, branch: main }
          - { repository: [web, api], environment: "a*b?c$d:e \${f} %{g}" }
          - { repository: tools, owner: other, pullRequest: true }
        ecr:
          repositories: [web, "team/*"]
          access: push-pull
          region: [ap-northeast-2, us-east-1]
        acceptRisks: [{ rule: R09, reason: the tools repository takes no pull requests from outside }]
      - name: Variables
        path: /ci/
        description: "costs \${nothing} %{ at all }"
        trust:
          - { repository: "*", branch: release/* }
        ecr:
          repositories: "*"
          access: pull
        publish: { as: variables, repositories: [web], prefix: PULL_ }
        acceptRisks: [{ rule: R06, reason: it reads only }]
`;

const ROLES = [
  { name: "GitHubActionsECRRole", policyArn: "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy" },
  { name: "Variables", policyArn: "arn:aws:iam::123456789012:policy/ci/VariablesPolicy" },
];
const DEPLOYED = ["aws-production", "github-acme", "github-other"];

let it: Project;
beforeAll(async () => {
  it = await project();
});
afterAll(() => it.close());

const account = () => ({ endpoint: it.aws.url, region: "ap-northeast-2" });

function stateObjects(): Promise<readonly string[]> {
  return s3(account(), "GET", "/acme-tfstate?list-type=2").then(({ text }) => xmlTexts(text, "Key"));
}

test("a first `cdktf deploy state` creates the bucket and keeps its own state on disk", async () => {
  it.write(ACCESS("true"));
  succeeded(await it.cdktf("deploy", "state"));
  expect(existsSync(join(it.folder, "terraform.state.tfstate"))).toBe(true);
  expect(await stateObjects()).toStrictEqual([]);
});

test.each([
  ["versioning", "<Status>Enabled</Status>"],
  ["encryption", "<SSEAlgorithm>AES256</SSEAlgorithm>"],
  ["publicAccessBlock", "<RestrictPublicBuckets>true</RestrictPublicBuckets>"],
  ["lifecycle", "<NoncurrentDays>90</NoncurrentDays>"],
  ["policy", '"aws:SecureTransport":"false"'],
])("the bucket has its %s", async (setting, expected) => {
  const { status, text } = await s3(account(), "GET", `/acme-tfstate?${setting}`);
  expect(status).toBe(200);
  expect(text).toContain(expected);
});

test("with `create: migrated` the bucket's own state moves into the bucket", async () => {
  it.write(ACCESS("migrated"));
  await it.synth();
  succeeded(await it.terraform("state", "init", "-migrate-state", "-force-copy"));
  expect(await stateObjects()).toStrictEqual(["github-actions-ecr/state.tfstate"]);
  succeeded(await it.terraform("state", "plan", "-detailed-exitcode"));
});

test('`cdktf deploy "*"` deploys every stack, each with a state of its own in the bucket', async () => {
  const output = succeeded(await it.cdktf("deploy", "*"));
  expect(output).toContain("arn:aws:iam::123456789012:role/ci/Variables");
  expect(await stateObjects()).toStrictEqual(
    ["aws-production", "github-acme", "github-other", "state"].map(
      (stack) => `github-actions-ecr/${stack}.tfstate`,
    ),
  );
});

test.each([...DEPLOYED, "state"])("a second plan of %s is empty", async (stack) => {
  succeeded(await it.terraform(stack, "plan", "-detailed-exitcode"));
});

test("the provider in IAM is the guide's", async () => {
  const xml = await query(account(), "iam", "GetOpenIDConnectProvider", {
    OpenIDConnectProviderArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  });
  // IAM gives the URL back without its scheme.
  expect(xmlText(xml, "Url")).toBe("token.actions.githubusercontent.com");
  expect(xml).toContain("<ClientIDList><member>sts.amazonaws.com</member></ClientIDList>");
});

test.each(ROLES)("the policies of $name in IAM are those in the JSON", async ({ name, policyArn }) => {
  const { aws_iam_role, aws_iam_policy } = it.stack("aws-production").resource;
  const role = await query(account(), "iam", "GetRole", { RoleName: name });
  expect(xmlDocument(role, "AssumeRolePolicyDocument")).toStrictEqual(
    terraformLiteral(aws_iam_role?.[name]?.assume_role_policy),
  );
  const version = await query(account(), "iam", "GetPolicyVersion", {
    PolicyArn: policyArn,
    VersionId: "v1",
  });
  const policyName = policyArn.split("/").at(-1) ?? "";
  expect(xmlDocument(version, "Document")).toStrictEqual(
    terraformLiteral(aws_iam_policy?.[policyName]?.policy),
  );
  const attached = await query(account(), "iam", "ListAttachedRolePolicies", { RoleName: name });
  expect(xmlTexts(attached, "PolicyArn")).toStrictEqual([policyArn]);
});

test("text with template characters is in IAM as it is in the file", async () => {
  const role = await query(account(), "iam", "GetRole", { RoleName: "Variables" });
  expect(xmlText(role, "Description")).toBe("costs $".concat("{nothing} %{ at all }"));
});

test("the repositories that the policy names are those that ECR has, and the output names their registry", async () => {
  const made = (await ecr(account(), "CreateRepository", { repositoryName: "web" })) as {
    repository: { repositoryArn: string; repositoryUri: string };
  };
  const { repositoryArn, repositoryUri } = made.repository;
  const policy = String(it.stack("aws-production").resource.aws_iam_policy?.GitHubActionsECRPolicy?.policy);
  expect(policy).toContain(`"${repositoryArn}"`);
  const output = await it.terraform("aws-production", "output", "-json", "roles");
  const roles: Readonly<Record<string, unknown>> = JSON.parse(output.stdout);
  expect(roles).toStrictEqual({
    GitHubActionsECRRole: {
      arn: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
      audience: "sts.amazonaws.com",
      registries: [repositoryUri.replace("/web", ""), "123456789012.dkr.ecr.us-east-1.amazonaws.com"],
      subjects: [
        "repo:acme/web:ref:refs/heads/main",
        "repo:acme/web:environment:a$".concat("{*}b$", "{?}c$", "{$}d%3Ae $", "{$}{f} %{g}"),
        "repo:acme/api:environment:a$".concat("{*}b$", "{?}c$", "{$}d%3Ae $", "{$}{f} %{g}"),
        "repo:other/tools:pull_request",
      ],
    },
    Variables: {
      arn: "arn:aws:iam::123456789012:role/ci/Variables",
      audience: "sts.amazonaws.com",
      registries: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"],
      subjects: ["repo:acme/*:ref:refs/heads/release/*"],
    },
  });
});

test("GitHub has the values with their names, and the configuration contains no token", () => {
  const seedValues = (repository: string) => [
    { kind: "secret", repository, name: "AWS_ACCOUNT_ID", value: "123456789012" },
    { kind: "secret", repository, name: "AWS_REGION", value: "ap-northeast-2" },
    { kind: "secret", repository, name: "AWS_ROLE_NAME", value: "GitHubActionsECRRole" },
  ];
  const prefixed = [
    { kind: "variable", repository: "acme/web", name: "PULL_AWS_ACCOUNT_ID", value: "123456789012" },
    { kind: "variable", repository: "acme/web", name: "PULL_AWS_REGION", value: "ap-northeast-2" },
    { kind: "variable", repository: "acme/web", name: "PULL_AWS_ROLE_NAME", value: "Variables" },
  ];
  expect(it.github.values()).toStrictEqual([
    ...seedValues("acme/api"),
    ...seedValues("acme/web"),
    ...prefixed,
    ...seedValues("other/tools"),
  ]);
  expect(it.github.tokens()).toStrictEqual([]);
  expect(filesWith(join(it.folder, "cdktf.out", "stacks"), "ghp_of-the-environment")).toStrictEqual([]);
});

test("a value changed in the file is changed in GitHub", async () => {
  it.write(ACCESS("migrated").replace("PULL_", "READ_"));
  succeeded(await it.cdktf("deploy", "github-acme", "--ignore-missing-stack-dependencies"));
  const names = it.github.values().filter(({ kind }) => kind === "variable");
  expect(names.map(({ name }) => name)).toStrictEqual([
    "READ_AWS_ACCOUNT_ID",
    "READ_AWS_REGION",
    "READ_AWS_ROLE_NAME",
  ]);
});

test("`cdktf destroy` deletes everything except the bucket, which is protected", async () => {
  succeeded(await it.cdktf("destroy", ...DEPLOYED));
  expect(it.github.values()).toStrictEqual([]);
  await expect(query(account(), "iam", "GetRole", { RoleName: "Variables" })).rejects.toThrow("NoSuchEntity");
  const providers = await query(account(), "iam", "ListOpenIDConnectProviders");
  expect(xmlTexts(providers, "Arn")).toStrictEqual([]);
  const refused = succeeded(await it.terraform("state", "destroy", "-auto-approve"), 1);
  expect(refused).toContain("prevent_destroy");
  expect((await s3(account(), "HEAD", "/acme-tfstate")).status).toBe(200);
});

/** A document as Terraform reads it: escaped signs of templates are the signs themselves. */
function terraformLiteral(attribute: unknown): unknown {
  return JSON.parse(String(attribute).replaceAll("$$".concat("{"), "$".concat("{")).replaceAll("%%{", "%{"));
}
