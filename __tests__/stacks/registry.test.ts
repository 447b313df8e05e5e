import { type StackJson, seed, synthesizedStacks } from "./synthesized";

const STACK = "aws-123456789012";

function stackWith(...registry: readonly string[]): StackJson {
  const account = ["ecr:", ...registry.map((line) => `  ${line}`)].join("\n");
  const stack = synthesizedStacks(seed({ account }))[STACK];
  if (stack === undefined) throw new RangeError("no stack");
  return stack;
}

const UNTAGGED = {
  rulePriority: 1,
  description: "Expire untagged images after 14 days",
  selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
  action: { type: "expire" },
};
const DEFAULT_LIFECYCLE = JSON.stringify({ rules: [UNTAGGED] });
const PROTECTED = { lifecycle: { prevent_destroy: true } };
const WEB = {
  name: "web",
  image_tag_mutability: "IMMUTABLE",
  image_scanning_configuration: { scan_on_push: true },
  encryption_configuration: [{ encryption_type: "AES256" }],
  ...PROTECTED,
};

/** The resources of the registry alone. */
function resources({ resource = {} }: StackJson): StackJson["resource"] {
  return Object.fromEntries(Object.entries(resource).filter(([type]) => type.startsWith("aws_ecr")));
}

test("a name alone gives a repository with immutable tags, scan on push, AES-256 and a lifecycle, which Terraform refuses to destroy", () => {
  const stack = stackWith("repositories: [web]");

  expect(resources(stack)).toStrictEqual({
    aws_ecr_repository: { web: WEB },
    aws_ecr_lifecycle_policy: {
      web: { repository: "$".concat("{aws_ecr_repository.web.name}"), policy: DEFAULT_LIFECYCLE },
    },
  });
  expect(stack.terraform).toMatchObject({ required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } } });
  expect(stack.output).toMatchObject({
    repositories: { value: { web: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/web"] } },
  });
});

test("a file without the section creates no repository, and has no output for them", () => {
  const stack = synthesizedStacks(seed())[STACK];
  expect(stack && resources(stack)).toStrictEqual({});
  expect(Object.keys(Object(stack?.output))).toStrictEqual(["roles"]);
});

test.each<[string, string, object]>([
  ["immutableTags: false", "immutableTags: false", { ...WEB, image_tag_mutability: "MUTABLE" }],
  [
    "immutableTags with exceptions",
    "immutableTags: { except: [latest, 'cache*'] }",
    {
      ...WEB,
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [
        { filter: "latest", filter_type: "WILDCARD" },
        { filter: "cache*", filter_type: "WILDCARD" },
      ],
    },
  ],
  ["scan: never", "scan: never", { ...WEB, image_scanning_configuration: { scan_on_push: false } }],
  ["encryption: kms", "encryption: kms", { ...WEB, encryption_configuration: [{ encryption_type: "KMS" }] }],
  [
    "a KMS key",
    "encryption: { kmsKeyArn: 'arn:aws:kms:ap-northeast-2:123456789012:key/1' }",
    {
      ...WEB,
      encryption_configuration: [
        { encryption_type: "KMS", kms_key: "arn:aws:kms:ap-northeast-2:123456789012:key/1" },
      ],
    },
  ],
  ["tags", "tags: { team: base }", { ...WEB, tags: { team: "base" } }],
])("%s", (_, setting, repository) => {
  const stack = stackWith(`repositories: [{ name: web, ${setting} }]`);
  expect(stack.resource?.aws_ecr_repository).toStrictEqual({ web: repository });
});

test("scan: registry leaves the repository's own setting alone", () => {
  const { image_scanning_configuration: _, ...others } = WEB;
  expect(
    stackWith("repositories: [{ name: web, scan: registry }]").resource?.aws_ecr_repository,
  ).toStrictEqual({
    web: {
      ...others,
      lifecycle: { prevent_destroy: true, ignore_changes: ["image_scanning_configuration"] },
    },
  });
});

test("forceDelete lets Terraform destroy the repository with its images", () => {
  const { lifecycle: _, ...others } = WEB;
  expect(
    stackWith("repositories: [{ name: web, forceDelete: true }]").resource?.aws_ecr_repository,
  ).toStrictEqual({
    web: { ...others, force_delete: true },
  });
});

test("lifecycle: false writes no lifecycle policy, and neither does one that only keeps images", () => {
  const stack = stackWith(
    "repositories: [{ name: web, lifecycle: false }, { name: api, lifecycle: { keepForever: v* } }]",
  );
  expect(stack.resource?.aws_ecr_lifecycle_policy).toBeUndefined();
});

