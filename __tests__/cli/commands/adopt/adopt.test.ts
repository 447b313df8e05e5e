import { parseConfig } from "../../../../lib/config/load";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { ISSUER } from "../../../support/github";
import { runCli } from "../../run-cli";
import { type GithubApiServer, githubApiServer } from "../resolve/github-api";
import { githubWith } from "../resolve/hosted-github";
import { TOKEN } from "../resolve/run-resolve";
import { outputsOf, providerOutput } from "./aws-outputs";

const folder = folderOfEachTest();

/** A change of the outputs: a function of their JSON text, or further outputs. */
type Change = (text: string) => string;

/** The outputs of an account that was deployed from a file. */
function outputs(yaml: string, change: Change = (text) => text): string {
  const config = parseConfig(yaml, "access.yaml");
  const all = [...outputsOf(config), providerOutput(config, config.accounts[0])];
  return change(
    JSON.stringify(all).replaceAll(/"%7B[^"]*"/g, (text) => decodeURIComponent(text.slice(1, -1))),
  );
}

function adopt(input: string, ...args: readonly string[]) {
  folder.write("aws.json", input);
  return runCli(["adopt", "aws.json", "--offline", ...args], { cwd: folder.path });
}

/** The file without its comment at the top, and what is not adopted. */
async function adopted(input: string, ...args: readonly string[]) {
  const { code, stdout } = await adopt(input, "--json", ...args);
  const { text, notAdopted } = JSON.parse(stdout);
  return {
    code,
    text: String(text ?? "").replace(/^(?:#.*\n)*/, ""),
    reasons: notAdopted.map(
      ({ kind, name, reason }: Readonly<Record<string, string>>) => `${kind} ${name}: ${reason}`,
    ),
  };
}

const WHOLE = `
github:
  owner: acme
  owners:
    acme: { id: 123456, subject: immutable }
  repositories:
    web: { id: 456789 }
    api: { id: 456790 }
accounts:
  - id: "123456789012"
    region: eu-west-1
    tags: { team: platform }
    ecr:
      repositories:
        - { name: web, origin: import }
        - { name: api, origin: import, immutableTags: false, scan: never, region: [eu-west-1, us-east-1] }
        - { name: base, origin: import, immutableTags: { except: [latest, dev-*] }, tags: { owner: base } }
    roles:
      - name: Push
        path: /ci/
        policyName: push
        description: "Pushes: web & api"
        maxSessionSeconds: 7200
        permissionsBoundaryArn: arn:aws:iam::123456789012:policy/boundary
        tags: { team: web }
        trust:
          - { repository: [web, api], branch: [main, "release/*"] }
          - { repository: web, environment: production, claims: { actor: octo } }
        acceptRisks:
          - { rule: R10, reason: wanted }
          - { rule: R13, reason: wanted }
          - { rule: R39, reason: wanted }
        ecr:
          - { repositories: [web, api], access: push-pull }
          - { repositories: [base], access: pull, region: [eu-west-1] }
        ecrPublic: { repositories: [web], access: [push, read] }
`;

test("a whole account is written with every key that it needs, and with import for everything", async () => {
  const { code, text, reasons } = await adopted(outputs(WHOLE));

  expect(reasons).toStrictEqual([]);
  expect(text).toBe(`github:
  owner: acme
  owners: { acme: { id: 123456, subject: immutable } }
  repositories: { web: { id: 456789 }, api: { id: 456790 } }
accounts:
  - id: "123456789012"
    region: eu-west-1
    oidcProvider: import
    tags: { team: platform }
    ecr:
      repositories:
        - { name: web, origin: import }
        - name: api
          origin: import
          region: [eu-west-1, us-east-1]
          immutableTags: false
          scan: never
        - name: base
          origin: import
          immutableTags: { except: [latest, "dev-*"] }
          tags: { owner: base }
    roles:
      - name: Push
        origin: import
        policyName: push
        path: "/ci/"
        description: "Pushes: web & api"
        maxSessionSeconds: 7200
        permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary"
        tags: { team: web }
        trust:
          - { repository: [web, api], branch: [main, "release/*"] }
          - { repository: web, environment: production, claims: { actor: octo } }
        ecr:
          - { repositories: [web, api], access: push-pull }
          - { repositories: [base], access: pull }
        ecrPublic: { repositories: [web], access: [push, read] }
        publish: false
`);
  expect(code).toBe(0);
});

/** The smallest account, whose role has the name that the guides give it. */
const SMALL = seed().replace(
  "owner: acme\n",
  "owner: acme\n  owners: { acme: { id: 1, subject: immutable } }\n  repositories: { web: { id: 2 } }\n",
);
const ROLE = "role GitHubActionsECRRole";
const POLICY_ARN = "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy";

/** Replaces a text that the outputs must have. */
function replaced(from: string | RegExp, to: string): Change {
  return (text) => {
    if (!(typeof from === "string" ? text.includes(from) : from.test(text)))
      throw new RangeError(`no ${from}`);
    return text.replace(from, to);
  };
}

/** The outputs with further ones. */
function beside(...values: readonly object[]): Change {
  return (text) => JSON.stringify([...JSON.parse(text), ...values]);
}

const TAG = { Key: "team", Value: "platform" };
const OTHER_FORM = `no policy of it (GitHubActionsECRPolicy) is one that access.yaml writes: access.yaml writes policies for the access levels push, pull, push-pull and read, and imports only a policy with the same statements. To let the apply change the policy in place, write the role yourself with origin: import, see docs/guide/migrating.md#roles-policies-and-secrets-made-by-hand`;

test.each<[string, Change, string]>([
  ["another action in its policy", replaced('"ecr:PutImage"', '"ecr:DeleteRepository"'), OTHER_FORM],
  ["another Sid in its policy", replaced("ECRPushPull", "Push"), OTHER_FORM],
  [
    "a condition in its policy",
    replaced(
      '"Sid":"ECRPushPull"',
      '"Condition":{"Bool":{"aws:SecureTransport":"true"}},"Sid":"ECRPushPull"',
    ),
    `its policy GitHubActionsECRPolicy has other statements than access.yaml writes for the same access, so the plan would change it`,
  ],
  [
    "a Deny in its policy",
    replaced('"Sid":"ECRPushPull","Effect":"Allow"', '"Sid":"ECRPushPull","Effect":"Deny"'),
    `its policy GitHubActionsECRPolicy has other statements than access.yaml writes for the same access, so the plan would change it`,
  ],
  [
    "the login missing in its policy",
    replaced(/\{"Sid":"ECRAuth"[^}]*\},/, ""),
    `its policy GitHubActionsECRPolicy has other statements than access.yaml writes for the same access, so the plan would change it`,
  ],
  ["a repository of another partition", replaced("arn:aws:ecr:", "arn:aws-cn:ecr:"), OTHER_FORM],
  [
    "a policy that is attached twice",
    replaced('"AttachmentCount":1', '"AttachmentCount":2'),
    "its policy GitHubActionsECRPolicy is attached 2 times, and access.yaml has a policy for each role. Give each role a policy of its own first",
  ],
  [
    "a policy with another path",
    replaced(`"Arn":"${POLICY_ARN}","Path":"/"`, `"Arn":"${POLICY_ARN}","Path":"/ci/"`),
    "its policy GitHubActionsECRPolicy has the path /ci/, and the role /. In access.yaml, both have the same",
  ],
  [
    "a policy with other tags",
    beside({ Policy: { Arn: POLICY_ARN, Tags: [TAG] } }),
    "its policy GitHubActionsECRPolicy has other tags than the role. In access.yaml, both have the same",
  ],
  [
    "a policy that no output contains",
    (text) =>
      JSON.stringify(
        JSON.parse(text).map((each: object) => ({ ...each, ...("Policies" in each && { Policies: [] }) })),
      ),
    `the files do not contain its policy ${POLICY_ARN}. Use get-account-authorization-details with --filter Role LocalManagedPolicy`,
  ],
  [
    "a policy that cannot be read",
    replaced('"Document":{"Version":"2012-10-17"', '"Document":{"Version":"2012"'),
    OTHER_FORM,
  ],
  [
    "an inline policy alone",
    replaced(
      /"RolePolicyList":\[\],"AttachedManagedPolicies":\[.*?\]/,
      '"RolePolicyList":[{"PolicyName":"push","PolicyDocument":{}}],"AttachedManagedPolicies":[]',
    ),
    "its permissions are the inline policy push. Terraform cannot import it as a managed policy, which access.yaml writes",
  ],
  [
    "a policy of AWS alone",
    replaced(
      /"AttachedManagedPolicies":\[.*?\]/,
      '"AttachedManagedPolicies":[{"PolicyArn":"arn:aws:iam::aws:policy/PowerUserAccess"}]',
    ),
    "its permissions are the policy of AWS arn:aws:iam::aws:policy/PowerUserAccess: access.yaml writes policies for the access levels push, pull, push-pull and read, and imports only a policy with the same statements",
  ],
  [
    "no policy",
    replaced(/"AttachedManagedPolicies":\[.*?\]/, '"AttachedManagedPolicies":[]'),
    "it has no policy",
  ],
  [
    "a CloudFormation stack",
    replaced(
      '"Tags":[]}],"Policies"',
      '"Tags":[{"Key":"aws:cloudformation:stack-name","Value":"ci"}]}],"Policies"',
    ),
    "the CloudFormation stack ci manages it. Set DeletionPolicy: Retain and remove it from the stack first",
  ],
  [
    "a second GitHub",
    (text) =>
      text.replace(
        /"Federated":"([^"]*)"/,
        '"Federated":["$1","arn:aws:iam::123456789012:oidc-provider/git.example.com/_services/token"]',
      ),
    `it trusts git.example.com/_services/token, and a file has one GitHub, here ${ISSUER}. Run adopt with --host for the other`,
  ],
  [
    "a trust policy without a subject",
    replaced(/"StringLike":\{[^}]*sub[^}]*\}/, '"Null":{"aws:userid":"true"}'),
    `its trust policy violates R01 missing-subject (critical), which access.yaml never accepts`,
  ],
  [
    "a trust policy that cannot be read",
    replaced(
      '"AssumeRolePolicyDocument":{"Version":"2012-10-17"',
      '"AssumeRolePolicyDocument":{"Version":"2012"',
    ),
    'its trust policy cannot be read: expected a policy version (2012-10-17), got "2012"',
  ],
  [
    "a tag that access.yaml cannot have",
    (text) => text.replaceAll('"Tags":[]', '"Tags":[{"Key":"a\\n","Value":""}]'),
    "access.yaml cannot have it: tags",
  ],
])(
  "a role with %s is left out with the reason, and the exit code is 1 without another role",
  async (_, change, reason) => {
    const { code, text, reasons } = await adopted(
      outputs(SMALL, change),
      "--owner",
      "acme",
      "--region",
      "ap-northeast-2",
    );

    expect(reasons).toStrictEqual([expect.stringContaining(`${ROLE}: ${reason}`)]);
    expect([code, text]).toStrictEqual([1, ""]);
  },
);

