import { differenceLine, placed } from "../../../../lib/cli/commands/drift/difference";
import { githubComparison } from "../../../../lib/cli/commands/drift/github";
import { parseConfig } from "../../../../lib/config/load";
import { parsedFile } from "../../../../lib/config/read";
import { folderOfEachTest } from "../../../support/folder";
import { runCli } from "../../run-cli";
import { outputsOf, providerOutput } from "../adopt/aws-outputs";
import { type GithubApiServer, githubApiServer } from "../resolve/github-api";
import { apiOver, githubWith, type Hosted } from "../resolve/hosted-github";
import { TOKEN } from "../resolve/run-resolve";

const folder = folderOfEachTest();

const FILE = `github:
  owner: acme
  owners: { acme: { id: 1, subject: immutable } }
  repositories: { web: { id: 2 } }
accounts:
  - id: "123456789012"
    region: eu-west-1
    tags: { team: platform }
    ecr:
      repositories:
        - web
        - { name: base, immutableTags: { except: latest }, scan: never, encryption: kms, pull: { accounts: ["210987654321"] } }
        - { name: old, origin: existing }
    roles:
      - name: Push
        description: builds
        maxSessionSeconds: 7200
        permissionsBoundaryArn: arn:aws:iam::123456789012:policy/boundary
        trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web, base] }
`;

type Change = (text: string) => string;

/** The outputs of an account that was deployed from a file. */
function outputs(yaml: string, change: Change = (text) => text): string {
  const config = parseConfig(yaml, "access.yaml");
  const [account] = config.accounts;
  const all = [...outputsOf(config), providerOutput(config, account)];
  const text = JSON.stringify(all).replaceAll(/"%7B[^"]*"/g, (each) => decodeURIComponent(each.slice(1, -1)));
  return change(text);
}

function drift(yaml: string, input: string, ...args: readonly string[]) {
  folder.write("access.yaml", yaml);
  folder.write("aws.json", input);
  return runCli(["drift", "aws.json", "--offline", ...args], { cwd: folder.path });
}

/** Replaces a text that the outputs must have. */
function replaced(from: string | RegExp, to: string): Change {
  return (text) => {
    if (!(typeof from === "string" ? text.includes(from) : from.test(text)))
      throw new RangeError(`no ${from}`);
    return text.replace(from, to);
  };
}

function beside(...values: readonly object[]): Change {
  return (text) => JSON.stringify([...JSON.parse(text), ...values]);
}

/** Changes the output that has a key. */
function changing(
  key: string,
  change: (value: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>) => object,
): Change {
  return (text) =>
    JSON.stringify(
      JSON.parse(text).map((each: Record<string, never[]>) => (key in each ? change(each) : each)),
    );
}

test("an account that was deployed from the file agrees with it, whatever the form of its policies", async () => {
  const config = parseConfig(FILE, "access.yaml");
  const encoded = JSON.stringify([...outputsOf(config), providerOutput(config, config.accounts[0])]);
  for (const input of [
    encoded,
    outputs(FILE),
    outputs(FILE, replaced('"Action":["ecr:GetAuthorizationToken"]', '"Action":"ecr:GetAuthorizationToken"')),
  ]) {
    const { code, stdout, stderr } = await drift(FILE, input);

    expect(stdout).toBe(
      "access.yaml agrees with account 123456789012\nnote: not compared: GitHub, because of --offline\n",
    );
    expect([code, stderr]).toStrictEqual([0, ""]);
  }
});

