import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { check } from "../../../../lib/cli/commands/check/check";
import { counted } from "../../../../lib/report/words";
import {
  documentOf,
  type JsonMap,
  SUB,
  statementWith,
  subjectDocument,
} from "../../../policy/rules/document";
import { folderOfAllTests } from "../../../support/folder";
import { PROVIDER_ARN } from "../../../support/github";
import { runs } from "../../../support/runs";
import { collected, spawnCli } from "../../run-cli";

const folder = folderOfAllTests();

function written(content: unknown): string {
  const path = join(folder.path, "roles.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  return path;
}

const OPTIONS = { failOn: "high", json: false, sarif: false } as const;

const MANY_ROLES = runs(10_000, 2_000);

/** Files of many roles, each of which breaks rules. */
const MANY: Readonly<Record<string, (count: number) => JsonMap | readonly JsonMap[]>> = {
  "an answer of IAM": (count) => ({
    Roles: list(count, (index) => ({
      RoleName: `r${index}`,
      AssumeRolePolicyDocument: subjectDocument(`repo:acme/r${index}:*`),
    })),
  }),
  configuration: (count) => ({
    resource: {
      aws_iam_role: Object.fromEntries(
        list(count, (index) => [
          `r${index}`,
          { name: `r${index}`, assume_role_policy: JSON.stringify(subjectDocument(`repo:acme/r${index}:*`)) },
        ]),
      ),
      aws_iam_role_policy: Object.fromEntries(
        list(count, (index) => [
          `r${index}`,
          {
            role: `\${aws_iam_role.r${index}.id}`,
            policy: '{"Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}',
          },
        ]),
      ),
    },
  }),
  "a plan with for_each": (count) => ({
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: list(count, (index) => [
          {
            type: "aws_iam_role",
            name: "r",
            index,
            address: `aws_iam_role.r[${index}]`,
            values: { assume_role_policy: JSON.stringify(subjectDocument(`repo:acme/r${index}:*`)) },
          },
          {
            type: "aws_iam_role_policy_attachment",
            name: "r",
            index,
            address: `aws_iam_role_policy_attachment.r[${index}]`,
            values: {},
          },
          {
            type: "aws_iam_policy",
            name: "r",
            index,
            address: `aws_iam_policy.r[${index}]`,
            values: { policy: '{"Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}' },
          },
        ]).flat(),
      },
    },
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_role_policy_attachment.r",
            expressions: {
              role: { references: ["aws_iam_role.r"] },
              policy_arn: { references: ["aws_iam_policy.r"] },
            },
          },
        ],
      },
    },
  }),
};

const IO = { cwd: tmpdir(), env: {}, stdin: Readable.from([]), stdout: collected().stream };

function list<T>(length: number, element: (index: number) => T): readonly T[] {
  return Array.from({ length }, (_, index) => element(index));
}

test.each(Object.entries(MANY))(
  "checks ten times the roles in about ten times the time: %s",
  async (_, file) => {
    const seconds: number[] = [];
    for (const count of [MANY_ROLES / 10, MANY_ROLES / 10, MANY_ROLES]) {
      const path = written(file(count));
      const start = performance.now();
      const { output, exit } = await check(path, OPTIONS, IO);
      seconds.push((performance.now() - start) / 1_000);
      expect([exit, output.includes(`\n${counted(count, "role")} checked: `)]).toStrictEqual([1, true]);
    }

    // The first warms up. A quadratic part would take a hundred times as long.
    expect(seconds[2]).toBeLessThan(40 * Math.max(seconds[1] ?? 0, 0.05));
  },
  120_000,
);

test("checks thousands of roles in 512 MiB", () => {
  written(MANY.configuration?.(MANY_ROLES));
  const env = { NODE_OPTIONS: "--max-old-space-size=512" };
  const { code, stdout, stderr } = spawnCli(["check", "roles.json", "--sarif"], { cwd: folder.path, env });

  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "" });
  expect(stdout.match(/"ruleId": "R33"/g)).toHaveLength(MANY_ROLES);
}, 60_000);

