import { z } from "zod";
import { ROLE_ARN } from "../../policy/arn";
import { BUCKET, KMS_KEY } from "../../policy/bucket-policy";
import type { TextRule } from "../../policy/text-rule";
import { DEFAULT_KEY_PREFIX } from "../defaults";
import { PARTIAL_BACKENDS, PASSED_BACKENDS, type PassedBackend, type Setting } from "../types";
import { choice, exactlyOneOf, region, section, text, wrongKind } from "./parts";

const KEY_PREFIX: TextRule = {
  noun: "the prefix of an S3 key",
  allowed: "letters, digits and ! _ . ' ( ) / -, without a slash at either end",
  pattern: /^(?!\/)(?!.*\/\/)(?!.*\/$)[\w!.'()/-]{1,900}$/,
};

const DIRECTORY: TextRule = {
  noun: "a directory",
  allowed:
    "a path with / between its parts, relative to the folder that holds the output folder, or absolute",
  pattern: /^[^\\\r\n]{1,1024}$/,
};

/** Longer than any address or key. */
const MAX_SETTING_CHARACTERS = 4_096;

const setting: z.ZodType<Setting> = z.lazy(() =>
  z.union(
    [
      z.string().max(MAX_SETTING_CHARACTERS),
      z.number().nonnegative(),
      z.boolean(),
      z.array(setting),
      z.record(z.string(), setting),
    ],
    {
      error: wrongKind(
        "a setting",
        `a string of at most ${MAX_SETTING_CHARACTERS} characters, a number from 0, true or false, or a list or map of these`,
      ),
    },
  ),
);

const settings = z.record(z.string(), setting, {
  error: wrongKind("a map", "the backend's own settings, {} for none"),
});

const passed = Object.fromEntries(
  PASSED_BACKENDS.map((name) => [
    name,
    settings
      .optional()
      .describe(`Settings of Terraform's backend ${name}. {stack} in a value is the name of the stack`),
  ]),
) as Record<PassedBackend, z.ZodOptional<typeof settings>>;

const shape = {
  local: section({
    directory: text(DIRECTORY)
      .optional()
      .describe("Folder of the state files. Default: the folder that contains the output folder"),
  })
    .optional()
    .describe("State in local files. Example: { local: {} }"),
  s3: section({
    bucket: text(BUCKET).describe("Name of the bucket. Example: acme-tfstate"),
    region: region.describe("Region of the bucket. Example: ap-northeast-2"),
    keyPrefix: text(KEY_PREFIX)
      .optional()
      .describe(`Prefix of the keys in the bucket. Default: ${DEFAULT_KEY_PREFIX}`),
    kmsKeyId: text(KMS_KEY)
      .optional()
      .describe(
        "KMS key that encrypts the state: key id, ARN, or alias/NAME. Default: the encryption of the bucket",
      ),
    assumeRoleArn: text(ROLE_ARN)
      .optional()
      .describe("Role that Terraform assumes to use the bucket. Default: none"),
    create: z
      .union([z.literal(false), z.literal(true), z.literal("migrated")], {
        error: wrongKind(
          "one of true, false, migrated",
          "migrated once the stack's own state is in the bucket",
        ),
      })
      .optional()
      .describe(
        "true creates the bucket in the stack state. Write migrated once that stack's own state is in the bucket. Default: false",
      ),
  })
    .optional()
    .describe(
      "State in an S3 bucket with a lock file. Example: { bucket: acme-tfstate, region: ap-northeast-2 }",
    ),
  ...passed,
  partial: choice(PARTIAL_BACKENDS)
    .optional()
    .describe(
      "An empty backend block of this type, completed by terraform init -backend-config. Example: s3",
    ),
};

/** The keys of `state`, one of which is written. */
const STATE_KEYS = Object.keys(shape);

export const state = exactlyOneOf(section(shape), STATE_KEYS);

export type StateEntry = z.output<typeof state>;
