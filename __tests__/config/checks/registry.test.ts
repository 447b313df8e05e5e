import { UPSTREAM } from "../../../lib/policy/ecr-registry";
import {
  fileWith,
  inFile,
  type Lines,
  numbered,
  problemLines,
  secondAccount,
  WITH_IDS,
} from "../access-file";

/** Lines of the registry, below `ecr:` of the account, from line 13 of the file. */
function problemsOf(registry: readonly string[], lines: Lines = {}): readonly string[] {
  const section = ["    ecr:", ...registry.map((line) => `      ${line}`)].join("\n");
  return problemLines(fileWith({ 2: WITH_IDS, 11: section, ...lines }));
}

const KEY = "arn:aws:kms:ap-northeast-2:123456789012:key/1234abcd";
const SECRET = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
const ROLE = "arn:aws:iam::123456789012:role/ecr";
const ECR = "accounts[0].ecr";

test.each<[string, readonly string[]]>([
  ["the repository of the role", ["repositories: [web]"]],
  ["a repository that exists", ["repositories: [{ name: web, origin: existing }]"]],
  ["one name in two regions", ["repositories: [web, { name: web, region: us-east-1, scan: never }]"]],
  [
    "the same pattern in two lifecycles",
    [
      "defaults: { lifecycle: { keepForever: v*, keepNewest: 10 } }",
      "repositories: [web, { name: api, lifecycle: { keepForever: [v*, rel-*], expireAfterDays: 10 } }]",
    ],
  ],
  [
    "a lifecycle for all tagged images, in tagged",
    ["repositories: [{ name: web, lifecycle: { tagged: [{ tags: '*', keepNewest: 3 }] } }]"],
  ],
  [
    "a KMS key in the region of the repository",
    [`repositories: [{ name: web, encryption: { kmsKeyArn: "${KEY}" } }]`],
  ],
  [
    "a KMS key in defaults, if no repository of another region uses it",
    [
      "region: [ap-northeast-2, us-east-1]",
      `defaults: { encryption: { kmsKeyArn: "${KEY}" } }`,
      "repositories: [{ name: web, region: ap-northeast-2 }, { name: api, encryption: kms }]",
    ],
  ],
  [
    "a template with a role for its encryption and tags",
    [
      "repositories: [web]",
      `createOnPush: [{ prefix: team-a/, encryption: kms, tags: { a: b }, roleArn: "${ROLE}" }]`,
    ],
  ],
  [
    "caches with what their upstream registry requires",
    [
      "repositories: [web]",
      "pullThroughCache:",
      "  - { prefix: quay, upstream: quay }",
      `  - { prefix: hub, upstream: docker-hub, credentialsArn: "${SECRET}" }`,
      "  - { prefix: own, upstream: 123456789012.dkr.ecr.us-east-1.amazonaws.com }",
      `  - { prefix: other, upstream: 210987654321.dkr.ecr.us-east-1.amazonaws.com, roleArn: "${ROLE}" }`,
    ],
  ],
  [
    "replication to another region, another account, and of two prefixes",
    [
      "repositories: [web]",
      "replication:",
      "  - { region: us-east-1, prefix: a/ }",
      "  - { region: us-east-1, prefix: b/ }",
      '  - { region: ap-northeast-2, account: "210987654321" }',
    ],
  ],
  [
    "50 rules of a lifecycle",
    [
      `repositories: [{ name: web, lifecycle: { keepForever: [${numbered(49, "v").join(", ")}], keepNewest: 1 } }]`,
    ],
  ],
])("accepts %s", (_, registry) => {
  expect(problemsOf(registry)).toStrictEqual([]);
});

