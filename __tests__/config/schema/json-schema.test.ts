import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemaText } from "../../../lib/config/schema/access-file";

test("access.schema.json is the schema of the code: npm run schema writes it", () => {
  expect(readFileSync(join(__dirname, "..", "..", "..", "access.schema.json"), "utf8")).toBe(
    jsonSchemaText(),
  );
});

test("it is a draft-7 schema, which editors read", () => {
  const { title, $schema }: { title: unknown; $schema: unknown } = JSON.parse(jsonSchemaText());

  expect({ title, $schema }).toStrictEqual({
    title: "access.yaml of cdktf-github-actions-ecr",
    $schema: "http://json-schema.org/draft-07/schema#",
  });
});

const LIFECYCLE_KEYS = [
  "lifecycle",
  "lifecycle.keepForever",
  "lifecycle.tagged",
  "lifecycle.tagged[].tags",
  "lifecycle.tagged[].expireAfterDays",
  "lifecycle.tagged[].keepNewest",
  "lifecycle.untagged",
  "lifecycle.untagged.expireAfterDays",
  "lifecycle.untagged.keepNewest",
  "lifecycle.expireAfterDays",
  "lifecycle.keepNewest",
];
const TEMPLATE_KEYS = [
  "immutableTags",
  "immutableTags.except",
  "encryption",
  "encryption.kmsKeyArn",
  ...LIFECYCLE_KEYS,
  "pull",
  "pull.accounts",
  "pull.organization",
  "pull.lambda",
  "tags",
];
const SETTING_KEYS = [...TEMPLATE_KEYS, "scan", "forceDelete"];

/** The keys of the registry of an account. */
const REGISTRY_KEYS = [
  "ecr",
  "ecr.region",
  "ecr.defaults",
  ...SETTING_KEYS.map((key) => `ecr.defaults.${key}`),
  "ecr.repositories",
  ...["name", "origin", "region", ...SETTING_KEYS].map((key) => `ecr.repositories[].${key}`),
  "ecr.createOnPush",
  ...["prefix", "region", "roleArn", ...TEMPLATE_KEYS].map((key) => `ecr.createOnPush[].${key}`),
  "ecr.pullThroughCache",
  ...["prefix", "upstream", "region", "credentialsArn", "roleArn", ...LIFECYCLE_KEYS].map(
    (key) => `ecr.pullThroughCache[].${key}`,
  ),
  "ecr.replication",
  ...["region", "account", "prefix"].map((key) => `ecr.replication[].${key}`),
];

