import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_RULES } from "../../../../lib/policy/ecr-repository-rules";
import { ruleTitle } from "../../../../lib/policy/rules/rule";
import { ROOT, runCli } from "../../run-cli";

const check = (value: unknown, ...args: readonly string[]) =>
  runCli(["check", "-", ...args], { cwd: ROOT, input: JSON.stringify(value) });

/** As `aws ecr get-repository-policy` prints it. */
function withPolicy(statement: object, name = "web"): object {
  return {
    registryId: "123456789012",
    repositoryName: name,
    policyText: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, undefined, 2),
  };
}

const PUBLIC = { Sid: "all", Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"] };
const OTHER = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::210987654321:root" },
  Action: "ecr:BatchGetImage",
};
const DESCRIBED = {
  repositories: [
    {
      repositoryArn: "arn:aws:ecr:us-east-1:123456789012:repository/web",
      registryId: "123456789012",
      repositoryName: "web",
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    },
    {
      registryId: "123456789012",
      repositoryName: "api",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    },
  ],
};

test("a public policy fails the check, with place, impact and fix", async () => {
  expect(await check(withPolicy(PUBLIC))).toStrictEqual({
    code: 1,
    stderr: "",
    stdout: `web  123456789012  standard input:1:1
  E02 public-pull (high)  "*" at Statement[0].Principal
    impact  anyone with an AWS account can use the repository
    fix     name the roles or accounts as principal, or add a condition on aws:PrincipalOrgID. See docs/guide/ecr-repositories.md#check-what-exists

1 ECR repository checked: 1 finding: 1 high
`,
  });
});

test("settings and other accounts are reported, and do not fail by default", async () => {
  const { code, stdout } = await check([DESCRIBED, withPolicy(OTHER, "base")]);

  expect(code).toBe(0);
  expect(stdout).toContain('E05 mutable-tags (medium)  "MUTABLE" at imageTagMutability');
  expect(stdout).toContain(
    'E04 other-account-pull (low)  "arn:aws:iam::210987654321:root" at Statement[0].Principal.AWS',
  );
  expect(stdout).toContain("3 ECR repositories checked: 2 findings: 1 medium, 1 low\n");
});

test.each([
  ["medium", 1],
  ["high", 0],
  ["never", 0],
])("--fail-on %s ends with %i for a mutable tag", async (severity, code) => {
  expect(await check(DESCRIBED, "--fail-on", severity)).toMatchObject({ code });
});

test("JSON has each repository with its findings", async () => {
  const { stdout } = await check([withPolicy(PUBLIC)], "--json");

  expect(JSON.parse(stdout)).toStrictEqual({
    file: "standard input",
    kind: "aws ecr get-repository-policy",
    repositories: [
      {
        name: "web",
        registryId: "123456789012",
        place: { path: [0], line: 1, column: 2 },
        findings: [
          {
            rule: "E02",
            name: "public-pull",
            severity: "high",
            given: "*",
            place: { path: ["policyText", "Statement", 0, "Principal"], line: 1, column: 2 },
            impact: "anyone with an AWS account can use the repository",
            fix: "name the roles or accounts as principal, or add a condition on aws:PrincipalOrgID",
          },
        ],
      },
    ],
  });
});

test.each<[string, unknown, string]>([
  [
    "a policy that is no JSON",
    { repositoryName: "web", policyText: "{" },
    "standard input:1:38 policyText: expected a policy document (a map or its JSON text), got other text",
  ],
  [
    "a statement without an action",
    withPolicy({ Effect: "Allow", Principal: "*" }),
    "standard input:1:66 policyText: Statement[0]: expected exactly one of Action and NotAction, got none",
  ],
])("rejects %s", async (_, value, line) => {
  expect(await check(value)).toMatchObject({ code: 2, stderr: `${line}\n` });
});

test("rejects --sarif, which is about roles", async () => {
  expect(await check(DESCRIBED, "--sarif")).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: "standard input:1:1 expected roles for --sarif, got ECR repositories. Use --json\n",
  });
});

test("explain --policy names the command that reads such a file", async () => {
  const { code, stderr } = await runCli(["explain", "--policy", "-", "--sub", "x"], {
    cwd: ROOT,
    input: JSON.stringify(DESCRIBED),
  });
  expect([code, stderr]).toStrictEqual([
    2,
    "standard input:1:1 this is output of aws ecr, which has no roles. check reports its repositories\n",
  ]);
});

test.each(REPOSITORY_RULES)("$id is in the guide", (rule) => {
  const guide = readFileSync(join(ROOT, "docs/guide/ecr-repositories.md"), "utf8");
  expect(guide).toContain(`| ${ruleTitle(rule)} `);
});
