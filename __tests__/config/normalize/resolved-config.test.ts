import { parseConfig } from "../../../lib/config/load";
import { fileWith, type Lines, NAME, secondAccount, secondRole } from "../access-file";

test.each<[string, Lines, string, string]>([
  ["both by default", {}, "GitHubActionsECRRole", "GitHubActionsECRPolicy"],
  ["the policy after the role", { 11: "        name: Push" }, "Push", "PushPolicy"],
  [
    "the policy after the role, in its case",
    { 11: "        name: githubactionsecrrole" },
    "githubactionsecrrole",
    "githubactionsecrrolePolicy",
  ],
  ["the policy by itself", { 11: "        policyName: Both" }, "GitHubActionsECRRole", "Both"],
])("role and policy are named: %s", (_, lines, name, policyName) => {
  const [role] = roles(lines);

  expect([role?.name, role?.policyName]).toStrictEqual([name, policyName]);
});

test("a role carries its account's tags and its own, which win", () => {
  const [first, second] = roles({
    11: `        tags: { a: role, b: role }\n${secondRole("name: B")}\n    tags: { c: account, a: account }`,
  });

  expect([first?.tags, second?.tags]).toStrictEqual([
    { c: "account", a: "role", b: "role" },
    { c: "account", a: "account" },
  ]);
});

test.each<[string, string, string]>([
  ["ap-northeast-2", "aws", "sts.amazonaws.com"],
  ["cn-north-1", "aws-cn", "sts.amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "sts.amazonaws.com"],
  ["eusc-de-east-1", "aws-eusc", "sts.amazonaws.com"],
])("an account in %s is in the partition %s and accepts tokens for %s", (region, partition, audience) => {
  const [account] = parseConfig(fileWith({ 5: `    region: ${region}` }), NAME).accounts;

  expect([account.partition, account.audience]).toStrictEqual([partition, audience]);
});

test("each owner has a stack with the values of all accounts, and depends on theirs", () => {
  const { owners } = parseConfig(
    fileWith({
      8: "          - { repository: web, branch: main }\n          - { repository: api, owner: other, tag: v* }",
      11: secondAccount(
        "210987654321",
        "b",
        "trust: [{ repository: web, tag: v* }]",
        "publish: { prefix: B_ }",
      ),
    }),
    NAME,
  );

  expect(
    owners.map(({ values, ...owner }) => ({
      ...owner,
      values: values.map(({ as, target, name, value }) => [as, target, name, value]),
    })),
  ).toStrictEqual([
    {
      name: "acme",
      stack: "github-acme",
      environments: [],
      templates: [],
      accountStacks: ["aws-123456789012", "aws-b"],
      values: [
        ["secrets", { level: "repository", repository: "web" }, "AWS_REGION", "ap-northeast-2"],
        ["secrets", { level: "repository", repository: "web" }, "AWS_ACCOUNT_ID", "123456789012"],
        ["secrets", { level: "repository", repository: "web" }, "AWS_ROLE_NAME", "GitHubActionsECRRole"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_REGION", "us-east-1"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_ACCOUNT_ID", "210987654321"],
        ["secrets", { level: "repository", repository: "web" }, "B_AWS_ROLE_NAME", "GitHubActionsECRRole"],
      ],
    },
    {
      name: "other",
      stack: "github-other",
      environments: [],
      templates: [],
      accountStacks: ["aws-123456789012"],
      values: [
        ["secrets", { level: "repository", repository: "api" }, "AWS_REGION", "ap-northeast-2"],
        ["secrets", { level: "repository", repository: "api" }, "AWS_ACCOUNT_ID", "123456789012"],
        ["secrets", { level: "repository", repository: "api" }, "AWS_ROLE_NAME", "GitHubActionsECRRole"],
      ],
    },
  ]);
});

test("an owner to whom nothing is published has no stack", () => {
  expect(parseConfig(fileWith({ 11: "        publish: false" }), NAME).owners).toStrictEqual([]);
});

function roles(lines: Lines) {
  return parseConfig(fileWith(lines), NAME).accounts[0].roles;
}
