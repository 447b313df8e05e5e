import {
  fileWith,
  inFile,
  type Lines,
  numbered,
  problemLines,
  secondAccount,
  secondRole,
} from "../access-file";

test.each<[string, Lines, readonly string[]]>([
  [
    "an account's id twice",
    { 4: '  - id: "123456789012"\n    name: a', 11: secondAccount("123456789012", "b") },
    [
      '12:9 accounts[1].id: duplicate account id "123456789012". Write the account once, with all its roles. For several regions, list them in ecr.region. The other: access.yaml:4:9 accounts[0].id',
    ],
  ],
  [
    "an account's id twice, without names, as one mistake",
    { 11: secondAccount("123456789012", '"123456789012"').replace(/^ *name: .*\n/m, "") },
    [
      '11:9 accounts[1].id: duplicate account id "123456789012". Write the account once, with all its roles. For several regions, list them in ecr.region. The other: access.yaml:4:9 accounts[0].id',
    ],
  ],
  [
    "an account's name twice, in another case",
    { 11: `    name: Prod\n${secondAccount("210987654321", "prod")}` },
    [
      '13:11 accounts[1].name: duplicate account name "prod" (case is ignored). The other: access.yaml:11:11 accounts[0].name',
    ],
  ],
  [
    "an account's name that is another's id, which is its name",
    { 11: secondAccount("210987654321", '"123456789012"') },
    [
      '12:11 accounts[1].name: duplicate account name "123456789012" (case is ignored). The other: access.yaml:4:5 accounts[0]',
    ],
  ],
  [
    "two roles that both get the default name",
    { 11: secondRole() },
    [
      '11:9 accounts[0].roles[1]: duplicate role name "GitHubActionsECRRole" in this account (case is ignored). Add name: to this role. A role without name is GitHubActionsECRRole. The other: access.yaml:7:9 accounts[0].roles[0]',
    ],
  ],
  [
    "two roles of one name in another case",
    { 11: `        name: Push\n${secondRole("name: pusH")}` },
    [
      '14:15 accounts[0].roles[1].name: duplicate role name "pusH" in this account (case is ignored). The other: access.yaml:11:15 accounts[0].roles[0].name',
    ],
  ],
  [
    "a role by the default name that another gets",
    { 11: secondRole("name: githubactionsecrrole") },
    [
      '13:15 accounts[0].roles[1].name: duplicate role name "githubactionsecrrole" in this account (case is ignored). A role without name is GitHubActionsECRRole. The other: access.yaml:7:9 accounts[0].roles[0]',
    ],
  ],
  [
    "a third role of one name, with the first as the other",
    { 11: `${secondRole()}\n${secondRole()}` },
    [
      '11:9 accounts[0].roles[1]: duplicate role name "GitHubActionsECRRole" (3 times) in this account (case is ignored). Add name: to this role. A role without name is GitHubActionsECRRole. The other: access.yaml:7:9 accounts[0].roles[0]',
    ],
  ],
  [
    "the name of a policy that another role gets by default",
    { 11: secondRole("name: Pull", "policyName: githubactionsecrpolicy") },
    [
      '14:21 accounts[0].roles[1].policyName: duplicate policy name "githubactionsecrpolicy" in this account (case is ignored). The other: access.yaml:7:9 accounts[0].roles[0]',
    ],
  ],
  [
    "the name of a policy twice",
    { 11: `        policyName: Both\n${secondRole("name: Pull", "policyName: both")}` },
    [
      '15:21 accounts[0].roles[1].policyName: duplicate policy name "both" in this account (case is ignored). The other: access.yaml:11:21 accounts[0].roles[0].policyName',
    ],
  ],
  [
    "a role whose default policy has another's name",
    { 11: `        policyName: PullPolicy\n${secondRole("name: Pull")}` },
    [
      '12:9 accounts[0].roles[1]: duplicate policy name "PullPolicy" in this account (case is ignored). The other: access.yaml:11:21 accounts[0].roles[0].policyName',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["one role's name in two accounts", { 11: secondAccount("210987654321", "b") }],
  ["names that differ", { 11: secondRole("name: Pull") }],
  ["one name for a role and its policy", { 11: "        name: Push\n        policyName: Push" }],
  [
    "the default policy's name where the default role has another",
    { 11: `        policyName: Push\n${secondRole("name: Pull", "policyName: GitHubActionsECRPolicy")}` },
  ],
  [
    "the name of a policy of another account",
    { 11: secondAccount("210987654321", "b", "policyName: GitHubActionsECRPolicy", "name: x") },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});

const tags = (count: number): string =>
  numbered(count, "t")
    .map((key) => `${key}: x`)
    .join(", ");

test.each<[string, Lines, readonly string[]]>([
  [
    "a tag key twice, in another case",
    { 11: "    tags: { team: a, Team: b }" },
    [
      '11:22 accounts[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:11:19 accounts[0].tags.team',
    ],
  ],
  [
    "a role's tag with the key of the account's, in another case",
    { 11: "        tags: { Team: b }\n    tags: { team: a }" },
    [
      '11:17 accounts[0].roles[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:12:19 accounts[0].tags.team',
    ],
  ],
  [
    "a duplicate tag key of an account once, although roles inherit it",
    {
      11: `        tags: { a: x }\n${secondRole("name: B", "tags: { b: x }")}\n    tags: { team: a, Team: b }`,
    },
    [
      '17:22 accounts[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:17:19 accounts[0].tags.team',
    ],
  ],
  [
    "51 tags of an account",
    { 11: `    tags: { ${tags(51)} }` },
    ["11:11 accounts[0].tags: expected at most 50 tags with those of the account, got 51"],
  ],
  [
    "51 tags of a role and its account",
    { 11: `        tags: { more: x }\n    tags: { ${tags(50)} }` },
    ["11:15 accounts[0].roles[0].tags: expected at most 50 tags with those of the account, got 51"],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["50 tags of an account", { 11: `    tags: { ${tags(50)} }` }],
  ["50 tags of a role and its account", { 11: `        tags: { more: x }\n    tags: { ${tags(49)} }` }],
  [
    "50 tags of an account, one of which the role changes",
    { 11: `        tags: { t0: y }\n    tags: { ${tags(50)} }` },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