test.each<[string, Change, readonly string[]]>([
  [
    "another trust policy",
    replaced("web@2:ref:refs/heads/main", "web@2:*"),
    [
      "19:16 accounts[0].roles[0].trust: expected StringLike token.actions.githubusercontent.com:sub: repo:acme@1/web@2:ref:refs/heads/main, got StringLike token.actions.githubusercontent.com:sub: repo:acme@1/web@2:* as trust policy of role Push of account 123456789012",
    ],
  ],
  [
    "a missing role",
    changing("RoleDetailList", (each) => ({ ...each, RoleDetailList: [] })),
    [
      "15:9 accounts[0].roles[0]: expected the role arn:aws:iam::123456789012:role/Push in the account, got none",
    ],
  ],
  [
    "another path",
    (text) => text.replaceAll(":role/Push", ":role/ci/Push"),
    [
      "15:15 accounts[0].roles[0].name: expected arn:aws:iam::123456789012:role/Push, got arn:aws:iam::123456789012:role/ci/Push as ARN of role Push",
    ],
  ],
  [
    "another description",
    replaced('"Description":"builds"', '"Description":"deploys"'),
    ["16:22 accounts[0].roles[0].description: expected builds, got deploys as description of role Push"],
  ],
  [
    "another session length",
    replaced('"MaxSessionDuration":7200', '"MaxSessionDuration":43200'),
    ["17:28 accounts[0].roles[0].maxSessionSeconds: expected 7200, got 43200 as session length of role Push"],
  ],
  [
    "no permissions boundary",
    replaced('"PermissionsBoundaryArn":"arn:aws:iam::123456789012:policy/boundary"', '"x":""'),
    [
      "18:33 accounts[0].roles[0].permissionsBoundaryArn: expected arn:aws:iam::123456789012:policy/boundary, got none as permissions boundary of role Push",
    ],
  ],
  [
    "another tag",
    changing("RoleDetailList", (each) =>
      JSON.parse(JSON.stringify(each).replace('"Value":"platform"', '"Value":"web"')),
    ),
    ['15:9 accounts[0].roles[0].tags: expected {"team":"platform"}, got {"team":"web"} as tags of role Push'],
  ],
  [
    "another action in its policy",
    replaced('"ecr:PutImage"', '"ecr:*"'),
    [
      "20:14 accounts[0].roles[0].ecr: expected Action: ecr:PutImage, got Action: ecr:*",
      "as policy arn:aws:iam::123456789012:policy/PushPolicy of role Push",
    ],
  ],
  [
    "a missing action in its policy",
    replaced('"ecr:PutImage",', ""),
    ["accounts[0].roles[0].ecr: expected Action: ecr:PutImage, got no such value as policy"],
  ],
  [
    "a further action in its policy",
    replaced('"ecr:PutImage"', '"ecr:PutImage","ecr:*"'),
    ["accounts[0].roles[0].ecr: expected no other value, got Action: ecr:* as policy"],
  ],
  [
    "a statement that is there twice",
    replaced(
      '"Statement":[{"Sid":"ECRAuth","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":"*"}',
      '"Statement":[{"Sid":"ECRAuth","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":"*"},{"Sid":"ECRAuth","Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":"*"}',
    ),
    ["accounts[0].roles[0].ecr: expected its statements, got the same values in other statements as policy"],
  ],
  [
    "a detached policy",
    replaced(/"AttachedManagedPolicies":\[[^\]]*\]/, '"AttachedManagedPolicies":[]'),
    [
      "20:14 accounts[0].roles[0].ecr: expected the policy arn:aws:iam::123456789012:policy/PushPolicy attached to role Push of account 123456789012, got none",
    ],
  ],
  [
    "a further policy",
    replaced(
      '"AttachedManagedPolicies":[',
      '"AttachedManagedPolicies":[{"PolicyArn":"arn:aws:iam::aws:policy/AdministratorAccess"},',
    ),
    [
      "expected no other policy of role Push of account 123456789012, got arn:aws:iam::aws:policy/AdministratorAccess. Detach it, or add it to policies of the role",
    ],
  ],
  [
    "an inline policy",
    replaced('"RolePolicyList":[', '"RolePolicyList":[{"PolicyName":"more"}'),
    ["expected no other policy of role Push of account 123456789012, got inline policy more. Delete it"],
  ],
  [
    "a role that is not in the file",
    changing("RoleDetailList", (each) => ({
      ...each,
      RoleDetailList: [
        ...(each.RoleDetailList ?? []),
        ...JSON.parse(JSON.stringify(each.RoleDetailList).replaceAll("Push", "Other")),
      ],
    })),
    [
      "access.yaml: expected only roles of the file to trust GitHub, got arn:aws:iam::123456789012:role/Other, which trusts acme. Add it with adopt, delete it, or pass --known-role Other",
    ],
  ],
  [
    "no OIDC provider",
    changing("OpenIDConnectProviderList", () => ({ OpenIDConnectProviderList: [] })),
    [
      "accounts[0].oidcProvider: expected the OIDC provider arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com in the account, got none",
    ],
  ],
  [
    "another audience",
    replaced('"ClientIDList":["sts.amazonaws.com"]', '"ClientIDList":["sts.amazonaws.com","other"]'),
    [
      'accounts[0].audience: expected ["sts.amazonaws.com"], got ["sts.amazonaws.com","other"] as audiences of the OIDC provider',
    ],
  ],
  [
    "a missing ECR repository",
    changing("repositories", (each) => ({
      repositories: (each.repositories ?? []).filter(({ repositoryName }) => repositoryName !== "web"),
    })),
    [
      "11:11 accounts[0].ecr.repositories[0]: expected the ECR repository web in eu-west-1 of account 123456789012, got none",
    ],
  ],
  [
    "mutable tags",
    replaced('"imageTagMutability":"IMMUTABLE"', '"imageTagMutability":"MUTABLE"'),
    [
      "11:11 accounts[0].ecr.repositories[0].immutableTags: expected IMMUTABLE, got MUTABLE as tag mutability of the ECR repository web",
    ],
  ],
  [
    "further exceptions",
    replaced('"filter":"latest"', '"filter":"*"'),
    [
      '12:40 accounts[0].ecr.repositories[1].immutableTags: expected ["latest"], got ["*"] as exceptions of the ECR repository base',
    ],
  ],
  [
    "no scan",
    replaced('"scanOnPush":true', '"scanOnPush":false'),
    [
      "accounts[0].ecr.repositories[0].scan: expected true, got false as scanOnPush of the ECR repository web",
    ],
  ],
  [
    "another encryption",
    replaced('"encryptionType":"AES256"', '"encryptionType":"KMS"'),
    [
      "accounts[0].ecr.repositories[0].encryption: expected AES256, got KMS as encryption of the ECR repository web",
    ],
  ],
  [
    "another tag of an ECR repository",
    (text) =>
      text.replace(
        /("ResourceARN":"[^"]*repository\/web","Tags":\[\{"Key":"team","Value":)"platform"/,
        '$1"web"',
      ),
    [
      'accounts[0].ecr.repositories[0].tags: expected {"team":"platform"}, got {"team":"web"} as tags of the ECR repository web',
    ],
  ],
  [
    "an ECR repository that is not in the file",
    beside({
      repositories: [
        { repositoryName: "new", repositoryArn: "arn:aws:ecr:eu-west-1:123456789012:repository/new" },
      ],
    }),
    [
      "11:9 accounts[0].ecr.repositories: expected only ECR repositories of the file, got new in eu-west-1 of account 123456789012",
    ],
  ],
  [
    "a repository policy that is not in the file",
    beside({
      registryId: "123456789012",
      repositoryName: "web",
      policyText:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:*"}]}',
    }),
    [
      "accounts[0].ecr.repositories[0].pull: expected none, got Version: 2012-10-17, Effect: Allow, Principal: *, Action: ecr:* as repository policy",
    ],
  ],
])("%s is one difference, with its place", async (_, change, texts) => {
  const { code, stdout, stderr } = await drift(FILE, outputs(FILE, change));
  const [head, line = "", ...rest] = stdout.split("\n");

  expect(head).toBe("access.yaml differs from account 123456789012: 1 difference");
  const { differences } = JSON.parse((await drift(FILE, outputs(FILE, change), "--json")).stdout);
  for (const text of texts) expect(`${line} ${differences[0].message}`).toContain(text);
  expect(rest.slice(-2)).toStrictEqual(["note: not compared: GitHub, because of --offline", ""]);
  expect([code, stderr]).toStrictEqual([1, ""]);
});

