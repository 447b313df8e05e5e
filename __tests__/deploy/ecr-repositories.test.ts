import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AwsAccount, ecr } from "./support/aws";
import { type Project, project, succeeded } from "./support/project";

/** Creates, changes, imports and removes ECR repositories that hold images. The steps build on each other. */
const STACK = "aws-123456789012";
const KMS_KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

let it: Project;
beforeAll(async () => {
  it = await project();
  await ecr(inRegion(), "CreateRepository", { repositoryName: "base/node" });
  await ecr(inRegion(), "CreateRepository", {
    repositoryName: "encrypted",
    encryptionConfiguration: { encryptionType: "KMS", kmsKey: KMS_KEY },
  });
  await ecr(inRegion(), "CreateRepository", { repositoryName: "other" });
});
afterAll(() => it.close());

const inRegion = (region = "us-east-1"): AwsAccount => ({ endpoint: it.aws.url, region });

/** A file whose registry has these lines. */
function write(...registry: readonly string[]): void {
  it.write(
    [
      "github:",
      "  owner: acme",
      "accounts:",
      '  - id: "123456789012"',
      "    region: us-east-1",
      "    ecr:",
      ...registry.map((line) => `      ${line}`),
      "    roles:",
      "      - trust: [{ repository: web, branch: main }]",
      '        ecr: { repositories: ["*"], access: pull }',
      "        publish: false",
      "",
    ].join("\n"),
  );
}

async function apply(): Promise<string> {
  return succeeded(await it.terraform(STACK, "apply", "-auto-approve"));
}

async function plan(): Promise<string> {
  return succeeded(await it.terraform(STACK, "plan"));
}

/** The plan that changes nothing in AWS. An entry that leaves the file leaves the output too. */
async function expectEmptyPlan(): Promise<void> {
  expect(await plan()).toMatch(/No changes\.|without changing any real infrastructure/);
}

/** Pushes an image with a tag. */
async function push(repositoryName: string, imageTag: string, region?: string): Promise<void> {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: {
      mediaType: "application/vnd.docker.container.image.v1+json",
      size: 1,
      digest: `sha256:${imageTag}`,
    },
    layers: [],
  });
  await ecr(inRegion(region), "PutImage", { repositoryName, imageManifest, imageTag });
}

/** The tags of a repository, sorted. */
async function tagsOf(repositoryName: string, region?: string): Promise<readonly (string | undefined)[]> {
  const answer = (await ecr(inRegion(region), "ListImages", { repositoryName })) as {
    readonly imageIds: readonly { readonly imageTag?: string }[];
  };
  return answer.imageIds.map(({ imageTag }) => imageTag).sort();
}

interface Described {
  readonly imageTagMutability: string;
  readonly imageScanningConfiguration: { readonly scanOnPush: boolean };
  readonly encryptionConfiguration: { readonly encryptionType: string };
}

async function described(repositoryName: string, region?: string): Promise<Described> {
  const answer = (await ecr(inRegion(region), "DescribeRepositories", {
    repositoryNames: [repositoryName],
  })) as { readonly repositories: readonly Described[] };
  const [repository] = answer.repositories;
  if (repository === undefined) throw new RangeError(`no ${repositoryName}`);
  return repository;
}

const FIRST = [
  "region: [us-east-1, eu-west-1]",
  "repositories:",
  "  - web",
  "  - { name: base/node, origin: import, region: us-east-1 }",
  "  - { name: encrypted, origin: import, region: us-east-1, immutableTags: false }",
  "  - { name: other, origin: existing, region: us-east-1 }",
  "replication: [{ region: eu-west-1, prefix: prod/ }]",
];

