import { fileWith, inFile, type Lines, problemLines } from "../access-file";
import { empty, isNot, missing, unknownKey, type Wording } from "../problem-texts";

const STATE_KEYS = "local, s3, gcs, azurerm, http, pg, cloud, remote, partial";
const LOCAL_KEYS = "directory";
const S3_KEYS = "bucket, region, keyPrefix, kmsKeyId, assumeRoleArn, create";
const STATE: Wording = [`a map with the keys ${STATE_KEYS}`];
const LOCAL: Wording = [`a map with the keys ${LOCAL_KEYS}`];
const DIRECTORY: Wording = [
  "a directory",
  "a path with / between its parts, relative to the folder that holds the output folder, or absolute",
];
const BUCKET: Wording = [
  "an S3 bucket's name",
  "3 to 63 lower-case letters, digits, . and -, a letter or digit at both ends",
];
const REGION: Wording = ["an AWS region", "such as ap-northeast-2"];
const S3: Wording = [`a map with the keys ${S3_KEYS}`];
const KEY_PREFIX: Wording = [
  "the prefix of an S3 key",
  "letters, digits and ! _ . ' ( ) / -, without a slash at either end",
];
const KMS_KEY: Wording = ["a KMS key", "the id or ARN of a key, or alias/NAME"];
const ROLE_ARN: Wording = ["the ARN of a role", "arn:PARTITION:iam::ACCOUNT:role/NAME"];
const CREATE: Wording = [
  "one of true, false, migrated",
  "migrated once the stack's own state is in the bucket",
];
const SETTINGS: Wording = ["a map", "the backend's own settings, {} for none"];
const SETTING: Wording = [
  "a setting",
  "a string of at most 4096 characters, a number from 0, true or false, or a list or map of these",
];
const PARTIAL: Wording = ["one of s3, gcs, azurerm, http, pg, remote, consul, cos, oss, kubernetes"];