test.each<[string, string, readonly string[]]>([
  [
    "descriptions and session lengths",
    "Roles",
    [
      "descriptions and session lengths of roles of account 123456789012: add the output of aws iam list-roles",
    ],
  ],
  [
    "audiences",
    "ClientIDList",
    [
      "the audiences and tags of the OIDC provider of account 123456789012: add the output of aws iam get-open-id-connect-provider",
    ],
  ],
  [
    "ECR repositories",
    "repositories",
    ["ECR repositories of account 123456789012: add the output of aws ecr describe-repositories"],
  ],
])("without their output, %s are not compared, and a note says so", async (_, key, notes) => {
  const { code, stdout } = await drift(
    FILE,
    outputs(FILE, (text) => JSON.stringify(JSON.parse(text).filter((each: object) => !(key in each)))),
  );

  expect(stdout.split("\n").slice(1, -2)).toStrictEqual(notes.map((note) => `note: not compared: ${note}`));
  expect(code).toBe(0);
});

describe("repository policies, whose outputs have no region", () => {
  const REGIONS = FILE.replace(
    'pull: { accounts: ["210987654321"] }',
    "pull: { lambda: true }, region: [eu-west-1, us-east-1]",
  );
  const OPEN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:*"}]}';
  const isPolicy = (output: object): boolean => "policyText" in output;
  /** The outputs with other policies of the repository `base`, from those of Europe and America. */
  const withPolicies = (yaml: string, change: (policies: readonly string[]) => readonly string[]): string =>
    outputs(yaml, (text) => {
      const all = JSON.parse(text);
      const others = all.filter((each: object) => !isPolicy(each));
      const policies = change(
        all.filter(isPolicy).map((each: { readonly policyText: string }) => each.policyText),
      );
      const registry = { registryId: "123456789012", repositoryName: "base" };
      return JSON.stringify([...others, ...policies.map((policyText) => ({ ...registry, policyText }))]);
    });
  const both =
    "as repository policy of the ECR repository base in eu-west-1 or us-east-1 of account 123456789012";

  test.each<[string, (policies: readonly string[]) => readonly string[], readonly string[]]>([
    ["one of each region", (policies) => policies, []],
    ["one of each region, in another order", (policies) => [...policies].reverse(), []],
    ["an open one in America", ([europe = ""]) => [europe, OPEN], ["us-east-1"]],
    ["an open one in Europe, before that of America", ([, america = ""]) => [OPEN, america], ["eu-west-1"]],
    ["an open one in addition", (policies) => [OPEN, ...policies], ["eu-west-1"]],
    ["only open ones", () => [OPEN, OPEN], ["eu-west-1", "us-east-1"]],
    ["that of Europe in both regions", ([europe = ""]) => [europe, europe], ["us-east-1"]],
  ])("%s", async (_, change, regions) => {
    const { code, stdout } = await drift(REGIONS, withPolicies(REGIONS, change), "--json");
    const { differences, notCompared } = JSON.parse(stdout);

    expect(
      differences.map(({ kind, place, message, expected }: Readonly<Record<string, unknown>>) => [
        kind,
        Object(place).path,
        String(message).endsWith(both),
        /arn:aws:lambda:([^:]*):/.exec(JSON.stringify(expected))?.[1],
      ]),
    ).toStrictEqual(
      regions.map((region) => [
        "ecr-repository-changed",
        ["accounts", 0, "ecr", "repositories", 1, "pull"],
        true,
        region,
      ]),
    );
    expect(notCompared).toStrictEqual(["GitHub, because of --offline"]);
    expect(code).toBe(regions.length > 0 ? 1 : 0);
  });

  test("a region that the file does not have may have the open one", async () => {
    const other = withPolicies(FILE, ([own = ""]) => [OPEN, own]);
    const described = {
      repositories: [
        { repositoryName: "base", repositoryArn: "arn:aws:ecr:us-east-1:123456789012:repository/base" },
      ],
    };
    const { code, stdout } = await drift(
      FILE,
      beside(described)(other),
      "--ignore",
      "ecr-repository-not-in-file",
      "--json",
    );

    expect(JSON.parse(stdout).differences[0].message).toContain(both);
    expect(code).toBe(1);
  });

  test.each<[string, string, (policies: readonly string[]) => readonly string[], string]>([
    ["the only region", FILE, () => [], "base in eu-west-1"],
    ["both regions", REGIONS, () => [], "base in eu-west-1, base in us-east-1"],
    ["the second region", REGIONS, ([europe = ""]) => [europe], "base in us-east-1"],
  ])("a note asks for the output of %s", async (_, yaml, change, names) => {
    const { code, stdout } = await drift(yaml, withPolicies(yaml, change));

    expect(stdout).toContain(
      `note: not compared: repository policies of account 123456789012: add the output of aws ecr get-repository-policy for ${names}\n`,
    );
    expect(code).toBe(0);
  });

  test("an imported repository keeps the policy that it has", async () => {
    const imported = FILE.replace("name: base, ", "name: base, origin: import, ").replace(
      ', encryption: kms, pull: { accounts: ["210987654321"] }',
      "",
    );

    expect(
      (
        await drift(
          imported,
          withPolicies(imported, () => [OPEN]),
        )
      ).code,
    ).toBe(0);
  });
});