test("the first apply creates in two regions, imports, and touches no existing repository", async () => {
  write(...FIRST);
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
  expect(await plan()).toContain("Plan: 2 to import, 9 to add, 2 to change, 0 to destroy.");
  await apply();
  await expectEmptyPlan();

  for (const region of ["us-east-1", "eu-west-1"]) {
    expect(await described("web", region)).toMatchObject({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: "AES256" },
    });
  }
  expect(await described("base/node")).toMatchObject({ imageTagMutability: "IMMUTABLE" });
  expect(await described("encrypted")).toMatchObject({
    imageTagMutability: "MUTABLE",
    encryptionConfiguration: { encryptionType: "KMS" },
  });
  expect(await described("other")).toMatchObject({ imageTagMutability: "MUTABLE" });
});

test("the same stack in HCL has an empty plan", async () => {
  await it.synth("--hcl");
  await expectEmptyPlan();
  await it.synth();
});

test("every change that the guide calls safe keeps the images, in both regions", async () => {
  await push("web", "v1");
  await push("web", "v1", "eu-west-1");
  await push("base/node", "v2");
  // Without a change from scanning to none, which moto ignores: the provider sends an empty configuration for it.
  const changes: readonly (readonly [before: string, after: string])[] = [
    ["  - web", "  - new\n        - { name: web, immutableTags: false, tags: { a: b } }"],
    [
      "tags: { a: b }",
      "tags: { a: c }, scan: registry, pull: { accounts: ['210987654321'], lambda: true }, lifecycle: { keepForever: v*, tagged: [{ tags: pr-*, expireAfterDays: 7 }], keepNewest: 5 }, forceDelete: true",
    ],
    [
      "origin: import, region: us-east-1 }",
      "region: us-east-1, encryption: aes256, lifecycle: { untagged: { keepNewest: 3 } }, tags: { b: c } }",
    ],
    ["forceDelete: true", "forceDelete: false"],
  ];
  let file = FIRST.join("\n      ");
  for (const [before, after] of changes) {
    expect(file).toContain(before);
    file = file.replace(before, after);
    write(file);
    await it.synth();
    const output = await apply();
    expect(output).toMatch(/Apply complete! Resources: \d+ added, [1-9]\d* changed/);
    // The provider replaces a changed lifecycle policy, which touches no image.
    expect(output).not.toMatch(/aws_ecr_repository\.\S+ (?:will be destroyed|must be replaced)/);
    await expectEmptyPlan();
  }

  expect(await tagsOf("web")).toStrictEqual(["v1"]);
  expect(await tagsOf("web", "eu-west-1")).toStrictEqual(["v1"]);
  expect(await tagsOf("base/node")).toStrictEqual(["v2"]);
  expect(await described("web", "eu-west-1")).toMatchObject({ imageTagMutability: "MUTABLE" });
});

test("a change of the encryption is refused, also of an imported repository, until forceDelete was applied", async () => {
  write(
    "repositories:",
    "  - { name: web, encryption: kms }",
    "  - { name: encrypted, encryption: aes256 }",
    ...REST,
  );
  await it.synth();
  const { code, output } = await it.terraform(STACK, "plan");

  expect(code).toBe(1);
  expect(output.match(/Error: Instance cannot be destroyed/g)).toHaveLength(3);
  expect(await tagsOf("web")).toStrictEqual(["v1"]);

  write(
    "repositories:",
    "  - web",
    "  - { name: encrypted, encryption: aes256, forceDelete: true }",
    ...REST,
  );
  await it.synth();
  expect(await plan()).toContain("aws_ecr_repository.encrypted must be replaced");
});

/** What the steps before have created, in addition to `web` and `encrypted`. */
const REST = [
  "  - { name: new }",
  "  - { name: base/node, region: us-east-1 }",
  "region: [us-east-1, eu-west-1]",
  "replication: [{ region: eu-west-1, prefix: prod/ }]",
];