/** The most that a document can be for its length: each value is compared with each. */
function worstDocument(value: (index: number) => string, count: number): JsonMap {
  const statement = statementWith({ StringLike: { [SUB]: list(count, value) } });
  return documentOf(statement, { ...statement, Sid: "b", Principal: { Federated: PROVIDER_ARN } });
}

test.each<[string, unknown, 1 | 2]>([
  ["values that cover each other", worstDocument((index) => `*${index}*`, 450), 1],
  ["values that are alike", worstDocument(() => "*", 900), 1],
  ["question marks between runs", worstDocument((index) => `*${"?".repeat(1_500)}${index}*?a*`, 2), 1],
  ["a document that is longer than IAM takes", worstDocument(() => "?".repeat(1_000_000), 2), 2],
  ["a long run of statements", documentOf(...list(10_000, () => statementWith({}))), 2],
  [
    "a document of unknown keys",
    Object.fromEntries([["Statement", 1], ...list(1_000, (index) => [`k${index}`, 1])]),
    2,
  ],
  [
    "a name of ten million characters",
    { Role: { RoleName: "a".repeat(10_000_000), AssumeRolePolicyDocument: subjectDocument("*") } },
    1,
  ],
  [
    "a text of ten million characters as document",
    { Role: { AssumeRolePolicyDocument: "%7B".repeat(3_000_000) } },
    2,
  ],
  [
    "an ARN of ten million characters",
    { Role: { Arn: `arn:${"a".repeat(10_000_000)}`, AssumeRolePolicyDocument: subjectDocument("*") } },
    1,
  ],
  [
    "templates that do not end",
    { resource: { aws_iam_role: { a: { assume_role_policy: `\${a`.repeat(1_000_000) } } } },
    2,
  ],
  [
    "names of JavaScript's own",
    '{"Role":{"RoleName":"__proto__","__proto__":{"a":1},"AssumeRolePolicyDocument":{"__proto__":{},"Statement":{"constructor":1}}}}',
    2,
  ],
  ["a million levels", `{"Statement":${"[".repeat(1_000_000)}`, 2],
  ["a million levels inside a text", { Role: { AssumeRolePolicyDocument: "[".repeat(1_000_000) } }, 2],
  ["more values than are read", `[${"{},".repeat(5_000_000)}{}]`, 2],
  [
    "wrong types everywhere",
    {
      RoleDetailList: [
        null,
        1,
        "a",
        [],
        {
          RoleName: [],
          Arn: {},
          AssumeRolePolicyDocument: [[]],
          RolePolicyList: 1,
          AttachedManagedPolicies: [1, null],
        },
      ],
      Policies: [null, { Arn: 1, PolicyVersionList: {} }],
    },
    2,
  ],
])(
  "answers to %s within seconds",
  async (_, content, exit) => {
    const path = written(content);
    const start = performance.now();
    const checked = await check(path, OPTIONS, IO);

    expect(checked.exit).toBe(exit);
    expect(checked.lines?.every((line) => line.length < 1_000)).toBe(true);
    expect(performance.now() - start).toBeLessThan(10_000);
  },
  30_000,
);

test("rejects a file with more findings than a report can hold", async () => {
  const role = JSON.stringify({ AssumeRolePolicyDocument: worstDocument(() => "*", 900) });
  const { output, lines, exit } = await check(
    written(`{"Roles":[${list(200, () => role).join(",")}]}`),
    OPTIONS,
    IO,
  );

  expect({ output, exit, lines: lines?.map((line) => line.replace(/^.*roles/, "roles")) }).toStrictEqual({
    output: "",
    exit: 2,
    lines: ["roles.json:1:1 too many findings for one report. Split the file and check the parts"],
  });
}, 60_000);