test.each<[string, readonly string[], readonly string[]]>([
  [
    "a repository twice in one region, once for all regions",
    ["region: [ap-northeast-2, us-east-1]", "repositories: [web, web]"],
    [
      `15:27 ${ECR}.repositories[1]: duplicate ECR repository "web" in region ap-northeast-2. The other: access.yaml:15:22 ${ECR}.repositories[0]`,
    ],
  ],
  [
    "a region twice, and no repository",
    [
      "region: [ap-northeast-2, ap-northeast-2]",
      "repositories: [web, { name: api, region: [us-east-1, eu-west-1, eu-west-1] }]",
    ],
    [
      `14:32 ${ECR}.region[1]: duplicate region "ap-northeast-2". The other: access.yaml:14:16 ${ECR}.region[0]`,
      `15:71 ${ECR}.repositories[1].region[2]: duplicate region "eu-west-1". The other: access.yaml:15:60 ${ECR}.repositories[1].region[1]`,
    ],
  ],
  [
    "settings of a repository that exists",
    ["repositories: [{ name: web, origin: existing, scan: never, tags: { a: b } }]"],
    [
      `14:53 ${ECR}.repositories[0].scan: expected no settings with origin: existing, got scan, tags. An existing repository keeps its settings: remove them, or write origin: import`,
    ],
  ],
  [
    "a pattern of tags in two parts of a lifecycle",
    [
      "repositories: [{ name: web, lifecycle: { keepForever: v*, tagged: [{ tags: [a, v*], keepNewest: 3 }] } }]",
    ],
    [
      `14:86 ${ECR}.repositories[0].lifecycle.tagged[0].tags[1]: duplicate tag pattern "v*". The other: access.yaml:14:61 ${ECR}.repositories[0].lifecycle.keepForever`,
    ],
  ],
  [
    "a lifecycle for all tagged images and for the others",
    ['repositories: [{ name: web, lifecycle: { keepForever: "*", keepNewest: 3 } }]'],
    [
      `14:66 ${ECR}.repositories[0].lifecycle.keepNewest: expected images that no other key names, got "*" for all tagged images in another key. Remove one of the two. The other: access.yaml:14:61 ${ECR}.repositories[0].lifecycle.keepForever`,
    ],
  ],
  [
    "51 rules of a lifecycle",
    [
      `repositories: [{ name: web, lifecycle: { keepForever: [${numbered(49, "v").join(", ")}], untagged: { keepNewest: 1 }, keepNewest: 1 } }]`,
    ],
    [`14:46 ${ECR}.repositories[0].lifecycle: expected at most 50 rules, one for each tag pattern, got 51`],
  ],
  [
    "the own account among those that pull",
    ['defaults: { pull: { accounts: ["123456789012"] } }', "repositories: [web]"],
    [
      `14:38 ${ECR}.defaults.pull.accounts[0]: expected another account, got this account, "123456789012". Its roles need no repository policy: write what they pull in ecr of the role`,
    ],
  ],
  [
    "a KMS key of another region, once for all repositories that use it",
    [
      "region: us-east-1",
      `defaults: { encryption: { kmsKeyArn: "${KEY}" } }`,
      "repositories: [{ name: web, region: ap-northeast-2 }, api, docs]",
    ],
    [
      `15:44 ${ECR}.defaults.encryption.kmsKeyArn: expected a KMS key in region us-east-1, in which "api" is, got "${KEY}". Write an entry for each region, with its own ARN`,
    ],
  ],
  [
    "a secret of another region",
    [
      "repositories: [web]",
      `pullThroughCache: [{ prefix: hub, region: us-east-1, upstream: docker-hub, credentialsArn: "${SECRET}" }]`,
    ],
    [
      `15:98 ${ECR}.pullThroughCache[0].credentialsArn: expected a secret in region us-east-1, in which "hub" is, got "${SECRET.slice(0, 79)}…" (89 characters). Write an entry for each region, with its own ARN`,
    ],
  ],
  [
    "templates without the role that their encryption or their tags need",
    [
      "defaults: { encryption: kms, tags: { a: b } }",
      "repositories: [web]",
      "createOnPush: [{ prefix: team-a/ }, { prefix: team-b/, encryption: aes256 }, { prefix: team-c/, tags: { a: b } }]",
    ],
    [
      `16:22 ${ECR}.createOnPush[0]: missing roleArn. ECR assumes this role to create repositories with KMS encryption`,
      `16:84 ${ECR}.createOnPush[2]: missing roleArn. ECR assumes this role to create repositories with KMS encryption and tags`,
    ],
  ],
  [
    "a prefix twice, with and without the slash at its end",
    ["repositories: [web]", "createOnPush: [{ prefix: team-a/ }, { prefix: team-a }]"],
    [
      `15:53 ${ECR}.createOnPush[1].prefix: duplicate prefix "team-a" in region ap-northeast-2. The other: access.yaml:15:32 ${ECR}.createOnPush[0].prefix`,
    ],
  ],
  [
    "a template and a cache with a lifecycle for one prefix",
    [
      "repositories: [web]",
      "createOnPush: [{ prefix: quay }]",
      "pullThroughCache: [{ prefix: quay, upstream: quay, lifecycle: { untagged: { keepNewest: 1 } } }]",
    ],
    [
      `16:36 ${ECR}.pullThroughCache[0].prefix: duplicate prefix of a template "quay" in region ap-northeast-2. The other: access.yaml:15:32 ${ECR}.createOnPush[0].prefix`,
    ],
  ],
  [
    "caches without what their upstream registry requires",
    [
      "repositories: [web]",
      "pullThroughCache:",
      "  - { prefix: hub, upstream: docker-hub }",
      "  - { prefix: azure, upstream: acme123.azurecr.io }",
      "  - { prefix: other, upstream: 210987654321.dkr.ecr.us-east-1.amazonaws.com }",
    ],
    [
      `16:11 ${ECR}.pullThroughCache[0]: missing credentialsArn. docker-hub requires credentials, in a secret of AWS Secrets Manager`,
      `17:11 ${ECR}.pullThroughCache[1]: missing credentialsArn. acme123.azurecr.io requires credentials, in a secret of AWS Secrets Manager`,
      `18:11 ${ECR}.pullThroughCache[2]: missing roleArn. ECR assumes this role to read the registry of account 210987654321`,
    ],
  ],
  [
    "replication to the own region, and twice to another one",
    [
      "repositories: [web]",
      "replication: [{ region: ap-northeast-2 }, { region: us-east-1 }, { region: us-east-1 }]",
    ],
    [
      `15:31 ${ECR}.replication[0].region: expected another region than that of the account, got "ap-northeast-2"`,
      `15:72 ${ECR}.replication[2]: duplicate replication to us-east-1. The other: access.yaml:15:49 ${ECR}.replication[1]`,
    ],
  ],
  [
    "hosts of upstream registries that have a name",
    [
      'pullThroughCache: [{ prefix: quay, upstream: quay.io }, { prefix: hub, upstream: "https://registry-1.docker.io/" }]',
      "repositories: [web]",
    ],
    [
      `14:52 ${ECR}.pullThroughCache[0].upstream: expected an upstream registry (${UPSTREAM.allowed}), got "quay.io", did you mean quay?`,
      `14:88 ${ECR}.pullThroughCache[1].upstream: expected an upstream registry (${UPSTREAM.allowed}), got "https://registry-1.docker.io/", did you mean docker-hub?`,
    ],
  ],
  [
    "regions and ARNs outside of the account",
    [
      "repositories: [web, { name: api, region: cn-north-1 }]",
      'createOnPush: [{ prefix: team-a/, roleArn: "arn:aws:iam::210987654321:role/ecr" }]',
    ],
    [
      `14:48 ${ECR}.repositories[1].region: expected a region of the account's partition aws, got "cn-north-1"`,
      `15:50 ${ECR}.createOnPush[0].roleArn: expected an ARN of account 123456789012, got "arn:aws:iam::210987654321:role/ecr"`,
    ],
  ],
])("rejects %s", (_, registry, problems) => {
  expect(problemsOf(registry)).toStrictEqual(inFile(problems));
});