test("an account of the file without an output, and a region without a repository, are notes", async () => {
  const two = `${FILE}  - id: "210987654321"\n    region: us-east-1\n    roles: [{ trust: [{ repository: web, branch: dev }], ecr: { repositories: ["*"], access: pull }, publish: false }]\n`;
  const regions = two.replace("- web\n", "- { name: web, region: [eu-west-1, us-east-1] }\n");
  const { code, stdout } = await drift(regions, outputs(FILE));

  expect(stdout).toContain("note: not compared: no output is of account 210987654321\n");
  expect(stdout).toContain(
    "note: not compared: ECR repositories of account 123456789012 in us-east-1: add the output of aws ecr describe-repositories --region us-east-1\n",
  );
  expect(code).toBe(0);
});

test("a policy that the file attaches is expected, and no other", async () => {
  const arn = "arn:aws:iam::123456789012:policy/deploy";
  const file = FILE.replace(
    "        trust:",
    `        policies: [${arn}]\n        acceptRisks: [{ rule: R33, reason: deploys }]\n        trust:`,
  );
  const attached = (...arns: readonly string[]) =>
    replaced(
      '"AttachedManagedPolicies":[',
      `"AttachedManagedPolicies":[${arns.map((each) => `{"PolicyArn":"${each}"},`).join("")}`,
    );

  expect((await drift(file, outputs(file, attached(arn)))).code).toBe(0);
  const missing = await drift(file, outputs(file));
  expect(missing.stdout).toContain(
    `accounts[0].roles[0].policies: expected the policy ${arn} attached to role Push of account 123456789012, got none`,
  );
  expect(missing.code).toBe(1);
  expect((await drift(file, outputs(file, attached(arn, `${arn}-2`)))).code).toBe(1);
});

test("a provider that others manage may have further audiences and tags, but needs that of the file", async () => {
  const existing = FILE.replace(
    "    region: eu-west-1\n",
    "    region: eu-west-1\n    oidcProvider: existing\n",
  );
  const more = replaced(
    '"ClientIDList":["sts.amazonaws.com"]',
    '"ClientIDList":["sts.amazonaws.com","other"]',
  );
  const other = replaced('"ClientIDList":["sts.amazonaws.com"]', '"ClientIDList":["other"]');

  expect((await drift(existing, outputs(existing, more))).code).toBe(0);
  expect((await drift(existing, outputs(existing, other))).code).toBe(1);
});

