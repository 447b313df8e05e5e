import { parseConfig } from "../../../lib/config/load";
import { longerKey, nearestKey } from "../../../lib/policy/near-name";
import { fileWith, inFile, type Lines, NAME, problemLines } from "../access-file";
import { ACCOUNT_KEYS, ECR_KEYS, FILE_KEYS, GITHUB_KEYS, ROLE_KEYS, TRUST_KEYS } from "../file-keys";
import { misplacedKey, misplacedKeys, unknownKey } from "../problem-texts";

const TRUST = TRUST_KEYS.split(", ");
const ROLE = ROLE_KEYS.split(", ");
const FILE = FILE_KEYS.split(", ");

test.each<[string, readonly string[], string]>([
  ["repo", TRUST, "repository"],
  ["repositories", TRUST, "repository"],
  ["branches", TRUST, "branch"],
  ["tags", TRUST, "tag"],
  ["Branch", TRUST, "branch"],
  ["brnch", TRUST, "branch"],
  ["env", TRUST, "environment"],
  ["pull_request", TRUST, "pullRequest"],
  ["merge-queue", TRUST, "mergeQueue"],
  ["polcyName", ROLE, "policyName"],
  ["erc", ROLE, "ecr"],
  ["trus", ROLE, "trust"],
  ["desc", ROLE, "description"],
  ["account", FILE, "accounts"],
  ["acounts", FILE, "accounts"],
  ["gihtub", FILE, "github"],
])("%s is near to a key", (text, keys, key) => {
  expect(nearestKey(text, keys) ?? longerKey(text, keys)).toBe(key);
});

test.each<[string, readonly string[]]>([
  ["repo", ["owner", "tag", "branch"]],
  ["<<", ROLE],
  ["env", ROLE],
  ["x", FILE],
  ["re", TRUST],
  ["b", TRUST],
  ["host", ["path", "name"]],
  ["managed", ROLE],
  ["", TRUST],
])("%j is near to no key", (text, keys) => {
  expect(nearestKey(text, keys) ?? longerKey(text, keys)).toBeUndefined();
});

const STATE_KEYS = "local, s3, gcs, azurerm, http, pg, cloud, remote, partial";
const ROLES = "accounts[0].roles[0]";
const MERGE =
  "YAML merge keys (<<) are not supported. Write the keys out, or use an alias for a whole value: trust: *name";

describe("a key in the wrong place", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a role's key in the account",
      { 11: "    path: /ci/" },
      [`11:5 accounts[0].path: ${misplacedKey("path", "accounts[].roles[]", ACCOUNT_KEYS)}`],
    ],
    [
      "a role without ecr, whose key of this name is that of the account",
      { 9: "    ecr:", 10: "      repositories: [web]" },
      [`7:9 ${ROLES}.ecr: missing. Expected a map with the keys ${ECR_KEYS}`],
    ],
    [
      "a role's key in its trust",
      {
        8: "          - repository: web",
        9: "            branch: main\n            ecr: { repositories: [web] }",
        10: "",
      },
      [`10:13 ${ROLES}.trust[0].ecr: ${misplacedKey("ecr", "accounts[].roles[]", TRUST_KEYS)}`],
    ],
    [
      "the keys of a role in the account, and not that roles are missing",
      {
        6: "    trust:",
        7: "",
        8: "      - { repository: web, branch: main }",
        9: "    path: /ci/",
        10: "",
      },
      [`6:5 accounts[0].trust: ${misplacedKeys(["trust", "path"], "accounts[].roles[]", ACCOUNT_KEYS)}`],
    ],
    [
      "keys beside the empty map that they belong to",
      { 11: "state:\n  s3:\n  bucket: acme-tfstate\n  region: us-east-1" },
      [`13:3 state.bucket: ${misplacedKeys(["bucket", "region"], "state.s3", STATE_KEYS)}`],
    ],
    [
      "a key of ecr in the role",
      { 9: "        ecr:", 10: "        repositories: [web]" },
      [`10:9 ${ROLES}.repositories: ${misplacedKey("repositories", "accounts[].roles[].ecr", ROLE_KEYS)}`],
    ],
    [
      "a key of publish in ecr",
      { 11: "          values: { X: region }" },
      [`11:11 ${ROLES}.ecr.values: ${unknownKey("values", undefined, ECR_KEYS)}`],
    ],
    [
      "a key of trust in the role",
      { 8: "          - { repository: web }\n        branch: main" },
      [`9:9 ${ROLES}.branch: ${misplacedKey("branch", "accounts[].roles[].trust[]", ROLE_KEYS)}`],
    ],
    [
      "a key of github at the top",
      { 1: "github: {}", 2: "owner: acme" },
      [`2:1 owner: ${misplacedKey("owner", "github", FILE_KEYS)}`],
    ],
    [
      "a key of the top in github",
      { 11: "", 2: "  owner: acme\n  state: { local: {} }" },
      [`3:3 github.state: ${misplacedKey("state", "the top level", GITHUB_KEYS)}`],
    ],
    [
      "a near key, and not that the key is missing",
      { 8: "          - { repo: web, branch: main }" },
      [`8:15 ${ROLES}.trust[0].repo: ${unknownKey("repo", "repository", TRUST_KEYS)}`],
    ],
    [
      "a near key in one entry, and what is missing in another",
      { 8: "          - { repo: web, branch: main }\n          - { branch: main }" },
      [
        `8:15 ${ROLES}.trust[0].repo: ${unknownKey("repo", "repository", TRUST_KEYS)}`,
        `9:13 ${ROLES}.trust[1].repository: missing. Expected repositories (one, or a list with at least one element)`,
      ],
    ],
    [
      "merge keys, and not what they would bring",
      { 8: "          - { <<: { repository: web }, branch: main }", 11: "        <<: { path: /ci/ }" },
      [`8:15 ${ROLES}.trust[0]["<<"]: ${MERGE}`, `11:9 ${ROLES}["<<"]: ${MERGE}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

test("keys of the top level that begin with x- are ignored, and hold anchors", () => {
  const anchored = fileWith({
    1: "x-repositories: &all [web, api]\nx-any: { thing: [1, true] }\ngithub:",
    10: "          repositories: *all",
  });
  const written = fileWith({ 10: "          repositories: [web, api]" });

  expect(problemLines(anchored)).toStrictEqual([]);
  expect(parseConfig(anchored, NAME)).toStrictEqual(parseConfig(written, NAME));
});

test.each<[string, Lines, string]>([
  [
    "below the top level",
    { 11: "    x-roles: []" },
    `11:5 accounts[0].x-roles: ${unknownKey("x-roles", "roles", ACCOUNT_KEYS)}`,
  ],
  ["x alone", { 11: "x: []" }, `11:1 x: ${unknownKey("x", undefined, FILE_KEYS)}`],
  ["another case", { 11: "X-a: []" }, `11:1 X-a: ${unknownKey("X-a", undefined, FILE_KEYS)}`],
])("rejects a custom key %s", (_, lines, problem) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile([problem]));
});