test.each<[string, Change, string]>([
  [
    "other audiences",
    replaced('"ClientIDList":["sts.amazonaws.com"]', '"ClientIDList":["sts.amazonaws.com","other"]'),
    "it has the audiences sts.amazonaws.com, other, and access.yaml sets sts.amazonaws.com alone",
  ],
  [
    "tags that the role does not have",
    replaced('"ThumbprintList":[],"Tags":[]', `"ThumbprintList":[],"Tags":[${JSON.stringify(TAG)}]`),
    "it has tags that roles or ECR repositories do not have, and access.yaml sets its tags for the whole account",
  ],
  [
    "unknown settings",
    (text) => JSON.stringify(JSON.parse(text).filter((each: object) => !("ClientIDList" in each))),
    "no file contains its audiences and tags. Add the output of aws iam get-open-id-connect-provider",
  ],
  [
    "no output",
    (text) =>
      JSON.stringify(
        JSON.parse(text).filter(
          (each: object) => !("ClientIDList" in each || "OpenIDConnectProviderList" in each),
        ),
      ),
    "no file contains it. Add the output of aws iam get-open-id-connect-provider",
  ],
  [
    "no place in the account",
    replaced(/"OpenIDConnectProviderList":\[[^\]]*\]/, '"OpenIDConnectProviderList":[]'),
    "the account does not have it, so no job can assume the roles. To create it, write oidcProvider: create",
  ],
])("a provider with %s is written as existing, with the reason", async (_, change, reason) => {
  const { code, text, reasons } = await adopted(outputs(SMALL, change));

  expect(text).toContain("oidcProvider: existing");
  expect(reasons).toStrictEqual([`OIDC provider ${ISSUER}: ${reason}`]);
  expect(code).toBe(0);
});

