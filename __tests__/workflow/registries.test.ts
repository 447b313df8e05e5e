import { parse } from "yaml";
import { roleFile, workflowOf } from "./workflow-of";

const OTHER = "210987654321";

/** The inputs of the steps that log in to ECR. */
function logins(ecr: string): readonly unknown[] {
  const yaml = roleFile({}).replace(/ecr: \{.*\}/, `ecr: ${ecr}`);
  const { jobs } = parse(workflowOf(yaml).text);
  return Object(Object.values(jobs)[0])
    .steps.filter(({ uses = "" }: { uses?: string }) => uses.startsWith("aws-actions/amazon-ecr-login@"))
    .map(({ id, with: inputs }: Record<string, unknown>) => [id, inputs]);
}

test.each<[string, string, readonly unknown[]]>([
  ["its own account", "{ repositories: web }", [["ecr", undefined]]],
  ["another account", `{ repositories: web, account: "${OTHER}" }`, [["ecr", { registries: OTHER }]]],
  [
    "its own account, and reads images of others",
    `[{ repositories: web }, { repositories: "base/*", account: "${OTHER}", access: pull }, { repositories: "x/*", account: "111111111111", access: [pull, read] }]`,
    [
      ["ecr", undefined],
      [undefined, { registries: `${OTHER},111111111111` }],
    ],
  ],
  [
    "another account, and reads its own images",
    `[{ repositories: web, account: "${OTHER}" }, { repositories: base, access: pull }]`,
    [
      ["ecr", { registries: OTHER }],
      [undefined, { registries: "123456789012" }],
    ],
  ],
  [
    "its own account, and pushes to another one in no step",
    `[{ repositories: web }, { repositories: web, account: "${OTHER}", access: [push, read] }]`,
    [["ecr", undefined]],
  ],
])("the workflow of a role that uses %s logs in there", (_, ecr, expected) => {
  expect(logins(ecr)).toStrictEqual(expected);
});
