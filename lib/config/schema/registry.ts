import { z } from "zod";
import { ROLE_ARN } from "../../policy/arn";
import { MAX_LIFECYCLE_COUNT, TAG_PATTERN } from "../../policy/ecr-lifecycle";
import { ECR_REPOSITORY_NAME } from "../../policy/ecr-names";
import {
  CREDENTIALS_ARN,
  KMS_KEY_ARN,
  MAX_MUTABLE_PATTERNS,
  MAX_REPLICATION_RULES,
  MUTABLE_TAG,
  NAMESPACE_PREFIX,
  ORGANIZATION_ID,
  REPLICATION_PREFIX,
  SCANS,
  UPSTREAM,
  UPSTREAM_NAMES,
  upstreamHost,
} from "../../policy/ecr-registry";
import { ACCOUNT_ID } from "../../policy/iam-limits";
import type { Located } from "../draft";
import { REPOSITORY_ORIGINS } from "../types";
import { choiceHint, type TextHint } from "./hints";
import {
  choice,
  exactlyOneOf,
  isSection,
  list,
  oneOrMore,
  region,
  section,
  tags,
  text,
  wholeNumber,
  wrongKind,
} from "./parts";

const MAX_DAYS = 36_500;

const expiryShape = {
  expireAfterDays: wholeNumber("an age in days", 1, MAX_DAYS)
    .optional()
    .describe("Images expire this many days after their push. Example: 14"),
  keepNewest: wholeNumber("a number of images", 1, MAX_LIFECYCLE_COUNT)
    .optional()
    .describe("The newest images that stay. Older ones expire. Example: 100"),
};
const EXPIRY_KEYS = ["expireAfterDays", "keepNewest"];

const untagged = exactlyOneOf(section(expiryShape), EXPIRY_KEYS);

const tagged = exactlyOneOf(
  section({
    tags: oneOrMore(text(TAG_PATTERN), "image tags").describe(
      "Tags, or patterns with *. Each is a rule of its own. Example: [pr-*, sha-*]",
    ),
    ...expiryShape,
  }),
  EXPIRY_KEYS,
);

const lifecycleSettings = section({
  keepForever: oneOrMore(text(TAG_PATTERN), "image tags")
    .optional()
    .describe("Images with a tag that matches never expire. Default: none. Example: [v*]"),
  tagged: list(tagged)
    .optional()
    .describe("Images with such tags expire. Default: none. Example: [{ tags: pr-*, expireAfterDays: 7 }]"),
  untagged: untagged
    .optional()
    .describe("Untagged images expire. Default: they stay. Example: { expireAfterDays: 14 }"),
  expireAfterDays: expiryShape.expireAfterDays.describe(
    "Images with other tags expire this many days after their push. Default: they stay. Example: 90",
  ),
  keepNewest: expiryShape.keepNewest.describe(
    "The newest tagged images that stay, those of keepForever and tagged counted too. Older images with other tags expire. Default: they stay. Example: 100",
  ),
})
  .refine((value) => value.expireAfterDays === undefined || value.keepNewest === undefined, {
    error: `expected at most one of ${EXPIRY_KEYS.join(", ")}, got both`,
    when: isSection,
  })
  .refine((value) => Object.values(value).some((part) => part !== undefined), {
    error: "expected at least one key. To write no lifecycle policy, write lifecycle: false",
    when: isSection,
  });

const lifecycle = z.union([z.literal(false), lifecycleSettings], {
  error: wrongKind(
    `false or a map with the keys ${Object.keys(lifecycleSettings.shape).join(", ")}`,
    "false writes no lifecycle policy",
  ),
});

const immutableTags = z.union(
  [
    z.boolean(),
    section({
      except: oneOrMore(text(MUTABLE_TAG), "image tags")
        .refine((patterns) => patterns.length <= MAX_MUTABLE_PATTERNS, {
          error: `expected at most ${MAX_MUTABLE_PATTERNS} image tags`,
        })
        .describe("Tags that can be moved, or patterns with *. Example: [latest]"),
    }),
  ],
  { error: wrongKind("true, false or a map with the key except", "{ except: [latest] }") },
);

const ENCRYPTION_ERROR = {
  error: wrongKind("an encryption", "aes256, kms for AWS's key, or { kmsKeyArn: ARN }"),
};