test("a setting of a repository replaces that of defaults, and tags are added to those of defaults and of the account", () => {
  const account = [
    "tags: { env: prod, team: a }",
    "ecr:",
    "  defaults: { scan: never, lifecycle: { keepForever: v*, keepNewest: 5 }, tags: { team: b, cost: c } }",
    "  repositories: [web, { name: api, scan: onPush, lifecycle: { keepNewest: 7 }, tags: { cost: d } }]",
  ].join("\n");
  const { resource } = synthesizedStacks(seed({ account }))[STACK] ?? {};

  expect(resource?.aws_ecr_repository).toMatchObject({
    web: {
      image_scanning_configuration: { scan_on_push: false },
      tags: { env: "prod", team: "b", cost: "c" },
    },
    api: {
      image_scanning_configuration: { scan_on_push: true },
      tags: { env: "prod", team: "b", cost: "d" },
    },
  });
  const rulesOfApiAndWeb = Object.values(resource?.aws_ecr_lifecycle_policy ?? {}).map(({ policy }) =>
    JSON.parse(String(policy)).rules.map(({ description }: { description: string }) => description),
  );
  expect(rulesOfApiAndWeb).toStrictEqual([
    ["Keep the newest 7 tagged images"],
    ["Keep v* forever", "Keep the newest 5 tagged images"],
  ]);
});

test("an imported repository keeps its encryption and its lifecycle, unless the file or its defaults name them", () => {
  const stack = stackWith("repositories: [{ name: web, origin: import }]");
  const { encryption_configuration: _, ...others } = WEB;

  expect(resources(stack)).toStrictEqual({
    aws_ecr_repository: {
      web: {
        ...others,
        lifecycle: {
          prevent_destroy: true,
          ignore_changes: ["encryption_configuration", "tags", "tags_all"],
        },
      },
    },
  });
  expect(stack.import).toStrictEqual([{ id: "web", to: "aws_ecr_repository.web" }]);
  expect(
    resources(
      stackWith(
        "defaults: { encryption: aes256 }",
        "repositories: [{ name: web, origin: import, lifecycle: { untagged: { expireAfterDays: 14 } } }]",
      ),
    ),
  ).toStrictEqual({
    aws_ecr_repository: {
      web: { ...WEB, lifecycle: { prevent_destroy: true, ignore_changes: ["tags", "tags_all"] } },
    },
    aws_ecr_lifecycle_policy: {
      web: { repository: "$".concat("{aws_ecr_repository.web.name}"), policy: DEFAULT_LIFECYCLE },
    },
  });
});

test("an existing repository leaves the state with its policies, and is not destroyed", () => {
  const stack = stackWith("repositories: [{ name: web, origin: existing }]");

  expect(resources(stack)).toStrictEqual({});
  expect(stack.removed).toStrictEqual(
    ["aws_ecr_repository", "aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"].map((type) => ({
      from: `${type}.web`,
      lifecycle: { destroy: false },
    })),
  );
});

test("each region has its provider, and its resources an address that no other repository can have", () => {
  const stack = stackWith(
    "region: [ap-northeast-2, us-east-1]",
    "repositories: [web, { name: web_us-east-1, region: ap-northeast-2 }, { name: old, origin: existing }]",
  );

  expect(stack.provider).toStrictEqual({
    aws: [
      { region: "ap-northeast-2", allowed_account_ids: ["123456789012"] },
      { alias: "us-east-1", region: "us-east-1", allowed_account_ids: ["123456789012"] },
    ],
  });
  expect(stack.resource?.aws_ecr_repository).toStrictEqual({
    web: WEB,
    "web___us-east-1": { ...WEB, provider: "aws.us-east-1" },
    "web_us-east-1": { ...WEB, name: "web_us-east-1" },
  });
  expect(stack.resource?.aws_ecr_lifecycle_policy?.["web___us-east-1"]).toStrictEqual({
    repository: "$".concat("{aws_ecr_repository.web___us-east-1.name}"),
    policy: DEFAULT_LIFECYCLE,
    provider: "aws.us-east-1",
  });
  expect(stack.removed).toContainEqual({
    from: "aws_ecr_repository.old___us-east-1",
    lifecycle: { destroy: false },
  });
});

test("the region of an existing repository alone has a provider too, which Terraform needs to forget the repository", () => {
  expect(
    stackWith("repositories: [web, { name: old, region: us-east-1, origin: existing }]").provider,
  ).toMatchObject({
    aws: [{ region: "ap-northeast-2" }, { alias: "us-east-1" }],
  });
});

