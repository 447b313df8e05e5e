import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  problemLines,
  secondAccount,
  secondRole,
} from "../access-file";

const WEB = "trust: [{ repository: web, tag: v1 }]";

test.each<[string, Lines, readonly string[]]>([
  [
    "two roles that write into one repository",
    { 11: secondRole("name: B", "trust: [{ repository: web, tag: v1 }]") },
    [
      "11:9 accounts[0].roles[1]: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
  [
    "two roles that write into one repository, its name in another case",
    { 11: secondRole("name: B", "trust: [{ repository: WEB, tag: v1 }]") },
    [
      "11:9 accounts[0].roles[1]: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/WEB, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
      '13:31 accounts[0].roles[1].trust[0].repository: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "WEB" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "roles of two accounts that write into one repository",
    { 11: secondAccount("210987654321", "b", "trust: [{ repository: web, branch: main }]") },
    [
      "15:9 accounts[1].roles[0]: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
  [
    "a repository that one role trusts and another names, in another case",
    { 11: secondRole("name: B", "publish: { repositories: [acme/Web] }") },
    [
      "14:18 accounts[0].roles[1].publish: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/Web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
      '14:35 accounts[0].roles[1].publish.repositories[0]: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "variables of one name",
    {
      11: `        publish: { as: variables }\n${secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { as: variables }")}`,
    },
    [
      "15:18 accounts[0].roles[1].publish: writes the variables AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:11:18 accounts[0].roles[0].publish",
    ],
  ],
  [
    "prefixes that differ in case alone",
    {
      11: `        publish: { prefix: A_ }\n${secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { prefix: a_ }")}`,
    },
    [
      "15:18 accounts[0].roles[1].publish: writes the secrets a_AWS_REGION, a_AWS_ACCOUNT_ID, a_AWS_ROLE_NAME into acme/web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:11:18 accounts[0].roles[0].publish",
    ],
  ],
  [
    "each repository that two roles share",
    {
      8: "          - { repository: [web, api], branch: main }",
      11: secondRole("name: B", "trust: [{ repository: [api, web], tag: v1 }]"),
    },
    [
      "11:9 accounts[0].roles[1]: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/api, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
      "11:9 accounts[0].roles[1]: writes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME into acme/web, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false; the other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["another prefix", { 11: secondRole("name: B", WEB, "publish: { prefix: B_ }") }],
  [
    "secrets of one role and variables of another",
    { 11: secondRole("name: B", WEB, "publish: { as: variables }") },
  ],
  ["one role that publishes and another that does not", { 11: secondRole("name: B", WEB, "publish: false") }],
  [
    "one role that publishes elsewhere",
    { 11: secondRole("name: B", WEB, "publish: { repositories: [deploy] }") },
  ],
  [
    "a repository of that name of another owner",
    { 11: secondRole("name: B", "trust: [{ repository: web, owner: other, tag: v1 }]") },
  ],
  [
    "a pattern, to which nothing is published",
    { 11: secondRole("name: B", "trust: [{ repository: w*, tag: v1 }]", accepting("R07")) },
  ],
  [
    "one repository in two entries of a role",
    { 8: "          - { repository: [web, web], branch: main }\n          - { repository: web, tag: v1 }" },
  ],
])("takes %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