const encryption = z.union(
  [
    z.enum(["aes256", "kms"], ENCRYPTION_ERROR),
    section({
      kmsKeyArn: text(KMS_KEY_ARN).describe(
        "ARN of the KMS key. Example: arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      ),
    }),
  ],
  ENCRYPTION_ERROR,
);

const yesOrNo = z.boolean({ error: wrongKind("true or false") });

const pull = section({
  accounts: oneOrMore(text(ACCOUNT_ID), "AWS account ids")
    .optional()
    .describe('Other accounts that may pull, 12 digits in quotes. Default: none. Example: ["210987654321"]'),
  organization: text(ORGANIZATION_ID)
    .optional()
    .describe("AWS organization of which every account may pull. Default: none. Example: o-a1b2c3d4e5"),
  lambda: yesOrNo
    .optional()
    .describe(
      "true lets Lambda functions of the account, of accounts and of organization pull. Default: false",
    ),
});

/** The settings of a repository that also a creation template has. */
const sharedShape = {
  immutableTags: immutableTags
    .optional()
    .describe(
      "Whether a tag can be pushed only once: true, false, or { except: [latest] }. Default: true. Exceptions need version 6.8 of the AWS provider",
    ),
  encryption: encryption
    .optional()
    .describe(
      "Encryption of the images: aes256, kms, or { kmsKeyArn: ARN }. A change replaces the repository, which Terraform refuses without forceDelete. Default: aes256",
    ),
  lifecycle: lifecycle
    .optional()
    .describe(
      "Images that ECR deletes. Images that no key names stay. false writes no lifecycle policy. Default: { untagged: { expireAfterDays: 14 } }",
    ),
  pull: pull
    .optional()
    .describe(
      "Who may pull, in addition to the roles of the account: the repository policy. Default: no policy",
    ),
  tags: tags.optional().describe("Tags, added to those of the account. Example: { team: platform }"),
};

const settingsShape = {
  ...sharedShape,
  scan: choice(SCANS)
    .optional()
    .describe(
      "onPush scans each image, registry leaves it to the registry's scanning configuration, never scans none. Default: onPush",
    ),
  forceDelete: yesOrNo
    .optional()
    .describe(
      "true lets Terraform destroy and replace the repository with its images. Apply it before the change that needs it. Default: false",
    ),
};

/** The keys that an existing repository cannot have. */
export const REPOSITORY_SETTINGS: readonly string[] = Object.keys(settingsShape);

const regions = oneOrMore(region, "regions").optional();

const repositorySection = section({
  name: text(ECR_REPOSITORY_NAME).describe("Name of the ECR repository. Example: base/node"),
  origin: choice(REPOSITORY_ORIGINS)
    .optional()
    .describe(
      "create creates it, import imports it into the state, existing leaves it as it is and removes it from the state. Default: create",
    ),
  region: regions.describe("Regions of the repository. Default: those of ecr.region. Example: us-east-1"),
  ...settingsShape,
});

const repository = z.union([text(ECR_REPOSITORY_NAME), repositorySection], {
  error: wrongKind(
    "an ECR repository",
    `its name, or a map with the keys ${Object.keys(repositorySection.shape).join(", ")}`,
  ),
});

/** @see https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_RepositoryCatalogDataInput.html */
const MAX_CATALOG_CHARACTERS = 25_600;
const MAX_CATALOG_DESCRIPTION_CHARACTERS = 1_024;
const ARCHITECTURES = ["ARM", "ARM 64", "x86", "x86-64"] as const;
const OPERATING_SYSTEMS = ["Linux", "Windows"] as const;

function catalogText(noun: string, max: number) {
  return text({ noun, allowed: `at most ${max} characters`, pattern: new RegExp(`^[^]{1,${max}}$`) });
}

const publicSection = section({
  name: text(ECR_REPOSITORY_NAME).describe("Name of the repository. Example: web"),
  origin: choice(["create", "import"])
    .optional()
    .describe("create creates it, import imports it into the state. Default: create"),
  description: catalogText("a short description", MAX_CATALOG_DESCRIPTION_CHARACTERS)
    .optional()
    .describe("Short description in the gallery. Default: none"),
  about: catalogText("a description in Markdown", MAX_CATALOG_CHARACTERS)
    .optional()
    .describe("Description in the gallery, in Markdown. Default: none"),
  usage: catalogText("a text in Markdown", MAX_CATALOG_CHARACTERS)
    .optional()
    .describe("How to use the image, in Markdown. Default: none"),
  architectures: oneOrMore(
    z.enum(ARCHITECTURES, {
      error: wrongKind("one of ARM, ARM 64 (arm64), x86 (386), x86-64 (amd64)"),
    }),
    "architectures",
  )
    .optional()
    .describe("Architectures in the gallery. Default: none. Example: [x86-64, ARM 64]"),
  operatingSystems: oneOrMore(choice(OPERATING_SYSTEMS), "operating systems")
    .optional()
    .describe("Operating systems in the gallery. Default: none. Example: Linux"),
  forceDelete: yesOrNo
    .optional()
    .describe("true lets Terraform destroy the repository with its images. Default: false"),
  tags: tags.optional().describe("Tags, added to those of the account. Example: { team: platform }"),
});

/** Public repositories of an account. Everyone can pull from them. */
export const publicRegistry = section({
  repositories: list(
    z.union([text(ECR_REPOSITORY_NAME), publicSection], {
      error: wrongKind(
        "a repository of ECR Public",
        `its name, or a map with the keys ${Object.keys(publicSection.shape).join(", ")}`,
      ),
    }),
  ).describe("Repositories in ECR Public, by name or with settings. Example: [web]"),
});

export type PublicRegistryEntry = z.output<typeof publicRegistry>;

const template = section({
  prefix: text(NAMESPACE_PREFIX).describe(
    "Repositories below it are created at their first push. ROOT: all others. Example: team-a/",
  ),
  region: regions.describe("Regions of the template. Default: those of ecr.region"),
  roleArn: text(ROLE_ARN)
    .optional()
    .describe(
      "Role that ECR assumes to create repositories. Required for KMS encryption and tags. Default: none",
    ),
  ...sharedShape,
});

/** A registry by its host instead of its name. */
const upstreamHint: TextHint = (value) => {
  const host = value.replace(/^https?:\/\//, "").replace(/\/$/, "");
  const name = UPSTREAM_NAMES.find((each) => upstreamHost(each) === host);
  return name === undefined ? choiceHint(UPSTREAM_NAMES)(value) : `, did you mean ${name}?`;
};

const cache = section({
  prefix: text(NAMESPACE_PREFIX).describe(
    "Namespace of the cached images. ROOT: images without another rule. Example: docker-hub",
  ),
  upstream: text(UPSTREAM, upstreamHint).describe(
    "Registry of the images: docker-hub, ecr-public, kubernetes, quay, github, gitlab, chainguard, NAME.azurecr.io, or the host of an ECR registry",
  ),
  region: regions.describe("Regions of the rule. Default: those of ecr.region"),
  credentialsArn: text(CREDENTIALS_ARN)
    .optional()
    .describe(
      "Secret with the credentials for the upstream registry, in the account and region of the rule. Default: none",
    ),
  roleArn: text(ROLE_ARN)
    .optional()
    .describe("Role that ECR assumes to read an ECR registry of another account. Default: none"),
  lifecycle: lifecycle
    .optional()
    .describe("Lifecycle of the repositories that the cache creates. Default: no lifecycle policy"),
});

const replication = section({
  region: region.describe("Region to which images are copied. Example: eu-west-1"),
  account: text(ACCOUNT_ID).optional().describe("Account to which images are copied. Default: this account"),
  prefix: text(REPLICATION_PREFIX)
    .optional()
    .describe("Only repositories whose names start with this. Default: all. Example: prod/"),
});

/** The registry of an account. */
export const registry = section({
  region: regions.describe(
    "Regions in which the repositories are created. Default: the region of the account. Example: [eu-west-1, us-east-1]",
  ),
  defaults: section(settingsShape)
    .optional()
    .describe("Settings of every repository, unless it has its own. Example: { scan: registry }"),
  repositories: list(repository)
    .optional()
    .describe("ECR repositories, by name or with settings. Example: [web, { name: api, scan: registry }]"),
  createOnPush: list(template)
    .optional()
    .describe(
      "Prefixes of repositories that ECR creates at their first push. Needs version 6.28 of the AWS provider",
    ),
  pullThroughCache: list(cache)
    .optional()
    .describe("Upstream registries whose images ECR caches. Example: [{ prefix: quay, upstream: quay }]"),
  replication: list(replication)
    .refine((rules) => rules.length <= MAX_REPLICATION_RULES, {
      error: `expected at most ${MAX_REPLICATION_RULES} rules`,
    })
    .optional()
    .describe(
      "Where ECR copies the images of the account's region. Replaces the registry's replication settings. Example: [{ region: eu-west-1 }]",
    ),
});

export type RegistryEntry = z.output<typeof registry>;
export type RepositoryEntry = z.output<typeof repositorySection>;
export type SettingsEntry = NonNullable<RegistryEntry["defaults"]>;
export type TemplateEntry = z.output<typeof template>;
export type CacheEntry = z.output<typeof cache>;
export type LifecycleEntry = z.output<typeof lifecycle>;

/** The registry before it is known to be valid. */
export type RegistryDraft = Located<z.input<typeof registry>>;
