import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isAbout } from "../../lib/policy/iam/evaluate";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../../lib/policy/iam/glob";
import { parsePolicy } from "../../lib/policy/parse";
import type { ParsedPolicy } from "../../lib/policy/policy-document";
import { folderWith } from "../support/folder";

const EXAMPLES = join(__dirname, "..", "..", "examples");
/** The texts that each pipeline shows. */
const PIPELINES = [
  ["pipeline", ["show.md", "plan.txt", "warnings.txt"]],
  ["pipeline-hcp-terraform", ["show.md", "plan.txt"]],
] as const;

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary */
const MAX_SUMMARY_BYTES = 1024 * 1024;

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: object }[] }
    >
  >;
}

/** The commands of a pipeline that shorten a text for the summary, and the file that each reads. */
function shortenings(example: string): readonly (readonly [command: string, file: string])[] {
  const { jobs }: Workflow = parse(readFileSync(join(EXAMPLES, example, "workflow.yml"), "utf8"));
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/^ *(LC_ALL=C awk '.*' (\w+\.\w+))/gm)].map(
        ([, command = "", file = ""]) => [command, file] as const,
      ),
    ),
  );
}

/** What a command prints for a file with this text. */
function shortened([command, file]: readonly [string, string], text: string): string {
  const { path, remove } = folderWith({ [file]: text });
  try {
    const { stdout, status } = spawnSync("bash", ["-eo", "pipefail", "-c", command], {
      cwd: path,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    expect(status).toBe(0);
    return stdout;
  } finally {
    remove();
  }
}

describe.each(PIPELINES)("the summaries of %s", (example, files) => {
  const commands = shortenings(example);

  test("are shortened", () => {
    expect(commands.map(([, file]) => file)).toStrictEqual(files);
  });

  test.each(commands)("are complete if GitHub accepts them (%#)", (...command) => {
    const text = "| `web` | 환경 |\n".repeat(1000);
    expect(shortened(command, text)).toBe(text);
  });

  test.each(commands)("are cut before a line if they are larger (%#)", (...command) => {
    const line = "| `web` | 환경 |\n";
    const cut = shortened(command, line.repeat(100_000));
    expect(Buffer.byteLength(cut)).toBeLessThan(MAX_SUMMARY_BYTES);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(MAX_SUMMARY_BYTES / 2);
    expect(cut.replaceAll(line, "")).toMatch(/^\n?\(cut.*\)\n$/);
  });
});

test("the token of drift reads all repositories of the installation, because drift asks for those that no stack writes to", () => {
  const { jobs }: Workflow = parse(readFileSync(join(EXAMPLES, "pipeline", "workflow.yml"), "utf8"));
  const inputs = jobs.drift?.steps.flatMap((step) =>
    step.uses?.startsWith("actions/create-github-app-token@") ? [Object.entries(step.with ?? {})] : [],
  );
  expect(inputs?.map((entries) => entries.map(([name]) => name))).toStrictEqual([
    ["client-id", "private-key", "owner", "permission-actions", "permission-metadata"],
  ]);
  expect(inputs?.flatMap((entries) => entries.filter(([name]) => /^permission-/.test(name)))).toStrictEqual([
    ["permission-actions", "read"],
    ["permission-metadata", "read"],
  ]);
});

/** A policy of the pipeline's roles, in the account 123456789012. */
function policy(name: string): ParsedPolicy {
  const text = readFileSync(join(EXAMPLES, "pipeline", "roles", `${name}.json`), "utf8")
    .replaceAll(`\${account}`, "123456789012")
    .replaceAll(`\${partition}`, "aws")
    .replaceAll(`\${state_bucket}`, "acme-tfstate");
  const parsed = parsePolicy(JSON.parse(text), "permissions");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}

/** Whether a statement allows an action on a resource, whatever its conditions say. */
function mayAllow({ statements }: ParsedPolicy, action: string, resource: string): boolean {
  return statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      isAbout(statement, action) &&
      statement.resources.some((each) => subsumes(patternOf(each, WILDCARDS_ALONE), plainText(resource))),
  );
}

test("the role that plans only reads", () => {
  const actions = policy("plan").statements.flatMap(({ action }) => action.patterns);
  expect(actions.filter((action) => !/^(?:iam|ecr|s3):(?:Get|List|Describe)\w+$/.test(action))).toStrictEqual(
    [],
  );
});

const IAM = "arn:aws:iam::123456789012";

test.each([
  ["iam:CreatePolicyVersion", `${IAM}:policy/AccessBoundary`],
  ["iam:DeletePolicy", `${IAM}:policy/AccessBoundary`],
  ["iam:UpdateAssumeRolePolicy", `${IAM}:role/AccessApply`],
  ["iam:AttachRolePolicy", `${IAM}:role/AccessApply`],
  ["iam:PutRolePolicy", `${IAM}:role/AccessApply`],
  ["iam:PutRolePolicy", `${IAM}:role/GitHubActionsECRRole`],
  ["iam:UpdateAssumeRolePolicy", `${IAM}:role/AccessPlan`],
  ["iam:DeleteRolePermissionsBoundary", `${IAM}:role/GitHubActionsECRRole`],
  ["iam:PassRole", `${IAM}:role/GitHubActionsECRRole`],
  ["iam:UpdateAssumeRolePolicy", `${IAM}:role/Administrator`],
  ["iam:AddClientIDToOpenIDConnectProvider", `${IAM}:oidc-provider/token.actions.githubusercontent.com`],
  ["ecr:DeleteRepository", "arn:aws:ecr:eu-west-1:123456789012:repository/web"],
  ["s3:PutObject", "arn:aws:s3:::acme-tfstate/other.tfstate"],
  ["s3:DeleteObject", "arn:aws:s3:::acme-tfstate/github-actions-ecr/aws-production.tfstate"],
])("the role that applies cannot call %s on %s", (action, resource) => {
  expect(mayAllow(policy("apply"), action, resource)).toBe(false);
});

test("the role that applies creates roles only with the boundary", () => {
  const creating = policy("apply").statements.filter((statement) =>
    ["iam:CreateRole", "iam:PutRolePermissionsBoundary"].some((action) => isAbout(statement, action)),
  );
  expect(creating.map(({ conditions }) => conditions.map(({ key, values }) => [key, values]))).toStrictEqual([
    [["iam:PermissionsBoundary", [`${IAM}:policy/AccessBoundary`]]],
  ]);
});
