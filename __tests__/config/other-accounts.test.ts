import { parseConfig } from "../../lib/config/load";
import { synthesizedStacks } from "../stacks/synthesized";
import { fileWith, inFile, type Lines, NAME, problemLines } from "./access-file";

const OTHER = "210987654321";
const SHARED = `{ account: "${OTHER}", repositories: [base/node, "base/py*"], access: [pull, read] }`;
const LIST = (...grants: readonly string[]): Lines => ({
  9: "        ecr:",
  10: grants.map((grant) => `          - ${grant}`).join("\n"),
});

/** The account of the shared repositories, from line 11 on. */
const images = (registry: string): string => `  - id: "${OTHER}"
    name: images
    region: ap-northeast-2
    ecr: ${registry}
    roles:
      - name: base
        trust: [{ repository: base, branch: main }]
        ecr: { repositories: "base/*" }`;

const LOGIN = { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" };
const PUSH_PULL = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];
const PULL_READ = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:ListImages",
];
const arn = (account: string, name: string, region = "ap-northeast-2"): string =>
  `arn:aws:ecr:${region}:${account}:repository/${name}`;

const policiesOf = (lines: Lines) =>
  parseConfig(fileWith(lines), NAME).accounts[0].roles[0].policies.map(({ document }) => document);

test("a role has one statement for each account and level, and one login", () => {
  expect(policiesOf(LIST("{ repositories: web, access: push-pull }", SHARED))).toStrictEqual([
    {
      Version: "2012-10-17",
      Statement: [
        LOGIN,
        {
          Sid: "ECRPushPull",
          Effect: "Allow",
          Action: PUSH_PULL,
          Resource: arn("123456789012", "web"),
        },
        {
          Sid: `ECRPullRead${OTHER}`,
          Effect: "Allow",
          Action: PULL_READ,
          Resource: [arn(OTHER, "base/node"), arn(OTHER, "base/py*")],
        },
      ],
    },
  ]);
});

test("elements with the same level and account are one statement", () => {
  const [document] = policiesOf(
    LIST(
      "{ repositories: web, access: pull }",
      "{ repositories: api, access: pull, region: [eu-west-1, us-east-1] }",
    ),
  );

  expect(document?.Statement.slice(1)).toStrictEqual([
    {
      Sid: "ECRPull",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [
        arn("123456789012", "web"),
        arn("123456789012", "api", "eu-west-1"),
        arn("123456789012", "api", "us-east-1"),
      ],
    },
  ]);
});

test("a role of another account's repositories alone publishes their registry, and its own account", () => {
  const { publish } = parseConfig(
    fileWith({
      ...LIST(`{ account: "${OTHER}", repositories: web }`),
      11: "        publish: { as: variables, values: { A: accountId, R: registry, U: repositoryUrl, ARN: roleArn } }",
    }),
    NAME,
  ).accounts[0].roles[0];

  expect(publish.values.map(({ text }) => text)).toStrictEqual([
    "123456789012",
    `${OTHER}.dkr.ecr.ap-northeast-2.amazonaws.com`,
    `${OTHER}.dkr.ecr.ap-northeast-2.amazonaws.com/web`,
    "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
  ]);
});

/** The repository policies of the other account's stack, by repository. */
function repositoryPolicies(registry: string, ...grants: readonly string[]) {
  const file = fileWith({ ...LIST(...grants), 11: images(registry) });
  const { resource = {} } = synthesizedStacks(file)["aws-images"] ?? {};
  return Object.fromEntries(
    Object.values(resource.aws_ecr_repository_policy ?? {}).map(({ repository, policy }) => [
      repository,
      JSON.parse(String(policy)).Statement,
    ]),
  );
}

const allowing = (sid: string, actions: readonly string[]) => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: actions,
  Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/GitHubActionsECRRole" } },
});

test("the stack of the other account allows the role in the policies of the repositories that it manages", () => {
  const policies = repositoryPolicies(
    "{ repositories: [base/node, base/python, base/ruby, { name: base/pypy, origin: existing }] }",
    SHARED,
  );

  expect(policies).toStrictEqual({
    [refTo("base/node")]: [allowing("RolesPullRead", PULL_READ)],
    [refTo("base/python")]: [allowing("RolesPullRead", PULL_READ)],
  });
});

test("beside what the repository allows, and only in the regions of the role", () => {
  const policies = repositoryPolicies(
    '{ region: [ap-northeast-2, us-east-1], repositories: [{ name: base/node, pull: { accounts: ["111111111111"] } }] }',
    "{ repositories: web }",
    `{ account: "${OTHER}", repositories: base/node, access: pull }`,
  );
  const own = {
    Sid: "AccountsPull",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  };

  expect(Object.values(policies)).toStrictEqual([[own, allowing("RolesPull", own.Action)], [own]]);
});

test("no policy of a repository names a role that may not use it", () => {
  expect(repositoryPolicies("{ repositories: [base/ruby] }", "{ repositories: web }")).toStrictEqual({});
});