/** The outputs with a further role. */
function withRole(trustPolicy: object): Change {
  return changing("RoleDetailList", (each) => ({
    ...each,
    RoleDetailList: [
      ...(each.RoleDetailList ?? []),
      {
        Path: "/",
        RoleName: "Other",
        Arn: "arn:aws:iam::123456789012:role/Other",
        AssumeRolePolicyDocument: trustPolicy,
        RolePolicyList: [],
        AttachedManagedPolicies: [],
        Tags: [],
      },
    ],
  }));
}

const allowed = (principal: object, action: string, condition: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", ...principal, Action: action, Condition: condition }],
});
const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";
const PROVIDERS = "arn:aws:iam::123456789012:oidc-provider";
const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };

test.each<[string, object, string | undefined]>([
  ["every principal", allowed({ Principal: "*" }, "sts:AssumeRole"), "every principal"],
  ["every AWS account", allowed({ Principal: { AWS: "*" } }, "sts:AssumeRole"), "every principal"],
  ["all but one account", allowed({ NotPrincipal: { AWS: "210987654321" } }, "sts:*"), "every principal"],
  ["every provider", allowed({ Principal: { Federated: "*" } }, WEB_IDENTITY), "every principal"],
  [
    "every OIDC provider",
    allowed({ Principal: { Federated: `${PROVIDERS}/*` } }, WEB_IDENTITY),
    "every principal",
  ],
  [
    "a misspelled issuer",
    allowed({ Principal: { Federated: `${PROVIDERS}/vstoken.actions.githubusercontent.com` } }, WEB_IDENTITY),
    "GitHub",
  ],
  ["an organization of AWS", allowed({ Principal: "*" }, "sts:AssumeRole", ORGANIZATION), undefined],
  ["a service", allowed({ Principal: { Service: "ecs.amazonaws.com" } }, "sts:AssumeRole"), undefined],
  [
    "another provider",
    allowed({ Principal: { Federated: `${PROVIDERS}/gitlab.com` } }, WEB_IDENTITY),
    undefined,
  ],
  [
    "no owner, by a Deny",
    { Version: "2012-10-17", Statement: { Effect: "Deny", Principal: "*", Action: "sts:*" } },
    undefined,
  ],
])(
  "of other roles, one that trusts %s is reported if anyone or GitHub can assume it",
  async (_, policy, trusted) => {
    const { code, stdout } = await drift(FILE, outputs(FILE, withRole(policy)));

    if (trusted === undefined) expect(stdout).toContain("agrees with account 123456789012\n");
    else {
      expect(stdout).toContain(
        `access.yaml: expected only roles of the file to trust ${trusted}, got arn:aws:iam::123456789012:role/Other`,
      );
      expect(stdout).toContain(". Fix its trust policy, delete it, or pass --known-role Other\n");
    }
    expect(code).toBe(trusted === undefined ? 0 : 1);
    expect((await drift(FILE, outputs(FILE, withRole(policy)), "--known-role", "Other")).code).toBe(0);
  },
);

test("a note names another role whose trust policy cannot be read", async () => {
  const unreadable = withRole(allowed({ Principal: "*" }, "sts:AssumeRole", { StringEquals: "x" }));
  const { code, stdout } = await drift(FILE, outputs(FILE, unreadable));

  expect(stdout).toContain(
    "note: not compared: whom arn:aws:iam::123456789012:role/Other trusts, because its trust policy cannot be read: expected ",
  );
  expect(code).toBe(0);
  expect((await drift(FILE, outputs(FILE, unreadable), "--known-role", "Other")).stdout).not.toContain(
    "Other",
  );
});

test("--known-role and --ignore leave differences out, and what is ignored is a note", async () => {
  const other = outputs(FILE, (text) => {
    const all = JSON.parse(text);
    const [{ RoleDetailList: list }] = all;
    list.push(JSON.parse(JSON.stringify(list[0]).replaceAll("Push", "Deploy-web")));
    return JSON.stringify(all);
  });

  expect((await drift(FILE, other)).code).toBe(1);
  expect((await drift(FILE, other, "--known-role", "web")).code).toBe(1);
  expect((await drift(FILE, other, "--known-role", "web", "--known-role", "deploy-*")).code).toBe(0);
  const ignored = await drift(FILE, other, "--ignore", "role-not-in-file", "--ignore", "role-missing");
  expect(ignored.stdout).toContain("note: not compared: role-not-in-file, because of --ignore\n");
  expect(ignored.code).toBe(0);
  expect((await drift(FILE, other, "--ignore", "role")).stderr).toContain(
    "Expected one of oidc-provider-missing, ",
  );
});

test("--json has the kind, the severity, the place and both whole values", async () => {
  const input = outputs(FILE, replaced('"MaxSessionDuration":7200', '"MaxSessionDuration":43200'));
  const { code, stdout } = await drift(FILE, input, "--json");

  expect(JSON.parse(stdout)).toStrictEqual({
    file: "access.yaml",
    compared: ["account 123456789012"],
    differences: [
      {
        kind: "role-changed",
        severity: "medium",
        place: { path: ["accounts", 0, "roles", 0, "maxSessionSeconds"], line: 17, column: 28 },
        message: "expected 7200, got 43200 as session length of role Push of account 123456789012",
        expected: 7200,
        got: 43200,
      },
    ],
    notCompared: ["GitHub, because of --offline"],
    requests: 0,
  });
  expect(code).toBe(1);
});