test.each<[string, Change, readonly string[]]>([
  [
    "StringEquals on sub",
    replaced(/"StringEquals":(\{[^}]*\}),"StringLike":(\{[^}]*\})/, '"StringLike":$1,"StringEquals":$2'),
    ["trustPolicy:"],
  ],
  [
    "an id in a policy variable",
    replaced("repo:acme@1/web@2:ref", "repo:acme@1/web@*:ref"),
    ['- { subject: "repo:acme@1/web@*:ref:refs/heads/main" }', "rule: R24"],
  ],
  [
    "a further statement",
    replaced(
      '{"Effect":"Allow","Principal":{"Federated"',
      '{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"aws:PrincipalArn":"x"}}},{"Effect":"Allow","Principal":{"Federated"',
    ),
    ["trustPolicy:"],
  ],
  [
    "an open context",
    replaced("ref:refs/heads/main", "*"),
    [
      "- { repository: web, anyContext: true }",
      "# The role violates R08 any-context (high), see docs/rules.md.",
      '# synth refuses it until you fix the trust policy, or remove "# " (with the space) below and write why you accept the risk:',
      "# acceptRisks:",
      '#   - { rule: R08, reason: "" }',
    ],
  ],
  [
    "both subject formats",
    replaced(
      '"repo:acme@1/web@2:ref:refs/heads/main"',
      '["repo:acme/web:ref:refs/heads/main","repo:acme@1/web@2:ref:refs/heads/main"]',
    ),
    ["acme: { id: 1, subject: both }", "- { repository: web, branch: main }"],
  ],
  ["another audience", (text) => text.replaceAll("sts.amazonaws.com", "aws"), ["audience: aws"]],
  [
    "a server",
    (text) =>
      text.replaceAll(ISSUER, "git.example.com/_services/token").replaceAll("acme@1/web@2", "acme/web"),
    ["host: git.example.com"],
  ],
  ["an enterprise", (text) => text.replaceAll(ISSUER, `${ISSUER}/acme-corp`), ["enterprise: acme-corp"]],
])("a role with %s is adopted with the same trust", async (_, change, lines) => {
  const { code, stdout } = await adopt(outputs(SMALL, change));

  for (const line of lines) expect(stdout).toContain(line);
  expect(stdout).toContain("origin: import");
  expect(code).toBe(0);
});