test("a new repository at any place of the list changes no other address", () => {
  const addresses = (list: string) =>
    Object.keys(stackWith(`repositories: ${list}`).resource?.aws_ecr_repository ?? {});
  const before = addresses("[web, base/node]");

  expect(addresses("[api, web, base/node]")).toEqual(expect.arrayContaining([...before]));
  expect(addresses("[web, base_node, base/node, base.node]")).toEqual(expect.arrayContaining([...before]));
});

test("pull writes the repository policy, with functions of the repository's own region", () => {
  const stack = stackWith(
    "region: [ap-northeast-2, us-east-1]",
    "repositories: [{ name: web, pull: { accounts: ['210987654321'], lambda: true } }]",
  );
  const policies = stack.resource?.aws_ecr_repository_policy ?? {};
  const functions = Object.values(policies).map(({ policy }) => {
    const { Statement } = JSON.parse(String(policy));
    return Statement.map((each: { Condition?: unknown }) => each.Condition);
  });

  expect(Object.keys(policies)).toStrictEqual(["web", "web___us-east-1"]);
  expect(functions).toStrictEqual(
    ["ap-northeast-2", "us-east-1"].map((region) => [
      undefined,
      {
        StringLike: {
          "aws:SourceArn": [
            `arn:aws:lambda:${region}:123456789012:function:*`,
            `arn:aws:lambda:${region}:210987654321:function:*`,
          ],
        },
      },
    ]),
  );
});

test("createOnPush writes a template with the settings, and needs AWS provider 6.28", () => {
  const stack = stackWith(
    "repositories: [web]",
    "createOnPush: [{ prefix: team-a/, pull: { lambda: true } }, { prefix: ROOT, encryption: kms, tags: { a: b }, roleArn: 'arn:aws:iam::123456789012:role/ecr', lifecycle: false }]",
  );

  expect(stack.resource?.aws_ecr_repository_creation_template).toStrictEqual({
    "team-a": {
      prefix: "team-a",
      applied_for: ["CREATE_ON_PUSH"],
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "AES256" }],
      lifecycle_policy: DEFAULT_LIFECYCLE,
      repository_policy: expect.stringContaining("LambdaECRImageRetrievalPolicy"),
    },
    ROOT: {
      prefix: "ROOT",
      applied_for: ["CREATE_ON_PUSH"],
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "KMS" }],
      custom_role_arn: "arn:aws:iam::123456789012:role/ecr",
      resource_tags: { a: "b" },
    },
  });
  expect(stack.terraform).toMatchObject({ required_providers: { aws: { version: ">= 6.28.0, < 7.0.0" } } });
});

test("exceptions from immutable tags need AWS provider 6.8, for the providers of all regions", () => {
  const stack = stackWith(
    "region: [ap-northeast-2, us-east-1]",
    "repositories: [web, { name: api, immutableTags: { except: [latest] } }]",
  );
  expect(stack.terraform).toMatchObject({ required_providers: { aws: { version: ">= 6.8.0, < 7.0.0" } } });
});

test("pullThroughCache writes rules, and a template for the lifecycle of what they create", () => {
  const secret = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
  const stack = stackWith(
    "repositories: [web]",
    "pullThroughCache:",
    "  - { prefix: quay/, upstream: quay, lifecycle: { untagged: { expireAfterDays: 14 } } }",
    `  - { prefix: hub, upstream: docker-hub, credentialsArn: "${secret}", region: [ap-northeast-2] }`,
  );

  expect(resources(stack)).toMatchObject({
    aws_ecr_pull_through_cache_rule: {
      quay: { ecr_repository_prefix: "quay", upstream_registry_url: "quay.io" },
      hub: {
        ecr_repository_prefix: "hub",
        upstream_registry_url: "registry-1.docker.io",
        credential_arn: secret,
      },
    },
    aws_ecr_repository_creation_template: {
      quay: {
        prefix: "quay",
        applied_for: ["PULL_THROUGH_CACHE"],
        image_tag_mutability: "MUTABLE",
        lifecycle_policy: DEFAULT_LIFECYCLE,
      },
    },
  });
});

test("replication writes one configuration for the region of the account", () => {
  const stack = stackWith(
    "repositories: [web]",
    "replication: [{ region: us-east-1 }, { region: eu-west-1, account: '210987654321', prefix: prod/ }]",
  );
  expect(stack.resource?.aws_ecr_replication_configuration).toStrictEqual({
    replication: {
      replication_configuration: {
        rule: [
          { destination: [{ region: "us-east-1", registry_id: "123456789012" }] },
          {
            destination: [{ region: "eu-west-1", registry_id: "210987654321" }],
            repository_filter: [{ filter: "prod/", filter_type: "PREFIX_MATCH" }],
          },
        ],
      },
    },
  });
});
