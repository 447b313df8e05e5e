import { parse } from "yaml";
import type { WorkflowRequest } from "../../lib/workflow/request";
import { roleFile, workflowOf } from "./workflow-of";

const ENVIRONMENT = "{ repository: web, environment: prod }";

function file(role: string, trust?: string): string {
  return roleFile({ ...(trust !== undefined && { trust }), role: role === "" ? [] : [role] });
}

/** The inputs of the step that assumes the role. */
function given(yaml: string, request: Partial<WorkflowRequest> = {}): unknown {
  const { text } = workflowOf(yaml, request, { role: "GitHubActionsECRRole" });
  const { "retry-max-attempts": _, ...inputs } = parse(text).jobs.push.steps[1].with;
  return inputs;
}

const LITERAL = {
  "role-to-assume": "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
  "aws-region": "eu-west-1",
  "allowed-account-ids": "123456789012",
};

/** The inputs if all three values are read under these names. */
function named(context: string, prefix = "", path = "/"): unknown {
  const value = (name: string) => `\${{ ${context}.${prefix}${name} }}`;
  return {
    "role-to-assume": `arn:aws:iam::${value("AWS_ACCOUNT_ID")}:role${path}${value("AWS_ROLE_NAME")}`,
    "aws-region": value("AWS_REGION"),
    "allowed-account-ids": value("AWS_ACCOUNT_ID"),
  };
}

const SECOND_ROLE = [
  "publish: { to: environment, as: variables }",
  "      - name: Other",
  "        trust: [{ repository: web, branch: dev }]",
  "        ecr: { repositories: [web] }",
  "        publish: { as: variables }",
].join("\n");
const SHADOWED = [
  "publish: { as: variables }",
  "      - name: Other",
  "        trust: [{ repository: web, environment: prod }]",
  "        ecr: { repositories: [web] }",
  "        publish: { to: environment, as: variables }",
].join("\n");

test.each<[string, string, unknown]>([
  ["secrets, by default", file(""), named("secrets")],
  ["variables", file("publish: { as: variables }"), named("vars")],
  ["names with a prefix", file("publish: { prefix: PROD_ }"), named("secrets", "PROD_")],
  ["a role with a path", file("path: /ci/"), named("secrets", "", "/ci/")],
  ["nothing, if nothing is published", file("publish: false"), LITERAL],
  [
    "nothing, if the values are published to another repository",
    file("publish: { repositories: [api] }"),
    LITERAL,
  ],
  ["values of the organization", file("publish: { to: organization }"), named("secrets")],
  [
    "values of the organization for this repository",
    file("publish: { to: organization, visibility: selected }"),
    named("secrets"),
  ],
  ["values of the job's environment", file("publish: { to: environment }", ENVIRONMENT), named("secrets")],
  ["nothing, if the values are published only for Dependabot", file("publish: { to: dependabot }"), LITERAL],
  [
    "the role's ARN",
    file("publish: { as: variables, values: { ROLE: roleArn, ACCOUNT: accountId } }"),
    {
      ...LITERAL,
      "role-to-assume": "${" + "{ vars.ROLE }}",
      "allowed-account-ids": "${" + "{ vars.ACCOUNT }}",
    },
  ],
  [
    "a name without its account",
    file("publish: { values: { NAME: roleName, REGION: region } }"),
    { ...LITERAL, "aws-region": "${" + "{ secrets.REGION }}" },
  ],
])("a job reads %s", (_, yaml, expected) => {
  expect(given(yaml)).toStrictEqual(expected);
});

test("a job without the environment does not read the environment's values", () => {
  const trust = `${ENVIRONMENT}, { repository: web, branch: main }`;
  const yaml = file("publish: { to: environment }", trust);
  expect(given(yaml, { branches: ["main"] })).toStrictEqual(LITERAL);
});

test("a value of the environment comes before the repository's value of another role", () => {
  expect(given(file(SECOND_ROLE, ENVIRONMENT))).toStrictEqual(named("vars"));
});

test("a repository's value is not read if the environment has another role's value of the same name", () => {
  expect(given(file(SHADOWED, `${ENVIRONMENT}, { repository: web, branch: main }`))).toStrictEqual({
    ...(named("vars") as object),
    "role-to-assume": LITERAL["role-to-assume"],
  });
});

test("a role that publishes nothing does not read the values of another role", () => {
  const other = [
    "publish: false",
    "      - name: Other",
    "        trust: [{ repository: web, tag: v1 }]",
    "        ecr: { repositories: [web] }",
  ].join("\n");
  expect(given(file(other), { branches: ["main"] })).toStrictEqual(LITERAL);
});

test("the audience is given if the account has its own", () => {
  expect(given(roleFile({ account: ["audience: ecr.acme"] }))).toStrictEqual({
    ...(named("secrets") as object),
    audience: "ecr.acme",
  });
});

test("the region is one of the role", () => {
  const yaml = roleFile({
    ecr: "repositories: [web], region: [us-east-1, us-east-2]",
    role: ["publish: false"],
  });
  expect(given(yaml)).toStrictEqual({ ...LITERAL, "aws-region": "us-east-1" });
});
