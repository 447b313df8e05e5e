import { fileWith, inFile, type Lines, problemLines } from "../access-file";
import { ACCOUNT_KEYS, ECR_KEYS, LIST, ROLE_KEYS } from "../file-keys";
import { empty, isNot, missing, unknownKey, type Wording } from "../problem-texts";

const ACCOUNT: Wording = [`a map with the keys ${ACCOUNT_KEYS}`];
const ACCOUNT_ID: Wording = ["an AWS account id", "12 digits in quotes"];
const ACCOUNT_NAME: Wording = [
  "an account name",
  "1 to 64 letters, digits and . _ -, starting with a letter or digit",
];
const REGION: Wording = ["an AWS region", "such as ap-northeast-2"];
const PROVIDER_MODE: Wording = ["one of create, existing, import"];
const AUDIENCE: Wording = ["an audience", "1 to 255 letters, digits and . _ ~ : / @ -, without wildcards"];
const TRUST_POLICY_CHARACTERS: Wording = ["the length of a trust policy", "a whole number from 2048 to 8192"];
const ROLE_ARN: Wording = ["the ARN of a role", "arn:PARTITION:iam::ACCOUNT:role/NAME"];
const TAGS: Wording = ["a map of tag keys to values"];
const TAG_VALUE: Wording = [
  "a tag value",
  "at most 256 letters, digits, spaces and _ . : / = + - @, in quotes if it looks like a number",
];
const TAG_KEY: Wording = [
  "a tag key",
  "1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:",
];
const ROLE: Wording = [`a map with the keys ${ROLE_KEYS}`];
const ECR: Wording = [`a map with the keys ${ECR_KEYS}`];
const ROLE_NAME: Wording = ["the name of a role", "1 to 64 letters, digits and _ + = , . @ -"];
const POLICY_NAME: Wording = ["the name of a policy", "1 to 128 letters, digits and _ + = , . @ -"];
const PATH: Wording = [
  "an IAM path",
  "/ or /NAME/, at most 512 printable ASCII characters, a slash at both ends",
];
const DESCRIPTION: Wording = ["the description of a role", "at most 1000 characters up to U+00FF"];
const SESSION: Wording = ["a session length in seconds", "a whole number from 3600 to 43200"];
const BOUNDARY_ARN: Wording = ["the ARN of a managed policy", "arn:PARTITION:iam::ACCOUNT:policy/NAME"];
const ECR_REPOSITORIES: Wording = ["ECR repositories", "one, or a list with at least one element"];
const ECR_REPOSITORY: Wording = [
  "the name of an ECR repository",
  "2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern",
];
const ACCESS: Wording = [
  "one of push (push images), pull (pull images), push-pull (push and pull images), read (describe images)",
];