test("the file with a risk is refused by synth until the comment is completed", async () => {
  const { stdout } = await adopt(outputs(SMALL, replaced("ref:refs/heads/main", "*")));

  expect(() => parseConfig(stdout, "access.yaml")).toThrow("R08 any-context (high)");
  const completed = stdout.replace(/^( *)# (acceptRisks:| {2}- \{ rule)/gm, "$1$2").replace('""', "wanted");
  expect(parseConfig(completed, "access.yaml").accounts[0].roles).toHaveLength(1);
});

test("another owner is trusted only if --owner names it", async () => {
  const input = outputs(SMALL, (text) => text.replaceAll("acme@1/web", "evil@1/web"));
  const { code, reasons } = await adopted(input, "--owner", "acme");

  expect(reasons).toContainEqual(
    expect.stringMatching(
      /^role .* violates R05 other-owner \(critical\).* or pass --owner with the owner if you trust it$/,
    ),
  );
  expect(code).toBe(1);
  expect((await adopted(input, "--owner", "acme", "--owner", "evil")).text).toContain("evil/web");
  expect((await adopted(input)).text).toContain("owner: evil");
});

test.each([
  ["by name", "repo:evil/api:ref:refs/heads/main"],
  ["with ids", "repo:evil@7/api@8:ref:refs/heads/main"],
  ["in a raw subject", "repo:evil/api:workflow:build"],
])("a role that trusts another owner %s is left out beside one that trusts the owner", async (_, subject) => {
  const change: Change = (text) => {
    const all = JSON.parse(text);
    const [{ RoleDetailList: roles, Policies: policies }] = all;
    const other = (list: readonly object[]) =>
      JSON.parse(JSON.stringify(list).replaceAll("GitHubActionsECR", "Other"));
    roles.push(
      ...JSON.parse(JSON.stringify(other(roles)).replace("repo:acme@1/web@2:ref:refs/heads/main", subject)),
    );
    policies.push(...other(policies));
    return JSON.stringify(all);
  };
  for (const args of [["--owner", "acme"], []]) {
    const { code, text, reasons } = await adopted(outputs(SMALL, change), ...args);

    expect(text).not.toContain("evil");
    expect(reasons).toStrictEqual([
      expect.stringMatching(
        /^role OtherRole: its trust policy violates R05 other-owner \(critical\).*, or pass --owner with the owner if you trust it$/,
      ),
    ]);
    expect(code).toBe(0);
  }
  expect((await adopted(outputs(SMALL, change), "--owner", "acme", "--owner", "evil")).text).toContain(
    "evil/api",
  );
});

test("further policies of a role stay as they are, and are listed", async () => {
  const change: Change = (text) =>
    text.replace(
      /"RolePolicyList":\[\],"AttachedManagedPolicies":\[/,
      '"RolePolicyList":[{"PolicyName":"deploy"}],"AttachedManagedPolicies":[{"PolicyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},',
    );
  const { text, reasons } = await adopted(outputs(SMALL, change));

  expect(text).toContain("name: GitHubActionsECRRole");
  expect(reasons).toStrictEqual([
    "policy arn:aws:iam::aws:policy/ReadOnlyAccess: role GitHubActionsECRRole has it too. It stays attached. The file does not manage it, and the plan does not change it. R33 excess-permissions (high) would report it, because no file contains what it allows",
    "policy deploy: it is an inline policy of role GitHubActionsECRRole. The file does not manage it, and the plan does not change it. R33 excess-permissions (high) would report it, because no file contains what it allows",
  ]);
});

test.each([
  ["everything", "*", ". It violates R33 excess-permissions (high): it allows *"],
  [
    "other services",
    ["s3:GetObject", "ecr:PutImage"],
    ". It violates R33 excess-permissions (high): it allows s3:GetObject",
  ],
  ["push alone", "ecr:PutImage", ""],
])(
  "the list and the file say which rule a further policy violates that allows %s",
  async (_, action, text) => {
    const arn = "arn:aws:iam::123456789012:policy/more";
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
    };
    const [details, ...others] = JSON.parse(outputs(SMALL));
    details.RoleDetailList[0].RolePolicyList = [{ PolicyName: "inline", PolicyDocument: document }];
    details.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyName: "more", PolicyArn: arn });
    details.Policies.push({
      PolicyName: "more",
      Arn: arn,
      Path: "/",
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: document }],
    });
    const { stdout, stderr } = await adopt(JSON.stringify([details, ...others]));

    for (const name of [arn, "inline"]) {
      const line = new RegExp(`- policy ${name} of account 123456789012: .*does not change it(.*)\\n`);
      expect(line.exec(stdout)?.[1]).toBe(text);
      expect(line.exec(stderr)?.[1]).toBe(text);
    }
  },
);