test("a repository that is existing leaves the state and keeps its images and its policies", async () => {
  write(
    "repositories:",
    "  - { name: web, origin: existing }",
    "  - { name: encrypted, origin: import, region: us-east-1 }",
    ...REST,
  );
  await it.synth();
  const output = await plan();
  expect(output).toContain(
    "aws_ecr_repository.web will no longer be managed by Terraform, but will not be destroyed",
  );
  expect(output).not.toMatch(/aws_ecr_repository\.\S+ (?:will be destroyed|must be replaced)/);
  await apply();
  await expectEmptyPlan();

  write("repositories:", "  - { name: encrypted, origin: import, region: us-east-1 }", ...REST);
  await it.synth();
  await expectEmptyPlan();
  expect(await tagsOf("web")).toStrictEqual(["v1"]);
  expect(await tagsOf("web", "eu-west-1")).toStrictEqual(["v1"]);
  expect(await ecr(inRegion(), "GetRepositoryPolicy", { repositoryName: "web" })).toMatchObject({
    policyText: expect.stringContaining("LambdaECRImageRetrievalPolicy"),
  });
});

test("it can be imported again, with its policies", async () => {
  write(
    "repositories:",
    "  - { name: web, origin: import, pull: { lambda: true } }",
    "  - { name: encrypted, origin: import, region: us-east-1 }",
    ...REST,
  );
  await it.synth();
  expect(await plan()).toContain("Plan: 2 to import, 2 to add, 2 to change, 0 to destroy.");
  await apply();
  await expectEmptyPlan();
  expect(await tagsOf("web")).toStrictEqual(["v1"]);
});

test("a region leaves the file like a repository", async () => {
  write(
    "repositories:",
    "  - { name: web, region: us-east-1, pull: { lambda: true } }",
    "  - { name: web, region: eu-west-1, origin: existing }",
    "  - { name: new, region: us-east-1 }",
    "  - { name: new, region: eu-west-1, origin: existing }",
    "  - { name: base/node, region: us-east-1 }",
  );
  await it.synth();
  await apply();
  write("repositories: [{ name: web, pull: { lambda: true } }, new, base/node]");
  await it.synth();
  await expectEmptyPlan();
  expect(await tagsOf("web", "eu-west-1")).toStrictEqual(["v1"]);
});

test("ECR refuses to delete a repository with images whose entry was deleted, and deletes an empty one", async () => {
  write("repositories: [{ name: web, pull: { lambda: true } }]");
  await it.synth();
  const { code, output } = await it.terraform(STACK, "apply", "-auto-approve");

  expect(code).toBe(1);
  expect(output).toContain("RepositoryNotEmptyException");
  expect(await tagsOf("base/node")).toStrictEqual(["v2"]);
  await expect(described("new")).rejects.toThrow("RepositoryNotFoundException");
});

test("forceDelete, applied first, lets the images go", async () => {
  write("repositories: [{ name: web, pull: { lambda: true } }, { name: base/node, forceDelete: true }]");
  await it.synth();
  await apply();
  write("repositories: [{ name: web, pull: { lambda: true } }]");
  await it.synth();
  await apply();

  await expect(described("base/node")).rejects.toThrow("RepositoryNotFoundException");
  expect(await tagsOf("web")).toStrictEqual(["v1"]);
});

test("all of this only calls what the page on the deployer's permissions lists", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "guide", "deployer-permissions.md"), "utf8");
  const documented = new Set([...page.matchAll(/\becr:(\w+)/g)].map(([, action]) => action));
  const called = it.aws.ecrActions();

  expect(called).toEqual(
    expect.arrayContaining(["CreateRepository", "PutLifecyclePolicy", "SetRepositoryPolicy"]),
  );
  expect(called.filter((action) => !documented.has(action))).toStrictEqual([]);
});

test("the provider accepts caches and their templates, which moto does not know", async () => {
  write(
    "repositories: [web]",
    "pullThroughCache:",
    "  - { prefix: quay, upstream: quay, lifecycle: { untagged: { expireAfterDays: 14 }, keepNewest: 10 } }",
    "  - { prefix: ROOT, upstream: 210987654321.dkr.ecr.us-east-1.amazonaws.com, roleArn: 'arn:aws:iam::123456789012:role/ecr' }",
    "  - prefix: hub",
    "    upstream: docker-hub",
    "    credentialsArn: arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf",
  );
  await it.synth();
  expect(succeeded(await it.terraform(STACK, "validate"))).toContain("The configuration is valid.");
});