test("--sarif has a result at the place in the file, and one at its beginning for what it does not have", async () => {
  const other = (text: string): string => {
    const all = JSON.parse(text);
    const [{ RoleDetailList: list }] = all;
    list.push(JSON.parse(JSON.stringify(list[0]).replaceAll("Push", "Other")));
    return JSON.stringify(all).replace('"MaxSessionDuration":7200', '"MaxSessionDuration":43200');
  };
  const { code, stdout } = await drift(FILE, outputs(FILE, other), "--sarif");
  const [{ results, tool, invocations }] = JSON.parse(stdout).runs;

  expect(
    results.map(
      ({ ruleId, level, locations }: { ruleId: string; level: string; locations: readonly object[] }) => [
        ruleId,
        level,
        Object(locations[0]).physicalLocation.artifactLocation.uri,
        Object(locations[0]).physicalLocation.region.startLine,
      ],
    ),
  ).toStrictEqual([
    ["role-changed", "warning", "access.yaml", 17],
    ["role-not-in-file", "error", "access.yaml", 1],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(invocations[0].toolExecutionNotifications).toHaveLength(1);
  expect(code).toBe(1);
});

test("two outputs of the roles of one account are rejected, unless they are the same or of other accounts", async () => {
  const [details, ...others] = JSON.parse(outputs(FILE));
  const changed = (from: string, to: string) => JSON.parse(JSON.stringify(details).replaceAll(from, to));
  const run = (...further: readonly object[]) =>
    drift(FILE, JSON.stringify([details, ...further, ...others.slice(0, -1)]));

  for (const [key, other] of [
    ["RoleDetailList", changed("web@2:ref:refs/heads/main", "web@2:*")],
    ["Policies", changed('"ecr:PutImage"', '"ecr:*"')],
  ]) {
    const { code, stdout, stderr } = await run(other);
    expect(stderr).toMatch(/^aws\.json:1:\d+ /);
    expect(stderr).toContain(`[1].${key}`);
    expect(stderr).toContain(
      "expected one output of aws iam get-account-authorization-details of account 123456789012, got two that differ. Pass only the newer one\n",
    );
    expect([code, stdout, stderr.split("\n")]).toStrictEqual([2, "", [expect.any(String), ""]]);
  }
  expect((await run(details)).code).toBe(0);
  expect((await run(changed("123456789012", "210987654321"))).code).toBe(0);
  const { Policies: policies, RoleDetailList: roles } = details;
  const parts = [
    { RoleDetailList: roles, Policies: [] },
    { RoleDetailList: [], Policies: policies },
  ];
  expect((await drift(FILE, JSON.stringify([...parts, ...others]))).code).toBe(0);
});

test.each<[string, string, readonly string[], string]>([
  ["no JSON", "{", ["aws.json", "--offline"], "aws.json:1:2 "],
  [
    "outputs of another account",
    outputs(FILE).replaceAll("123456789012", "999999999999"),
    ["aws.json", "--offline"],
    "expected outputs of an account of the file (123456789012), got 999999999999",
  ],
  [
    "outputs without an account",
    '{ "RoleDetailList": [] }',
    ["aws.json", "--offline"],
    "expected outputs of an account of the file (123456789012), got outputs without an account",
  ],
  [
    "--offline without outputs",
    "",
    ["--offline"],
    "expected outputs of the AWS CLI beside --offline, got none",
  ],
  ["no token", outputs(FILE), ["aws.json"], "GITHUB_TOKEN is not set."],
  [
    "--json beside --sarif",
    "",
    ["--json", "--sarif"],
    "error: option '--json' cannot be used with option '--sarif'",
  ],
  [
    "a file with problems",
    outputs(FILE),
    ["aws.json", "--offline", "--config", "wrong.yaml"],
    "wrong.yaml:1:1 ",
  ],
])("rejects %s", async (_, input, args, line) => {
  folder.write("access.yaml", FILE);
  folder.write("wrong.yaml", "github: {}\n");
  folder.write("aws.json", input);
  const { code, stdout, stderr } = await runCli(["drift", ...args], { cwd: folder.path });

  expect(stderr.split("\n")[0]).toContain(line);
  expect([code, stdout]).toStrictEqual([2, ""]);
});

const ENVIRONMENTS = `github:
  owner: acme
  owners: { acme: { id: 1, subject: immutable } }
  repositories: { web: { id: 2 } }
  environments:
    - name: production
      repositories: [web]
      branches: [main, "release/*"]
      tags: [v*]
      reviewers: { users: [Octo, cat], teams: [ops] }
      preventSelfReview: true
      waitMinutes: 5
    - { name: open, repositories: [web] }
    - { name: elsewhere, repositories: [w*], protectedElsewhere: true }
  subjectTemplates:
    - { repositories: [api], claims: [repo, context, actor] }
accounts:
  - id: "123456789012"
    region: eu-west-1
    roles:
      - trust:
          - { repository: web, environment: [production, elsewhere, named] }
          - { repository: web, environment: open, claims: { ref: refs/heads/main } }
        acceptRisks: [{ rule: R13, reason: wanted }]
        ecr: { repositories: [web] }
        publish: false
`;

const PRODUCTION = {
  users: ["octo", "cat"],
  teams: ["ops"],
  preventSelfReview: true,
  waitMinutes: 5,
  patterns: ["main", "release/*", "tag:v*"],
};
const WEB: Hosted = {
  id: 2,
  format: "immutable",
  environments: {
    production: PRODUCTION,
    open: {},
    elsewhere: { patterns: ["main"] },
    named: {},
  },
};
const API: Hosted = {
  id: 3,
  format: "immutable",
  customization: { use_default: false, include_claim_keys: ["repo", "context", "actor"] },
};

describe("with GitHub", () => {
  let server: GithubApiServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function asked(
    web: Hosted | undefined,
    {
      api = API,
      renamed = {},
      ownerId = 1,
      args = [],
      file = ENVIRONMENTS,
    }: {
      readonly api?: Hosted;
      readonly renamed?: Readonly<Record<string, number>>;
      readonly ownerId?: number;
      readonly args?: readonly string[];
      readonly file?: string;
    } = {},
  ) {
    const repositories = {
      ...(web !== undefined && { [Object.keys(renamed).length > 0 ? "shop" : "web"]: web }),
      api,
    };
    server = await githubApiServer(githubWith({ acme: { id: ownerId, repositories } }, { renamed }));
    folder.write("access.yaml", file);
    return runCli(["drift", ...args], {
      cwd: folder.path,
      env: { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: server.url },
    });
  }

  const withEnvironment = (name: string, settings: object | undefined): Hosted => {
    const { [name]: own, ...others } = { ...WEB.environments };
    return {
      ...WEB,
      environments: settings === undefined ? others : { ...others, [name]: { ...own, ...settings } },
    };
  };

  test("a GitHub that is as the file says agrees with it", async () => {
    const { code, stdout, stderr } = await asked(WEB);

    expect(stdout).toBe(
      "access.yaml agrees with github.com\nnote: not compared: AWS, because no output of the AWS CLI is given\nnote: not compared: the environment elsewhere of repositories that match acme/w* and that no role names: write their names into github.environments\n",
    );
    expect([code, stderr]).toStrictEqual([0, ""]);
  });

  test.each<[string, Hosted, string]>([
    [
      "all reviewers removed by hand",
      withEnvironment("production", { users: [], teams: [], preventSelfReview: true }),
      '10:18 github.environments[0].reviewers: expected {"users":["cat","octo"],"teams":["ops"]}, got {"users":[],"teams":[]} as reviewers of the environment production of acme/web',
    ],
    [
      "a reviewer added",
      withEnvironment("production", { users: ["octo", "cat", "new"] }),
      'got {"users":["cat","new","octo"],"teams":["ops"]} as reviewers',
    ],
    [
      "a deployment policy added",
      withEnvironment("production", { patterns: ["main", "release/*", "tag:v*", "*"] }),
      '8:17 github.environments[0].branches: expected ["main","release/*"], got ["*","main","release/*"] as deployment branches',
    ],
    [
      "a tag policy removed",
      withEnvironment("production", { patterns: ["main", "release/*"] }),
      '9:13 github.environments[0].tags: expected ["v*"], got [] as deployment tags',
    ],
    [
      "all branches allowed",
      withEnvironment("production", { patterns: undefined }),
      "8:17 github.environments[0].branches: expected patterns, got all branches and tags as what may deploy to of the environment production",
    ],
    [
      "protected branches alone",
      withEnvironment("open", { protectedBranches: true }),
      "13:7 github.environments[1].branches: expected all branches and tags, got protected branches as what may deploy to",
    ],
    [
      "another wait timer",
      withEnvironment("production", { waitMinutes: 0 }),
      "12:20 github.environments[0].waitMinutes: expected 5, got 0 as wait timer in minutes",
    ],
    [
      "self-review allowed",
      withEnvironment("production", { preventSelfReview: false }),
      "11:26 github.environments[0].preventSelfReview: expected true, got false as prevention of self-review",
    ],
    [
      "a bypass for administrators",
      withEnvironment("production", { administratorsMayBypass: true }),
      "6:7 github.environments[0].administratorsMayBypass: expected false, got true as bypass for administrators",
    ],
    [
      "a missing environment of the file",
      withEnvironment("production", undefined),
      "6:7 github.environments[0]: expected the environment production of acme/web on GitHub, got none. A job that names it creates it without protection",
    ],
    [
      "a missing environment that only a role names",
      withEnvironment("named", undefined),
      "22:45 accounts[0].roles[0].trust[0].environment: expected the environment named of acme/web on GitHub, got none",
    ],
    [
      "no protection of one that is protected elsewhere",
      withEnvironment("elsewhere", { patterns: undefined }),
      "14:7 github.environments[2]: expected reviewers, or some branches or tags alone, got no protection of the environment elsewhere of acme/web",
    ],
    [
      "any branch for one that is protected elsewhere",
      withEnvironment("elsewhere", { patterns: ["*"] }),
      "got no protection of the environment elsewhere",
    ],
    ["subjects by name", { ...WEB, format: "name" }, "expected immutable, got name from github.com"],
    [
      "another id of the repository",
      { ...WEB, id: 22 },
      "github.repositories.web.id: expected 22, the id of web on github.com, got 2",
    ],
    [
      "a template that the file does not have",
      { ...WEB, customization: { use_default: false, include_claim_keys: ["repo", "job_workflow_ref"] } },
      "the subjects of acme/web come from its own template (repo, job_workflow_ref)",
    ],
  ])("%s is one difference, with its place", async (_, web, text) => {
    const { config, source } = parsedFile(ENVIRONMENTS, "access.yaml");
    const api = apiOver(githubWith({ acme: { id: 1, repositories: { web, api: API } } }));
    const file = { value: source.value, path: [] };
    const { differences, problems } = await githubComparison(config, file, api, () => {});

    expect(problems).toStrictEqual([]);
    expect(differences.map((each) => differenceLine("access.yaml", placed(each, source)))).toStrictEqual([
      expect.stringContaining(text),
    ]);
  });

  test("reviewers that are removed and a pattern that is added are in the output", async () => {
    const production = { ...PRODUCTION, users: [], teams: [], patterns: [...PRODUCTION.patterns, "*"] };
    const { code, stdout, stderr } = await asked(withEnvironment("production", production));

    expect(stdout).toBe(`access.yaml differs from github.com: 2 differences
access.yaml:10:18 github.environments[0].reviewers: expected {"users":["cat","octo"],"teams":["ops"]}, got {"users":[],"teams":[]} as reviewers of the environment production of acme/web
access.yaml:8:17 github.environments[0].branches: expected ["main","release/*"], got ["*","main","release/*"] as deployment branches of the environment production of acme/web
note: not compared: AWS, because no output of the AWS CLI is given
note: not compared: the environment elsewhere of repositories that match acme/w* and that no role names: write their names into github.environments
`);
    expect([code, stderr]).toStrictEqual([1, ""]);
  });

  test.each<[string, object]>([
    ["another template", { use_default: false, include_claim_keys: ["repo", "context"] }],
    ["the default template", { use_default: true }],
  ])("%s than that of the file is a difference", async (_, customization) => {
    const { code, stdout } = await asked(WEB, { api: { ...API, customization } });

    expect(stdout).toContain(
      "16:38 github.subjectTemplates[0].claims: expected repo, context, actor, got repo, context as subject template of acme/api",
    );
    expect(code).toBe(1);
  });

  test("a repository with another name, and an owner with another id, are differences", async () => {
    const renamed = await asked(WEB, { renamed: { "acme/web": 2 } });
    expect(renamed.stdout).toContain('expected shop, its current name on github.com, got "web"');
    expect(renamed.code).toBe(1);
    await server?.close();
    const owned = await asked(WEB, { ownerId: 7 });
    expect(owned.stdout).toContain("github.owners.acme.id: expected 7, the id of acme on github.com, got 1");
    expect(owned.code).toBe(1);
  });

  test("a repository that moved to another owner is a difference", async () => {
    const owners = {
      acme: { id: 1, repositories: { api: API } },
      other: { id: 9, repositories: { web: WEB } },
    };
    const { config, source } = parsedFile(ENVIRONMENTS, "access.yaml");
    const api = apiOver(githubWith(owners, { renamed: { "acme/web": 2 } }));
    const { differences } = await githubComparison(config, { value: source.value, path: [] }, api, () => {});

    expect(differences.map(({ kind, message }) => `${kind}: ${message}`)).toContain(
      'github-repository: expected other/web, its current name on github.com, got "acme/web"',
    );
  });

  test("a repository that is gone is a difference, without its environments", async () => {
    const { code, stdout } = await asked(undefined);

    expect(stdout).toContain(
      'expected a repository that exists on github.com, got "web"'.replace('"web"', '"acme/web"'),
    );
    expect(stdout).not.toContain("environment production");
    expect(code).toBe(1);
  });

  test("rejects a token that cannot read, with the place", async () => {
    const { code, stdout, stderr } = await asked({ ...WEB, forbidden: "Resource not accessible" });

    expect(stderr).toContain(
      'GITHUB_TOKEN cannot read "acme/web" (403: Resource not accessible). Use a token with the permission Actions: read',
    );
    expect([code, stdout]).toStrictEqual([2, ""]);
  });
});