test("a repository that a role names and no output describes is written as existing", async () => {
  const { text } = await adopted(
    outputs(
      SMALL,
      beside({
        repositories: [
          {
            repositoryName: "other",
            repositoryArn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/other",
            imageTagMutability: "MUTABLE_WITH_EXCLUSION",
            imageScanningConfiguration: { scanOnPush: true },
          },
        ],
      }),
    ),
  );

  expect(text).toContain("- { name: other, origin: existing }\n        - { name: web, origin: existing }");
});

describe("with GitHub", () => {
  let server: GithubApiServer;
  beforeAll(async () => {
    server = await githubApiServer(
      githubWith({
        acme: {
          id: 1,
          repositories: {
            web: {
              id: 2,
              format: "immutable",
              environments: { production: { users: ["octo"] }, staging: { patterns: ["*"] } },
            },
            api: { id: 3, format: "immutable" },
          },
        },
      }),
    );
  });
  afterAll(() => server.close());

  const asked = (input: string, ...args: readonly string[]) => {
    folder.write("aws.json", input);
    return runCli(["adopt", "aws.json", ...args], {
      cwd: folder.path,
      env: { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: server.url },
    });
  };

  test("ids and protected environments are those of GitHub, and what differs is a note", async () => {
    const file = seed({ role: "acceptRisks: [{ rule: R13, reason: x }, { rule: R23, reason: x }]" }).replace(
      "{ repository: web, branch: main }",
      "{ repository: web, environment: [production, staging, gone] }",
    );
    const { code, stdout, stderr } = await asked(outputs(file));

    expect(stdout).toContain(`github:
  owner: acme
  owners: { acme: { id: 1 } }
  repositories: { web: { id: 2 } }
  environments:
    - { name: production, repositories: [web], protectedElsewhere: true }
accounts:`);
    expect(stderr).toContain(
      "note: github.owners.acme.subject: GitHub sends subjects in the format immutable, and the policies trust another one.",
    );
    expect(stderr).toContain("note: acme/web has no environment gone.");
    expect(code).toBe(0);
  });

  test("a repository that does not exist is a note, and its policy stays", async () => {
    const { stdout, stderr } = await asked(outputs(SMALL.replaceAll("web", "gone")));

    expect(stdout).toContain("- { repository: gone, branch: main }");
    expect(stderr).toContain("expected a repository that exists on github.com");
  });
});