test.each<[string, string, readonly string[]]>([
  ["a key that does not exist", "web2", ["repositories: [{ name: web2, scanning: onPush }]"]],
  [
    "a lifecycle with both limits",
    "web2",
    ["repositories: [{ name: web2, lifecycle: { keepNewest: 1, expireAfterDays: 2 } }]"],
  ],
])("reports %s, and not that the repository of the role is missing", (_, __, registry) => {
  expect(problemsOf(registry)).toHaveLength(1);
});

describe("the repositories of roles", () => {
  const ROLES = "accounts[0].roles[0].ecr.repositories";

  test.each<[string, readonly string[], string]>([
    ["listed", ["repositories: [web, api]"], "[web, api]"],
    ["listed by a pattern, which nothing has to match", ["repositories: [web]"], '["team-*", "*"]'],
    ["below a prefix of createOnPush", ["createOnPush: [{ prefix: team-a }]"], "[team-a/web, team-a/b/c]"],
    ["anywhere, with a template for all", ["createOnPush: [{ prefix: ROOT }]"], "[web, a/b]"],
    ["below a prefix of the cache", ["pullThroughCache: [{ prefix: quay, upstream: quay }]"], "[quay/a/b]"],
  ])("can be %s", (_, registry, names) => {
    expect(problemsOf(registry, { 10: `          repositories: ${names}` })).toStrictEqual([]);
  });

  test.each<[string, readonly string[], string, readonly string[]]>([
    [
      "a misspelled one, with the nearest name",
      ["repositories: [web, base/node]"],
      "[wbe, base/nodes]",
      [
        `12:26 ${ROLES}[0]: expected an ECR repository of ${ECR}, got "wbe", did you mean web? Or add it to ${ECR}.repositories`,
        `12:31 ${ROLES}[1]: expected an ECR repository of ${ECR}, got "base/nodes", did you mean base/node? Or add it to ${ECR}.repositories`,
      ],
    ],
    [
      "one that is near to none",
      ["repositories: [web]"],
      "payments",
      [
        `12:25 ${ROLES}: expected an ECR repository of ${ECR}, got "payments". Add it to ${ECR}.repositories: by its name to create it, or with origin: existing`,
      ],
    ],
    [
      "one that is only in another region",
      ["repositories: [{ name: web, region: us-east-1 }]"],
      "[web]",
      [
        `12:26 ${ROLES}[0]: expected an ECR repository of ${ECR} in region ap-northeast-2, got "web", which is in us-east-1. Change region there or here`,
      ],
    ],
    [
      "one beside a prefix",
      ["createOnPush: [{ prefix: team-a/ }]"],
      "[team-ab, team-a]",
      [
        `12:26 ${ROLES}[0]: expected an ECR repository of ${ECR}, got "team-ab". Add it to ${ECR}.repositories: by its name to create it, or with origin: existing`,
        `12:35 ${ROLES}[1]: expected an ECR repository of ${ECR}, got "team-a". Add it to ${ECR}.repositories: by its name to create it, or with origin: existing`,
      ],
    ],
    [
      "any, if the registry has none",
      ["replication: [{ region: us-east-1 }]"],
      "[web]",
      [
        `12:26 ${ROLES}[0]: expected an ECR repository of ${ECR}, got "web". Add it to ${ECR}.repositories: by its name to create it, or with origin: existing`,
      ],
    ],
  ])("rejects %s", (_, registry, names, problems) => {
    expect(problemsOf(registry, { 10: `          repositories: ${names}` })).toStrictEqual(inFile(problems));
  });

  test("can be copies in another region of the account, or of another account", () => {
    const registry = (prefix: string) => [
      "repositories: [web]",
      `replication: [{ region: us-east-1 }, { region: us-east-1, account: "210987654321", prefix: ${prefix} }]`,
    ];
    const lines = {
      10: "          repositories: [web]\n          region: [ap-northeast-2, us-east-1]",
      // Its role names the repository web.
      12: `${secondAccount("210987654321", "other")}\n    ecr: { repositories: [own] }`,
    };

    expect(problemsOf(registry("we"), lines)).toStrictEqual([]);
    expect(problemsOf(registry("prod/"), lines)).toStrictEqual([
      expect.stringContaining('expected an ECR repository of accounts[1].ecr, got "web"'),
    ]);
  });

  test("can be any in an account without a registry", () => {
    const other = secondAccount("210987654321", "other");
    expect(problemsOf(["repositories: [web]"], { 12: other })).toStrictEqual([]);
  });
});