test("it knows every key of the file and no other", () => {
  expect(keys(JSON.parse(jsonSchemaText()), "")).toStrictEqual([
    "github",
    "github.owner",
    "github.host",
    "github.enterprise",
    "github.writeDelayMs",
    "github.owners",
    "github.owners.*.id",
    "github.owners.*.subject",
    "github.owners.*.formerly",
    "github.repositories",
    "github.repositories.*.id",
    "github.repositories.*.subject",
    "github.repositories.*.formerly",
    "github.environments",
    "github.environments[].name",
    "github.environments[].repositories",
    "github.environments[].branches",
    "github.environments[].tags",
    "github.environments[].reviewers",
    "github.environments[].reviewers.users",
    "github.environments[].reviewers.teams",
    "github.environments[].preventSelfReview",
    "github.environments[].waitMinutes",
    "github.environments[].administratorsMayBypass",
    "github.environments[].origin",
    "github.environments[].policyIds",
    "github.environments[].policyIds.*.branches",
    "github.environments[].policyIds.*.tags",
    "github.environments[].protectedElsewhere",
    "github.subjectTemplates",
    "github.subjectTemplates[].claims",
    "github.subjectTemplates[].repositories",
    "github.subjectTemplates[].organization",
    "github.subjectTemplates[].origin",
    "state",
    "state.local",
    "state.local.directory",
    "state.s3",
    "state.s3.bucket",
    "state.s3.region",
    "state.s3.keyPrefix",
    "state.s3.kmsKeyId",
    "state.s3.assumeRoleArn",
    "state.s3.create",
    "state.gcs",
    "state.azurerm",
    "state.http",
    "state.pg",
    "state.cloud",
    "state.remote",
    "state.partial",
    "providers",
    "providers.aws",
    "providers.github",
    "providers.terraform",
    "accounts",
    "accounts[].id",
    "accounts[].name",
    "accounts[].region",
    "accounts[].oidcProvider",
    "accounts[].audience",
    "accounts[].assumeRoleArn",
    "accounts[].tags",
    "accounts[].trustPolicyCharacters",
    "accounts[].policiesPerRole",
    "accounts[].rolesPerAccount",
    "accounts[].ecrPublic",
    "accounts[].ecrPublic.repositories",
    ...[
      "name",
      "origin",
      "description",
      "about",
      "usage",
      "architectures",
      "operatingSystems",
      "forceDelete",
      "tags",
    ].map((key) => `accounts[].ecrPublic.repositories[].${key}`),
    ...REGISTRY_KEYS.map((key) => `accounts[].${key}`),
    "accounts[].roles",
    "accounts[].roles[].name",
    "accounts[].roles[].origin",
    "accounts[].roles[].perRepository",
    "accounts[].roles[].policyName",
    "accounts[].roles[].path",
    "accounts[].roles[].description",
    "accounts[].roles[].maxSessionSeconds",
    "accounts[].roles[].permissionsBoundaryArn",
    "accounts[].roles[].policies",
    "accounts[].roles[].tags",
    "accounts[].roles[].trust",
    "accounts[].roles[].trust[].repository",
    "accounts[].roles[].trust[].owner",
    "accounts[].roles[].trust[].branch",
    "accounts[].roles[].trust[].tag",
    "accounts[].roles[].trust[].environment",
    "accounts[].roles[].trust[].pullRequest",
    "accounts[].roles[].trust[].mergeQueue",
    "accounts[].roles[].trust[].anyContext",
    "accounts[].roles[].trust[].subject",
    "accounts[].roles[].trust[].claims",
    "accounts[].roles[].trust[].claims.actor",
    "accounts[].roles[].trust[].claims.actorId",
    "accounts[].roles[].trust[].claims.enterpriseId",
    "accounts[].roles[].trust[].claims.environment",
    "accounts[].roles[].trust[].claims.jobWorkflowRef",
    "accounts[].roles[].trust[].claims.ref",
    "accounts[].roles[].trust[].claims.repository",
    "accounts[].roles[].trust[].claims.repositoryId",
    "accounts[].roles[].trust[].claims.repositoryOwnerId",
    "accounts[].roles[].trust[].claims.workflow",
    "accounts[].roles[].trustPolicy",
    "accounts[].roles[].acceptRisks",
    "accounts[].roles[].acceptRisks[].rule",
    "accounts[].roles[].acceptRisks[].reason",
    "accounts[].roles[].ecr",
    "accounts[].roles[].ecr.repositories",
    "accounts[].roles[].ecr.access",
    "accounts[].roles[].ecr.region",
    "accounts[].roles[].ecr.account",
    "accounts[].roles[].ecr.signingProfileArn",
    ...["repositories", "access", "region", "account", "signingProfileArn"].map(
      (key) => `accounts[].roles[].ecr[].${key}`,
    ),
    "accounts[].roles[].ecrPublic",
    ...["repositories", "access", "alias"].map((key) => `accounts[].roles[].ecrPublic.${key}`),
    "accounts[].roles[].publish",
    "accounts[].roles[].publish.as",
    "accounts[].roles[].publish.to",
    "accounts[].roles[].publish.visibility",
    "accounts[].roles[].publish.repositories",
    "accounts[].roles[].publish.origin",
    "accounts[].roles[].publish.values",
    "accounts[].roles[].publish.prefix",
  ]);
});

test("it describes every key in a sentence or two, for editors", () => {
  const described = descriptions(JSON.parse(jsonSchemaText()), "");

  expect(described.filter(([, text]) => text === undefined).map(([key]) => key)).toStrictEqual([]);
  expect(described.filter(([, text]) => (text?.length ?? 0) > 220).map(([key]) => key)).toStrictEqual([]);
});

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** A key that the file's author chooses is written as a star. */
function keys(
  { properties = {}, additionalProperties, items, anyOf = [] }: JsonSchema,
  above: string,
): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([key, schema]) => {
      const path = above === "" ? key : `${above}.${key}`;
      return [path, ...keys(schema, path)];
    }),
    ...(typeof additionalProperties === "object" ? keys(additionalProperties, `${above}.*`) : []),
    ...(items === undefined ? [] : keys(items, `${above}[]`)),
    ...anyOf.flatMap((option) => keys(option, above)),
  ];
}

/** Each key with its description. */
function descriptions(
  { properties = {}, additionalProperties, items, anyOf = [] }: JsonSchema,
  above: string,
): readonly (readonly [key: string, description: string | undefined])[] {
  return [
    ...Object.entries(properties).flatMap(([key, schema]) => {
      const path = above === "" ? key : `${above}.${key}`;
      return [[path, schema.description] as const, ...descriptions(schema, path)];
    }),
    ...(typeof additionalProperties === "object" ? descriptions(additionalProperties, `${above}.*`) : []),
    ...(items === undefined ? [] : descriptions(items, `${above}[]`)),
    ...anyOf.flatMap((option) => descriptions(option, above)),
  ];
}