describe("state", () => {
  test.each<[string, Lines, readonly string[]]>([
    ["state left empty", { 11: "state:" }, [`11:7 state: ${empty(STATE)}`]],
    ["state that is text", { 11: "state: s3" }, [`11:8 state: ${isNot(STATE, '"s3"')}`]],
    ["state that is a list", { 11: "state: [s3]" }, [`11:8 state: ${isNot(STATE, '["s3"]')}`]],
    [
      "state without a backend",
      { 11: "state: {}" },
      [
        "11:8 state: expected exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial, got none",
      ],
    ],
    [
      "state in two places",
      { 11: "state: { local: {}, partial: s3 }" },
      [
        "11:8 state: expected exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial, got local and partial",
      ],
    ],
    [
      "an unknown backend",
      { 11: "state: { s4: {} }" },
      [`11:10 state.s4: ${unknownKey("s4", "s3", STATE_KEYS)}`],
    ],
    [
      "local state that is text",
      { 11: "state: { local: states }" },
      [`11:17 state.local: ${isNot(LOCAL, '"states"')}`],
    ],
    ["local state left empty", { 11: "state: { local: }" }, [`11:17 state.local: ${empty(LOCAL)}`]],
    [
      "an unknown key in local",
      { 11: "state: { local: { path: x } }" },
      [`11:19 state.local.path: ${unknownKey("path", undefined, LOCAL_KEYS)}`],
    ],
    [
      "a directory that is a number",
      { 11: "state: { local: { directory: 5 } }" },
      [`11:30 state.local.directory: ${isNot(DIRECTORY, "5. Put it in quotes")}`],
    ],
    [
      "a directory without characters",
      { 11: "state: { local: { directory: '' } }" },
      [`11:30 state.local.directory: ${isNot(DIRECTORY, '""')}`],
    ],
    [
      "a directory with backslashes",
      { 11: "state: { local: { directory: 'a\\b' } }" },
      [`11:30 state.local.directory: ${isNot(DIRECTORY, '"a\\\\b"')}`],
    ],
    [
      "a directory of 1,025 characters",
      { 11: `state: { local: { directory: ${"a".repeat(1025)} } }` },
      [
        `11:30 state.local.directory: ${isNot(DIRECTORY, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (1025 characters)')}`,
      ],
    ],
    [
      "S3 without anything in it",
      { 11: "state: { s3: {} }" },
      [`11:14 state.s3.bucket: ${missing(BUCKET)}`, `11:14 state.s3.region: ${missing(REGION)}`],
    ],
    ["S3 left empty", { 11: "state: { s3: }" }, [`11:14 state.s3: ${empty(S3)}`]],
    [
      "an unknown key in s3",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, keyPrefx: x } }" },
      [`11:48 state.s3.keyPrefx: ${unknownKey("keyPrefx", "keyPrefix", S3_KEYS)}`],
    ],
    [
      "a bucket in capitals",
      { 11: "state: { s3: { bucket: Abc, region: us-east-1 } }" },
      [`11:24 state.s3.bucket: ${isNot(BUCKET, '"Abc"')}`],
    ],
    [
      "a bucket of 2 characters",
      { 11: "state: { s3: { bucket: ab, region: us-east-1 } }" },
      [`11:24 state.s3.bucket: ${isNot(BUCKET, '"ab"')}`],
    ],
    [
      "a bucket of 64 characters",
      { 11: `state: { s3: { bucket: ${"a".repeat(64)}, region: us-east-1 } }` },
      [
        `11:24 state.s3.bucket: ${isNot(BUCKET, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"')}`,
      ],
    ],
    [
      "a bucket with two dots together",
      { 11: "state: { s3: { bucket: a..b, region: us-east-1 } }" },
      [`11:24 state.s3.bucket: ${isNot(BUCKET, '"a..b"')}`],
    ],
    [
      "a bucket's region that is a city",
      { 11: "state: { s3: { bucket: abc, region: seoul } }" },
      [`11:37 state.s3.region: ${isNot(REGION, '"seoul"')}`],
    ],
    [
      "a key prefix that begins with a slash",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, keyPrefix: /x } }" },
      [`11:59 state.s3.keyPrefix: ${isNot(KEY_PREFIX, '"/x"')}`],
    ],
    [
      "a key prefix that ends with a slash",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, keyPrefix: x/ } }" },
      [`11:59 state.s3.keyPrefix: ${isNot(KEY_PREFIX, '"x/"')}`],
    ],
    [
      "a KMS key with a space",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, kmsKeyId: 'a b' } }" },
      [`11:58 state.s3.kmsKeyId: ${isNot(KMS_KEY, '"a b"')}`],
    ],
    [
      "a role for the bucket that is no ARN",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, assumeRoleArn: x } }" },
      [`11:63 state.s3.assumeRoleArn: ${isNot(ROLE_ARN, '"x"')}`],
    ],
    [
      "another answer to create",
      { 11: "state: { s3: { bucket: abc, region: us-east-1, create: yes } }" },
      [`11:56 state.s3.create: ${isNot(CREATE, '"yes". Write true')}`],
    ],
    [
      "settings that are text",
      { 11: "state: { gcs: acme }" },
      [`11:15 state.gcs: ${isNot(SETTINGS, '"acme"')}`],
    ],
    ["settings left empty", { 11: "state: { gcs: }" }, [`11:15 state.gcs: ${isNot(SETTINGS, "nothing")}`]],
    [
      "a setting left empty",
      { 11: "state: { gcs: { bucket: } }" },
      [`11:25 state.gcs.bucket: ${isNot(SETTING, "nothing")}`],
    ],
    [
      "a setting left empty in a list of maps",
      { 11: "state: { azurerm: { a: [1, { b: }] } }" },
      [`11:33 state.azurerm.a[1].b: ${isNot(SETTING, "nothing")}`],
    ],
    [
      "another backend to complete",
      { 11: "state: { partial: s4 }" },
      [`11:19 state.partial: ${isNot(PARTIAL, '"s4", did you mean s3?')}`],
    ],
    [
      "a backend to complete that is a map",
      { 11: "state: { partial: { s3: {} } }" },
      [`11:19 state.partial: ${isNot(PARTIAL, '{"s3":{}}')}`],
    ],
    [
      "a backend to complete left empty",
      { 11: "state: { partial: }" },
      [`11:19 state.partial: ${empty(PARTIAL)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

test.each<[string, Lines]>([
  ["a bucket of 3 characters", { 11: "state: { s3: { bucket: a.b, region: us-east-1 } }" }],
  ["a bucket of 63 characters", { 11: `state: { s3: { bucket: ${"a".repeat(63)}, region: us-east-1 } }` }],
  ["a directory of 1,024 characters", { 11: `state: { local: { directory: ${"a".repeat(1024)} } }` }],
  [
    "a key prefix of 900 characters",
    { 11: `state: { s3: { bucket: abc, region: us-east-1, keyPrefix: ${"a".repeat(900)} } }` },
  ],
  [
    "a KMS key by its ARN",
    {
      11: "state: { s3: { bucket: abc, region: us-east-1, kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/a-b' } }",
    },
  ],
  ["settings of every kind", { 11: "state: { gcs: { a: x, b: 1.5, c: true, d: [1, [y]], e: { f: {} } } }" }],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});

test.each(["s3", "gcs", "azurerm", "http", "pg", "remote", "consul", "cos", "oss", "kubernetes"])(
  "takes %s as a backend to complete",
  (name) => {
    expect(problemLines(fileWith({ 11: `state: { partial: ${name} }` }))).toStrictEqual([]);
  },
);
