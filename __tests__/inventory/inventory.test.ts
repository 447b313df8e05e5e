import { inventory, MAX_ROLES } from "../../lib/inventory/inventory";
import { statementWith } from "../policy/rules/document";
import { SEED } from "../policy/rules/neighbours";
import { factsOf, fixture, found, problemsOf } from "./fixture";

const WEB = ["ecr:GetAuthorizationToken", "ecr:PutImage ecr:DeleteRepository"];
const SYNTHESIZED = [
  "ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeRepositories ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart",
];
const ACCOUNT = "123456789012";

test.each<[string, string, unknown, readonly (readonly unknown[])[]]>([
  [
    "a document",
    "trust policy",
    SEED,
    [["trust policy", undefined, undefined, undefined, undefined, undefined]],
  ],
  [
    "aws iam get-role",
    "aws iam get-role",
    fixture("get-role"),
    [["web", ACCOUNT, undefined, undefined, 7200, false]],
  ],
  [
    "aws iam get-role --query Role",
    "role of IAM",
    fixture("get-role").Role,
    [["web", ACCOUNT, undefined, undefined, 7200, undefined]],
  ],
  [
    "aws iam list-roles",
    "aws iam list-roles",
    fixture("list-roles"),
    [
      ["web", ACCOUNT, undefined, undefined, 7200, undefined],
      ["api", ACCOUNT, undefined, undefined, 3600, undefined],
      ["docs", ACCOUNT, undefined, undefined, 3600, undefined],
    ],
  ],
  [
    "aws iam get-account-authorization-details",
    "aws iam get-account-authorization-details",
    fixture("authorization-details"),
    [
      ["web", ACCOUNT, WEB, 0, undefined, false],
      ["api", ACCOUNT, ["ecr:*"], 0, undefined, false],
      ["docs", ACCOUNT, ["ecr:*"], 0, undefined, false],
    ],
  ],
  [
    "Terraform JSON of CDKTF",
    "Terraform JSON",
    fixture("configuration"),
    [["GitHubActionsECRRole", ACCOUNT, SYNTHESIZED, 0, 3600, false]],
  ],
  [
    "a plan",
    "terraform show -json, a plan",
    fixture("plan"),
    [["web", undefined, WEB.toReversed(), 0, 7200, false]],
  ],
  [
    "a state",
    "terraform show -json, a state",
    fixture("state"),
    [
      ["web", ACCOUNT, WEB, 0, 7200, false],
      ["api", ACCOUNT, ["ecr:*"], 0, 3600, false],
      ["docs", ACCOUNT, ["ecr:*"], 0, 3600, false],
    ],
  ],
  [
    "a CloudFormation template of CDK",
    "CloudFormation template",
    fixture("template"),
    [
      ["web", undefined, ["ecr:PutImage"], 0, 7200, false],
      ["Api77A0D6B3", undefined, ["ecr:*"], 0, undefined, true],
      ["docs", undefined, ["ecr:BatchGetImage"], 1, undefined, false],
      ["Lambda6A31F0D9", undefined, undefined, undefined, undefined, false],
    ],
  ],
  [
    "aws cloudformation get-template",
    "aws cloudformation get-template",
    { TemplateBody: { AWSTemplateFormatVersion: "2010-09-09", Resources: {} } },
    [],
  ],
  [
    "pulumi stack export",
    "pulumi stack export",
    fixture("stack-export"),
    [
      ["web-1a2b3c4", ACCOUNT, ["ecr:PutImage"], 0, 7200, false],
      ["api-5d6e7f8", ACCOUNT, ["ecr:BatchGetImage", "ecr:*"], 1, 3600, true],
    ],
  ],
  [
    "a statement",
    "statement of a trust policy",
    statementWith({}),
    [["trust policy", undefined, undefined, undefined, undefined, undefined]],
  ],
  [
    "a list of statements, which is one policy",
    "statement of a trust policy",
    [statementWith({}), statementWith({}, { Effect: "Deny" })],
    [["trust policy", undefined, undefined, undefined, undefined, undefined]],
  ],
  ["a state without anything", "terraform show -json, a state", { format_version: "1.0" }, []],
  [
    "a list",
    "list",
    [SEED, fixture("get-role")],
    [
      ["trust policy", undefined, undefined, undefined, undefined, undefined],
      ["web", ACCOUNT, undefined, undefined, 7200, false],
    ],
  ],
  ["no roles at all", "list", [], []],
])("finds the roles of %s", (_, kind, value, facts) => {
  const { kind: own, roles } = found(value);

  expect(own).toBe(kind);
  expect(roles.map(factsOf)).toStrictEqual(facts);
});