describe("accounts", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a file without accounts",
      { 3: "", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`1:1 accounts: ${missing(LIST)}`],
    ],
    [
      "accounts that are a map",
      { 3: "accounts: { id: x }", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`3:11 accounts: ${isNot(LIST, '{"id":"x"}. Write a - before each element')}`],
    ],
    [
      "no accounts at all",
      { 3: "accounts: []", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`3:11 accounts: ${isNot(LIST, "[]")}`],
    ],
    [
      "an account that is text",
      { 3: "accounts: [production]", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`3:12 accounts[0]: ${isNot(ACCOUNT, '"production"')}`],
    ],
    [
      "an account that is empty",
      { 4: "  -", 5: "", 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`4:4 accounts[0]: ${empty(ACCOUNT)}`],
    ],
    [
      "an unknown key in an account",
      { 11: "    regoin: us-east-1" },
      [`11:5 accounts[0].regoin: ${unknownKey("regoin", "region", ACCOUNT_KEYS)}`],
    ],
    ["an id left out", { 4: "  - name: production" }, [`4:5 accounts[0].id: ${missing(ACCOUNT_ID)}`]],
    ["an id left empty", { 4: "  - id:" }, [`4:8 accounts[0].id: ${empty(ACCOUNT_ID)}`]],
    [
      "an id without quotes",
      { 4: "  - id: 123456789012" },
      [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, "123456789012. Put it in quotes")}`],
    ],
    [
      "an id that begins with a zero, without quotes",
      { 4: "  - id: 012345678901" },
      [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, "012345678901. Put it in quotes")}`],
    ],
    [
      "an id of 11 digits without quotes",
      { 4: "  - id: 21098765432" },
      [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, "21098765432 (11 digits)")}`],
    ],
    ["a truth value as id", { 4: "  - id: true" }, [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, "true")}`]],
    [
      "an id of 11 digits",
      { 4: '  - id: "12345678901"' },
      [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, '"12345678901"')}`],
    ],
    [
      "an id of 13 digits",
      { 4: '  - id: "1234567890123"' },
      [`4:9 accounts[0].id: ${isNot(ACCOUNT_ID, '"1234567890123"')}`],
    ],
    [
      "an account's name with a space",
      { 11: "    name: my account" },
      [`11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"my account"')}`],
    ],
    [
      "an account's name that is a number",
      { 11: "    name: 5" },
      [`11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, "5. Put it in quotes")}`],
    ],
    [
      "an account's name that begins with a dot",
      { 11: "    name: .x" },
      [`11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '".x"')}`],
    ],
    [
      "an account's name of 65 characters",
      { 11: `    name: ${"a".repeat(65)}` },
      [
        `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"')}`,
      ],
    ],
    [
      "an account's name with a slash",
      { 11: "    name: ../x" },
      [`11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"../x"')}`],
    ],
    ["a region left out", { 5: "" }, [`4:5 accounts[0].region: ${missing(REGION)}`]],
    [
      "a region that is a city",
      { 5: "    region: seoul" },
      [`5:13 accounts[0].region: ${isNot(REGION, '"seoul"')}`],
    ],
    [
      "a zone for a region",
      { 5: "    region: ap-northeast-2a" },
      [`5:13 accounts[0].region: ${isNot(REGION, '"ap-northeast-2a", did you mean ap-northeast-2?')}`],
    ],
    [
      "a region with a slip",
      { 5: "    region: eu-cental-1" },
      [`5:13 accounts[0].region: ${isNot(REGION, '"eu-cental-1", did you mean eu-central-1?')}`],
    ],
    [
      "a region without its number, in a list for ECR",
      { 11: "          region: [us-east, us-east-3x]" },
      [
        `11:20 accounts[0].roles[0].ecr.region[0]: ${isNot(REGION, '"us-east", did you mean us-east-1?')}`,
        `11:29 accounts[0].roles[0].ecr.region[1]: ${isNot(REGION, '"us-east-3x", did you mean us-east-2?')}`,
      ],
    ],
    [
      "a region that is a list",
      { 5: "    region: [ap-northeast-2]" },
      [`5:13 accounts[0].region: ${isNot(REGION, '["ap-northeast-2"]')}`],
    ],
    [
      "another mode of the provider",
      { 11: "    oidcProvider: exist" },
      [`11:19 accounts[0].oidcProvider: ${isNot(PROVIDER_MODE, '"exist", did you mean existing?')}`],
    ],
    [
      "a mode of the provider that is no text",
      { 11: "    oidcProvider: true" },
      [`11:19 accounts[0].oidcProvider: ${isNot(PROVIDER_MODE, "true")}`],
    ],
    [
      "a mode of the provider left empty",
      { 11: "    oidcProvider:" },
      [`11:18 accounts[0].oidcProvider: ${empty(PROVIDER_MODE)}`],
    ],
    [
      "an audience with a wildcard",
      { 11: "    audience: '*'" },
      [`11:15 accounts[0].audience: ${isNot(AUDIENCE, '"*"')}`],
    ],
    [
      "an audience that is a list",
      { 11: "    audience: [sts.amazonaws.com]" },
      [`11:15 accounts[0].audience: ${isNot(AUDIENCE, '["sts.amazonaws.com"]')}`],
    ],
    [
      "a trust policy of less than AWS's own quota",
      { 11: "    trustPolicyCharacters: 2047" },
      [`11:28 accounts[0].trustPolicyCharacters: ${isNot(TRUST_POLICY_CHARACTERS, "2047")}`],
    ],
    [
      "a trust policy of more than AWS ever allows",
      { 11: "    trustPolicyCharacters: 8193" },
      [`11:28 accounts[0].trustPolicyCharacters: ${isNot(TRUST_POLICY_CHARACTERS, "8193")}`],
    ],
    [
      "a quota that is text",
      { 11: '    trustPolicyCharacters: "4096"' },
      [
        `11:28 accounts[0].trustPolicyCharacters: ${isNot(TRUST_POLICY_CHARACTERS, '"4096". Remove the quotes')}`,
      ],
    ],
    [
      "a role to assume that is no ARN",
      { 11: "    assumeRoleArn: deploy" },
      [`11:20 accounts[0].assumeRoleArn: ${isNot(ROLE_ARN, '"deploy"')}`],
    ],
    [
      "a user to assume",
      { 11: "    assumeRoleArn: arn:aws:iam::123456789012:user/deploy" },
      [`11:20 accounts[0].assumeRoleArn: ${isNot(ROLE_ARN, '"arn:aws:iam::123456789012:user/deploy"')}`],
    ],
    [
      "a session for a role to assume",
      { 11: "    assumeRoleArn: arn:aws:sts::123456789012:assumed-role/deploy/x" },
      [
        `11:20 accounts[0].assumeRoleArn: ${isNot(ROLE_ARN, '"arn:aws:sts::123456789012:assumed-role/deploy/x"')}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("tags", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "tags that are a list",
      { 11: "    tags: [team]" },
      [`11:11 accounts[0].tags: ${isNot(TAGS, '["team"]')}`],
    ],
    ["tags left empty", { 11: "    tags:" }, [`11:10 accounts[0].tags: ${isNot(TAGS, "nothing")}`]],
    [
      "a tag that is a number",
      { 11: "    tags: { cost: 42 }" },
      [`11:19 accounts[0].tags.cost: ${isNot(TAG_VALUE, "42. Put it in quotes")}`],
    ],
    [
      "a tag that is a truth",
      { 11: "    tags: { x: true }" },
      [`11:16 accounts[0].tags.x: ${isNot(TAG_VALUE, "true. Put it in quotes")}`],
    ],
    ["a tag left empty", { 11: "    tags: { team: }" }, [`11:19 accounts[0].tags.team: ${empty(TAG_VALUE)}`]],
    [
      "a tag with a character that IAM does not allow",
      { 11: "    tags: { team: a;b }" },
      [`11:19 accounts[0].tags.team: ${isNot(TAG_VALUE, '"a;b"')}`],
    ],
    [
      "a tag of 257 characters",
      { 11: `    tags: { team: ${"a".repeat(257)} }` },
      [
        `11:19 accounts[0].tags.team: ${isNot(TAG_VALUE, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (257 characters)')}`,
      ],
    ],
    [
      "a tag of AWS's own",
      { 11: "    tags: { aws:x: y }" },
      [`11:13 accounts[0].tags["aws:x"]: ${isNot(TAG_KEY, '"aws:x"')}`],
    ],
    [
      "a tag of AWS's own, at the role",
      { 11: "        tags: { AWS:x: y }" },
      [`11:17 accounts[0].roles[0].tags["AWS:x"]: ${isNot(TAG_KEY, '"AWS:x"')}`],
    ],
    [
      "a tag key without characters",
      { 11: "    tags: { '': x }" },
      [`11:13 accounts[0].tags[""]: ${isNot(TAG_KEY, '""')}`],
    ],
    [
      "a tag key of 129 characters",
      { 11: `    tags: { ${"k".repeat(129)}: x }` },
      [
        `11:13 accounts[0].tags.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: ${isNot(TAG_KEY, '"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…" (129 characters)')}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("roles", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "an account without roles",
      { 6: "", 7: "", 8: "", 9: "", 10: "" },
      [`4:5 accounts[0].roles: ${missing(LIST)}`],
    ],
    [
      "no roles at all",
      { 6: "    roles: []", 7: "", 8: "", 9: "", 10: "" },
      [`6:12 accounts[0].roles: ${isNot(LIST, "[]")}`],
    ],
    [
      "roles that are a map",
      { 6: "    roles: { name: x }", 7: "", 8: "", 9: "", 10: "" },
      [`6:12 accounts[0].roles: ${isNot(LIST, '{"name":"x"}. Write a - before each element')}`],
    ],
    [
      "a role that is text",
      { 6: "    roles: [x]", 7: "", 8: "", 9: "", 10: "" },
      [`6:13 accounts[0].roles[0]: ${isNot(ROLE, '"x"')}`],
    ],
    [
      "a role without anything in it",
      { 6: "    roles: [{}]", 7: "", 8: "", 9: "", 10: "" },
      [
        `6:13 accounts[0].roles[0].ecr: ${missing(ECR)}`,
        "6:13 accounts[0].roles[0]: expected exactly one of trust, trustPolicy, got none",
      ],
    ],
    [
      "an unknown key in a role",
      { 11: "        polcyName: x" },
      [`11:9 accounts[0].roles[0].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`],
    ],
    [
      "the name of a role with a slash",
      { 11: "        name: a/b" },
      [`11:15 accounts[0].roles[0].name: ${isNot(ROLE_NAME, '"a/b"')}`],
    ],
    [
      "the name of a role that is a number",
      { 11: "        name: 5" },
      [`11:15 accounts[0].roles[0].name: ${isNot(ROLE_NAME, "5. Put it in quotes")}`],
    ],
    [
      "the name of a role without characters",
      { 11: "        name: ''" },
      [`11:15 accounts[0].roles[0].name: ${isNot(ROLE_NAME, '""')}`],
    ],
    [
      "the name of a role left empty",
      { 11: "        name:" },
      [`11:14 accounts[0].roles[0].name: ${empty(ROLE_NAME)}`],
    ],
    [
      "the name of a role of 65 characters",
      { 11: `        name: ${"a".repeat(65)}` },
      [
        `11:15 accounts[0].roles[0].name: ${isNot(ROLE_NAME, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"')}`,
      ],
    ],
    [
      "the name of a policy with a space",
      { 11: "        policyName: a b" },
      [`11:21 accounts[0].roles[0].policyName: ${isNot(POLICY_NAME, '"a b"')}`],
    ],
    [
      "the name of a policy of 129 characters",
      { 11: `        policyName: ${"a".repeat(129)}` },
      [
        `11:21 accounts[0].roles[0].policyName: ${isNot(POLICY_NAME, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (129 characters)')}`,
      ],
    ],
    [
      "a path without a slash at its end",
      { 11: "        path: /ci" },
      [`11:15 accounts[0].roles[0].path: ${isNot(PATH, '"/ci"')}`],
    ],
    [
      "a path that is a list",
      { 11: "        path: [/ci/]" },
      [`11:15 accounts[0].roles[0].path: ${isNot(PATH, '["/ci/"]')}`],
    ],
    [
      "a path of 513 characters",
      { 11: `        path: /${"a".repeat(511)}/` },
      [
        `11:15 accounts[0].roles[0].path: ${isNot(PATH, '"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (513 characters)')}`,
      ],
    ],
    [
      "a description that is a number",
      { 11: "        description: 5" },
      [`11:22 accounts[0].roles[0].description: ${isNot(DESCRIPTION, "5. Put it in quotes")}`],
    ],
    [
      "a description in letters that IAM does not allow",
      { 11: "        description: 배포" },
      [`11:22 accounts[0].roles[0].description: ${isNot(DESCRIPTION, '"배포"')}`],
    ],
    [
      "a description of 1,001 characters",
      { 11: `        description: ${"a".repeat(1001)}` },
      [
        `11:22 accounts[0].roles[0].description: ${isNot(DESCRIPTION, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (1001 characters)')}`,
      ],
    ],
    [
      "a session of 3,599 seconds",
      { 11: "        maxSessionSeconds: 3599" },
      [`11:28 accounts[0].roles[0].maxSessionSeconds: ${isNot(SESSION, "3599")}`],
    ],
    [
      "a session of 43,201 seconds",
      { 11: "        maxSessionSeconds: 43201" },
      [`11:28 accounts[0].roles[0].maxSessionSeconds: ${isNot(SESSION, "43201")}`],
    ],
    [
      "a session with half a second",
      { 11: "        maxSessionSeconds: 3600.5" },
      [`11:28 accounts[0].roles[0].maxSessionSeconds: ${isNot(SESSION, "3600.5")}`],
    ],
    [
      "a session that is text",
      { 11: "        maxSessionSeconds: 1h" },
      [`11:28 accounts[0].roles[0].maxSessionSeconds: ${isNot(SESSION, '"1h"')}`],
    ],
    [
      "a session past all numbers that are exact",
      { 11: "        maxSessionSeconds: 99999999999999999999" },
      [`11:28 accounts[0].roles[0].maxSessionSeconds: ${isNot(SESSION, "99999999999999999999")}`],
    ],
    [
      "a boundary that is no ARN",
      { 11: "        permissionsBoundaryArn: boundary" },
      [`11:33 accounts[0].roles[0].permissionsBoundaryArn: ${isNot(BOUNDARY_ARN, '"boundary"')}`],
    ],
    [
      "a role for a boundary",
      { 11: "        permissionsBoundaryArn: arn:aws:iam::123456789012:role/x" },
      [
        `11:33 accounts[0].roles[0].permissionsBoundaryArn: ${isNot(BOUNDARY_ARN, '"arn:aws:iam::123456789012:role/x"')}`,
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("ecr", () => {
  test.each<[string, Lines, readonly string[]]>([
    ["a role without ecr", { 9: "", 10: "" }, [`7:9 accounts[0].roles[0].ecr: ${missing(ECR)}`]],
    ["ecr left empty", { 10: "" }, [`9:13 accounts[0].roles[0].ecr: ${empty(ECR)}`]],
    [
      "ecr that is a list of names",
      { 9: "        ecr: [web]", 10: "" },
      [`9:15 accounts[0].roles[0].ecr[0]: ${isNot(ECR, '"web"')}`],
    ],
    [
      "an unknown key in ecr",
      { 11: "          acces: push" },
      [`11:11 accounts[0].roles[0].ecr.acces: ${unknownKey("acces", "access", ECR_KEYS)}`],
    ],
    [
      "ecr without repositories",
      { 10: "          access: push" },
      [`10:11 accounts[0].roles[0].ecr.repositories: ${missing(ECR_REPOSITORIES)}`],
    ],
    [
      "an empty list of ECR repositories",
      { 10: "          repositories: []" },
      [`10:25 accounts[0].roles[0].ecr.repositories: ${isNot(LIST, "[]")}`],
    ],
    [
      "an ECR repository in capitals",
      { 10: "          repositories: Web" },
      [`10:25 accounts[0].roles[0].ecr.repositories: ${isNot(ECR_REPOSITORY, '"Web", did you mean web?')}`],
    ],
    [
      "an ECR repository in capitals, in a list",
      { 10: "          repositories: [web, Web]" },
      [
        `10:31 accounts[0].roles[0].ecr.repositories[1]: ${isNot(ECR_REPOSITORY, '"Web", did you mean web?')}`,
      ],
    ],
    [
      "an ECR repository of one character",
      { 10: "          repositories: [w]" },
      [`10:26 accounts[0].roles[0].ecr.repositories[0]: ${isNot(ECR_REPOSITORY, '"w"')}`],
    ],
    [
      "an ECR repository of 257 characters",
      { 10: `          repositories: [${"a".repeat(257)}]` },
      [
        `10:26 accounts[0].roles[0].ecr.repositories[0]: ${isNot(ECR_REPOSITORY, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (257 characters)')}`,
      ],
    ],
    [
      "an ECR repository left empty",
      { 10: "          repositories:\n            - web\n            -" },
      [`12:14 accounts[0].roles[0].ecr.repositories[1]: ${empty(ECR_REPOSITORY)}`],
    ],
    [
      "ECR repositories that are a map",
      { 10: "          repositories: { web: push }" },
      [`10:25 accounts[0].roles[0].ecr.repositories: ${isNot(ECR_REPOSITORIES, '{"web":"push"}')}`],
    ],
    [
      "another access",
      { 11: "          access: write" },
      [`11:19 accounts[0].roles[0].ecr.access: ${isNot(ACCESS, '"write"')}`],
    ],
    [
      "another access in a list",
      { 11: "          access: [push, write]" },
      [`11:26 accounts[0].roles[0].ecr.access[1]: ${isNot(ACCESS, '"write"')}`],
    ],
    [
      "a list without an access",
      { 11: "          access: []" },
      ["11:19 accounts[0].roles[0].ecr.access: expected a list with at least one element, got []"],
    ],
    [
      "a region of ECR that is a city",
      { 11: "          region: seoul" },
      [`11:19 accounts[0].roles[0].ecr.region: ${isNot(REGION, '"seoul"')}`],
    ],
    [
      "a region of ECR that is a city, in a list",
      { 11: "          region: [us-east-1, seoul]" },
      [`11:31 accounts[0].roles[0].ecr.region[1]: ${isNot(REGION, '"seoul"')}`],
    ],
    [
      "an empty list of regions",
      { 11: "          region: []" },
      [`11:19 accounts[0].roles[0].ecr.region: ${isNot(LIST, "[]")}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

test.each<[string, Lines]>([
  ["an owner of 39 characters", { 2: `  owner: ${"a".repeat(39)}` }],
  ["an account's name of 64 characters", { 11: `    name: ${"a".repeat(64)}` }],
  ["the name of a role of 64 characters", { 11: `        name: ${"a".repeat(64)}` }],
  ["the name of a policy of 128 characters", { 11: `        policyName: ${"a".repeat(128)}` }],
  ["a path of 512 characters", { 11: `        path: /${"a".repeat(510)}/` }],
  ["a description of 1,000 characters", { 11: `        description: ${"a".repeat(1000)}` }],
  ["no description", { 11: "        description: ''" }],
  ["a session of 3,600 seconds", { 11: "        maxSessionSeconds: 3600" }],
  ["a session of 43,200 seconds", { 11: "        maxSessionSeconds: 43200" }],
  ["AWS's own quota for a trust policy", { 11: "    trustPolicyCharacters: 2048" }],
  ["the highest quota for a trust policy", { 11: "    trustPolicyCharacters: 8192" }],
  ["a tag key of 128 characters", { 11: `    tags: { ${"k".repeat(128)}: x }` }],
  ["a tag of 256 characters", { 11: `    tags: { team: ${"a".repeat(256)} }` }],
  ["no tags", { 11: "    tags: {}" }],
  ["a repository of 100 characters", { 8: `          - { repository: ${"a".repeat(100)}, branch: main }` }],
  [
    "an environment of 255 characters",
    { 8: `          - { repository: web, environment: ${"a".repeat(255)} }` },
  ],
  ["an ECR repository of 256 characters", { 10: `          repositories: ${"a".repeat(256)}` }],
  ["one ECR repository, not in a list", { 10: "          repositories: web" }],
  ["an account id that begins with a zero, in quotes", { 4: '  - id: "012345678901"' }],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