test("without a token, GitHub is not asked, and a note says so", async () => {
  folder.write("aws.json", outputs(SMALL));
  const { stderr } = await runCli(["adopt", "aws.json"], { cwd: folder.path });

  expect(stderr).toContain("note: GITHUB_TOKEN is not set, so GitHub was not asked");
});

test("--out writes the file, does not overwrite one without --force, and prints the next steps", async () => {
  const { code, stdout, stderr } = await adopt(outputs(SMALL), "--out", "access.yaml");

  expect(stdout).toBe(`wrote access.yaml: 1 role and 0 ECR repositories of 1 account
Next:
  npx github-actions-ecr synth --config access.yaml
  terraform plan must say 0 to add, 0 to change, 0 to destroy
`);
  expect([code, stderr]).toStrictEqual([0, ""]);
  const text = folder.read("access.yaml");
  expect(parseConfig(text, "access.yaml").accounts[0].roles[0].origin).toBe("import");
  const again = await adopt(outputs(SMALL, replaced("acme@1", "acme@9")), "--out", "access.yaml");
  expect([again.code, again.stderr]).toStrictEqual([2, "access.yaml exists. Use --force to overwrite it\n"]);
  expect(folder.read("access.yaml")).toBe(text);
  expect(
    (await adopt(outputs(SMALL, replaced("acme@1", "acme@9")), "--out", "access.yaml", "--force")).code,
  ).toBe(0);
  expect(folder.read("access.yaml")).toContain("acme: { id: 9");
});

const DETAILS_NEEDED =
  "expected the output of aws iam get-account-authorization-details among the files. Run: aws iam get-account-authorization-details --filter Role LocalManagedPolicy";