test("returns the places of a role and its trust policy", () => {
  const { roles } = found([SEED, fixture("get-role"), fixture("configuration")]);

  expect(
    roles.map(({ address, path, trustPolicy }) => [address, path, trustPolicy.path, trustPolicy.isText]),
  ).toStrictEqual([
    [undefined, [0], [0], false],
    ["arn:aws:iam::123456789012:role/web", [1, "Role"], [1, "Role", "AssumeRolePolicyDocument"], false],
    [
      "aws_iam_role.GitHubActionsECRRole",
      [2, "resource", "aws_iam_role", "GitHubActionsECRRole"],
      [2, "resource", "aws_iam_role", "GitHubActionsECRRole", "assume_role_policy"],
      true,
    ],
  ]);
});

const EXPECTED = "expected roles or a trust policy, got";
const HELP = ". Run check --help for the list of formats";

test.each<[string, unknown, readonly string[]]>([
  ["null", null, [`: ${EXPECTED} null${HELP}`]],
  ["a number", 1, [`: ${EXPECTED} a number${HELP}`]],
  ["a text", "{}", [`: ${EXPECTED} a string${HELP}`]],
  ["an empty map", {}, [`: ${EXPECTED} an object without keys${HELP}`]],
  ["a list in a list", [[]], [`0: ${EXPECTED} a list${HELP}`]],
  [
    "each wrong element of a list",
    [SEED, true, { a: 1 }],
    [`1: ${EXPECTED} a boolean${HELP}`, `2: ${EXPECTED} an object with the key a${HELP}`],
  ],
  [
    "a package.json",
    { name: "web", version: "1.0.0", "two\nlines": 1, scripts: {} },
    [`: ${EXPECTED} an object with the keys name, version, "two\\nlines", ...${HELP}`],
  ],
  [
    "two keys",
    { name: "web", version: "1.0.0" },
    [`: ${EXPECTED} an object with the keys name, version${HELP}`],
  ],
  [
    "an access.yaml as JSON",
    { github: {}, accounts: [] },
    [": this is an access.yaml. synth checks its roles, and show lists them"],
  ],
  [
    "a state as Terraform keeps it",
    { version: 4, serial: 1, lineage: "a", resources: [] },
    [": this is a Terraform state file. Use the output of terraform show -json instead"],
  ],
  [
    "a resource of a template",
    { Type: "AWS::IAM::Role", Properties: {} },
    [
      ": this is a resource of a CloudFormation template. Check the whole template, or the value of AssumeRolePolicyDocument alone",
    ],
  ],
  [
    "the conditions of a statement",
    { StringEquals: { a: "b" }, StringLike: { c: "d" } },
    [": these are the conditions of a statement. Check the whole trust policy, or the statement"],
  ],
  [
    "a template in YAML, as the AWS CLI prints it",
    { TemplateBody: "Resources:\n" },
    [
      ": TemplateBody is a CloudFormation template in YAML. Check the template itself: aws cloudformation get-template --stack-name NAME --query TemplateBody --output text",
    ],
  ],
  [
    "a Pulumi state file",
    { version: 3, checkpoint: { latest: {} } },
    [": this is a Pulumi state file. Use the output of pulumi stack export instead"],
  ],
  [
    "a statement of a list with problems of its form",
    [{ Effect: "Maybe", Action: "a", Principal: "*" }],
    ['Statement.0.Effect: expected Allow or Deny, got "Maybe"'],
  ],
  [
    "the schemas of terraform providers schema -json",
    { format_version: "1.0", provider_schemas: {} },
    [`: ${EXPECTED} an object with the keys format_version, provider_schemas${HELP}`],
  ],
  [
    "a document with problems of its form",
    { Statement: [{ Effect: "Maybe", Principal: "*", Action: "a" }, 1] },
    [
      'Statement.0.Effect: expected Allow or Deny, got "Maybe"',
      "Statement.1: expected a statement (a map with the keys Effect, Principal, Action, Condition), got 1",
    ],
  ],
])("rejects %s", (_, value, problems) => {
  expect(problemsOf(value)).toStrictEqual(problems);
});

test("accepts as many roles as the limit, and rejects one more", () => {
  const roles = Array.from({ length: MAX_ROLES }, () => 0);

  expect(found({ Roles: roles }).skipped).toHaveLength(MAX_ROLES);
  expect(inventory({ Roles: [...roles, 0] })).toStrictEqual({
    problems: [{ path: [], message: `expected at most ${MAX_ROLES} roles, got more` }],
  });
});