function refTo(name: string): string {
  const [, id] = /^(.*)$/.exec(name) ?? [];
  return String(
    Object.keys(
      repositoryPolicies(`{ repositories: ["${id}"] }`, `{ account: "${OTHER}", repositories: "*" }`),
    )[0],
  );
}

const MISSING = "expected an ECR repository of accounts[1].ecr";

test.each<[string, Lines, readonly string[]]>([
  [
    "the role's own account as another one",
    LIST('{ account: "123456789012", repositories: web }'),
    [
      '10:24 accounts[0].roles[0].ecr[0].account: expected another account than that of the role, got "123456789012". Remove account',
    ],
  ],
  [
    "an account that is no id",
    LIST("{ account: images, repositories: web }"),
    [
      '10:24 accounts[0].roles[0].ecr[0].account: expected an AWS account id (12 digits in quotes), got "images"',
    ],
  ],
  [
    "a repository that the other account's registry does not have",
    {
      ...LIST("{ repositories: web }", `{ account: "${OTHER}", repositories: [base/nod, base/node] }`),
      11: images("{ repositories: [base/node] }"),
    },
    [
      `11:55 accounts[0].roles[0].ecr[1].repositories[0]: ${MISSING}, got "base/nod", did you mean base/node? Or add it to accounts[1].ecr.repositories`,
    ],
  ],
  [
    "a repository that the other account's registry has in another region",
    {
      ...LIST(`{ account: "${OTHER}", repositories: base/node, region: eu-west-1 }`),
      11: images("{ repositories: [base/node] }"),
    },
    [
      `10:54 accounts[0].roles[0].ecr[0].repositories: ${MISSING} in region eu-west-1, got "base/node", which is in ap-northeast-2. Change region there or here`,
    ],
  ],
  [
    "a region of another partition, in a list",
    LIST("{ repositories: web }", "{ repositories: web, region: cn-north-1 }"),
    [
      '11:42 accounts[0].roles[0].ecr[1].region: expected a region of the account\'s partition aws, got "cn-north-1"',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

const PREFIXES: Lines = {
  5: [
    "    region: ap-northeast-2",
    "    ecr:",
    "      repositories: [web, team-a/old]",
    "      createOnPush: [{ prefix: team-a/ }, { prefix: us, region: us-east-1 }]",
    "      pullThroughCache: [{ prefix: quay, upstream: quay }]",
  ].join("\n"),
};
const ON_PUSH = ["ecr:CreateRepository"];
const ON_PULL = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];

test.each<[string, string, readonly (readonly [string, readonly string[], unknown])[]]>([
  ["a repository that exists", "{ repositories: web, access: push-pull }", []],
  ["a repository below a prefix that exists", "{ repositories: team-a/old, access: push-pull }", []],
  [
    "a new repository below a prefix",
    "{ repositories: [web, team-a/new], access: push-pull }",
    [["ECRCreateOnPush", ON_PUSH, arn("123456789012", "team-a/new")]],
  ],
  [
    "a pattern below a prefix",
    '{ repositories: "team-a/x*" }',
    [["ECRCreateOnPush", ON_PUSH, arn("123456789012", "team-a/x*")]],
  ],
  ["a role that only pulls from it", '{ repositories: "team-a/x*", access: pull }', []],
  ["a pattern that is not below the prefix", '{ repositories: "team-a*" , access: pull }', []],
  [
    "every repository, narrowed to the prefixes of the region",
    '{ repositories: "*", access: push-pull }',
    [
      ["ECRCreateOnPush", ON_PUSH, arn("123456789012", "team-a/*")],
      ["ECRPullThroughCache", ON_PULL, arn("123456789012", "quay/*")],
    ],
  ],
  [
    "a prefix of another region",
    '{ repositories: ["us/*", "team-a/*"], region: us-east-1 }',
    [["ECRCreateOnPush", ON_PUSH, arn("123456789012", "us/*", "us-east-1")]],
  ],
  [
    "a repository of the cache, for a role that pulls",
    "{ repositories: quay/prometheus/node, access: [pull, read] }",
    [["ECRPullThroughCache", ON_PULL, arn("123456789012", "quay/prometheus/node")]],
  ],
  ["a repository of the cache, for a role that only reads", "{ repositories: quay/x, access: read }", []],
  [
    "a repository of another account",
    `{ account: "${OTHER}", repositories: team-a/new, access: push-pull }`,
    [],
  ],
])("creation rights of a registry with prefixes: %s", (_, grant, expected) => {
  const [document] = policiesOf({ ...PREFIXES, ...LIST(grant) });
  const created = document?.Statement.filter(({ Sid }) => /OnPush|Cache/.test(Sid));

  expect(created).toStrictEqual(
    expected.map(([Sid, Action, Resource]) => ({ Sid, Effect: "Allow", Action, Resource })),
  );
});