test.each<[string, string, readonly string[], string]>([
  ["no JSON", "{", [], "aws.json:1:2 "],
  [
    "other JSON",
    '{ "a": 1 }',
    [],
    "aws.json:1:1 expected output of aws iam get-account-authorization-details, ",
  ],
  ["other JSON in a list", '[{ "a": 1 }]', [], "aws.json:1:2 [0]: expected output of aws iam"],
  [
    "a part of an output",
    '{ "RoleDetailList": [], "IsTruncated": true }',
    [],
    "aws.json:1:1 expected the whole output, got a part of it",
  ],
  ["no details", '{ "repositories": [] }', [], `aws.json:1:1 ${DETAILS_NEEDED}`],
  [
    "a role without an ARN",
    '{ "RoleDetailList": [{ "RoleName": "a" }] }',
    [],
    "aws.json:1:22 RoleDetailList[0]: expected a role with RoleName and Arn",
  ],
  [
    "a repository without an ARN",
    '{ "repositories": [{ "repositoryName": "a" }] }',
    [],
    "aws.json:1:20 repositories[0]: expected a repository with repositoryName and repositoryArn",
  ],
  ["a wrong region", "[]", ["--region", "Ireland"], "--region: expected an AWS region"],
  ["a wrong host", "[]", ["--host", "https://github.com"], "--host: expected a host of GitHub"],
])("rejects %s", async (_, input, args, line) => {
  const { code, stdout, stderr } = await adopt(input, ...args);

  expect(stderr.split("\n")[0]).toContain(line);
  expect([code, stdout]).toStrictEqual([2, ""]);
});

test("rejects policies without a region until --region names one, and subjects without an owner", async () => {
  const policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const [details] = JSON.parse(outputs(SMALL));
  details.Policies[0].PolicyVersionList[0].Document = policy;
  expect((await adopt(JSON.stringify(details))).stderr).toBe(
    "no policy or ECR repository of account 123456789012 names a region. Pass --region\n",
  );
  expect((await adopt(JSON.stringify(details), "--region", "eu-west-1")).code).toBe(1);
  const { stderr } = await adopt(outputs(SMALL, replaced("repo:acme@1/web@2", "*")));
  expect(stderr).toBe("no trust policy names an owner in its subjects. Pass --owner\n");
});

test("an account without roles for GitHub gives no file, on one line", async () => {
  const { code, stdout, stderr } = await adopt('{ "RoleDetailList": [] }');

  expect([code, stdout, stderr]).toStrictEqual([1, "", "no role can be adopted, so no file is written\n"]);
});

test("several accounts give one file, and the provider's output is refused there", async () => {
  const second = seed().replace("123456789012", "210987654321").replaceAll("acme", "other");
  const all = [...outputsOf(parseConfig(SMALL, "a")), ...outputsOf(parseConfig(second, "a"))];
  const { text } = await adopted(JSON.stringify(all), "--owner", "acme", "--owner", "other");

  expect(text.match(/- id: "\d+"/g)).toStrictEqual(['- id: "123456789012"', '- id: "210987654321"']);
  const { stderr } = await adopt(JSON.stringify([...all, { Url: ISSUER, ClientIDList: [] }]));
  expect(stderr).toContain("expected the files of one account beside get-open-id-connect-provider");
});

test("a note names a policy whose tags are unknown, if its role has tags", async () => {
  const tagged = SMALL.replace(
    "    region: ap-northeast-2\n",
    "    region: ap-northeast-2\n    tags: { team: platform }\n",
  );
  const withoutTags: Change = (text) =>
    JSON.stringify(JSON.parse(text).filter((each: object) => !("ResourceTagMappingList" in each)));
  const note = `note: no file contains the tags of ${POLICY_ARN}. If they are not those of its role, the plan changes them. Add the output of aws iam get-policy\n`;

  expect((await adopt(outputs(tagged, withoutTags))).stderr).toContain(note);
  expect((await adopt(outputs(tagged))).stderr).not.toContain("note:");
  expect((await adopt(outputs(SMALL, withoutTags))).stderr).not.toContain("note:");
});
