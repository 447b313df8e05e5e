import { existsSync } from "node:fs";
import { join } from "node:path";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { runCli } from "../../run-cli";

const folder = folderOfEachTest();

type Attributes = Readonly<Record<string, unknown>>;

/** A change of a plan: destroyed if it has nothing after, created if it has nothing before, otherwise replaced. */
function change(type: string, before: Attributes | null, after: Attributes | null) {
  const actions = [...(before === null ? [] : ["delete"]), ...(after === null ? [] : ["create"])];
  const name = JSON.stringify(before ?? after);
  return { address: `${type}.${name}`, type, change: { actions, before, after } };
}

const destroyed = (type: string, before: Attributes) => change(type, before, null);
const created = (type: string, after: Attributes) => change(type, null, after);

/** The warnings of `synth --plan` for a plan with these changes. */
async function warningsOf(changes: readonly object[]): Promise<readonly string[]> {
  folder.write("access.yaml", seed());
  folder.write(
    "plan.json",
    JSON.stringify({ format_version: "1.2", planned_values: {}, resource_changes: changes }),
  );
  const { code, stdout } = await runCli(["synth", "--json", "--plan", "plan.json"], { cwd: folder.path });
  expect(code).toBe(0);
  const { warnings }: { readonly warnings: readonly string[] } = JSON.parse(stdout);
  return warnings.flatMap((warning) => /^the plan plan\.json (.*)$/.exec(warning)?.[1] ?? []);
}

const REMOVALS = "See docs/guide/renames.md#remove-something-that-others-use";
const ENVIRONMENT = "github_repository_environment";
const VARIABLE = "github_actions_variable";
const web = { repository: "web" };
const shop = { repository: "shop" };
const renamed = (from: string, to: string, count: string) =>
  `destroys ${count} of the GitHub repository ${from} and creates the same for ${to}. If ${from} was renamed to ${to}, add formerly: ${from} to github.repositories.${to}. See docs/guide/renames.md#rename-a-github-repository`;

test.each<[string, readonly object[], readonly string[]]>([
  ["nothing", [], []],
  [
    "changes in place and creations",
    [
      { address: "a", type: ENVIRONMENT, change: { actions: ["update"], before: web, after: web } },
      { address: "b", type: ENVIRONMENT, change: { actions: ["no-op"], before: web, after: web } },
      created(ENVIRONMENT, { ...web, environment: "production" }),
    ],
    [],
  ],
  [
    "a renamed repository",
    [
      destroyed(VARIABLE, { ...web, variable_name: "A" }),
      destroyed(ENVIRONMENT, { ...web, environment: "production" }),
      created(VARIABLE, { ...shop, variable_name: "A" }),
      created(ENVIRONMENT, { ...shop, environment: "production" }),
      created(VARIABLE, { ...shop, variable_name: "B" }),
    ],
    [renamed("web", "shop", "2 resources")],
  ],
  [
    "a repository that leaves, while another comes with less",
    [
      destroyed(VARIABLE, { ...web, variable_name: "A" }),
      destroyed(VARIABLE, { ...web, variable_name: "B" }),
      created(VARIABLE, { ...shop, variable_name: "A" }),
    ],
    [
      `deletes 2 values (A of web, B of web). To keep them for others, write publish.origin: existing. ${REMOVALS}`,
    ],
  ],
  [
    "a repository that leaves, while two come with the same",
    [
      destroyed(VARIABLE, { ...web, variable_name: "A" }),
      created(VARIABLE, { ...shop, variable_name: "A" }),
      created(VARIABLE, { repository: "docs", variable_name: "A" }),
    ],
    [`deletes 1 value (A of web). To keep them for others, write publish.origin: existing. ${REMOVALS}`],
  ],
  [
    "an environment that is replaced",
    [change(ENVIRONMENT, { ...web, environment: "a" }, { ...web, environment: "b" })],
    [
      `destroys 1 environment (a of web), with every secret and variable in them. To keep them, write origin: existing. ${REMOVALS}`,
    ],
  ],
  [
    "what an account shares",
    [
      destroyed("aws_iam_openid_connect_provider", { url: "token.actions.githubusercontent.com" }),
      destroyed("aws_iam_role", { name: "Old" }),
      created("aws_iam_role", { name: "New" }),
      destroyed("aws_ecr_repository", { name: "web" }),
      destroyed("aws_ecr_repository", { name: "api" }),
      destroyed("aws_iam_policy", { name: "P" }),
    ],
    [
      `destroys the OIDC provider, which every role for GitHub in the account needs. To keep it, write oidcProvider: existing. ${REMOVALS}`,
      "destroys 1 role (Old) and creates others, so jobs that assume them fail. See docs/guide/renames.md#rename-a-role-or-a-policy",
      "destroys 2 ECR repositories (web, api). To keep them, write origin: existing. See docs/guide/ecr-repositories.md#remove-a-repository-from-the-file",
    ],
  ],
  [
    "what an organization shares",
    [
      destroyed("github_actions_organization_variable", { variable_name: "A" }),
      destroyed("github_dependabot_secret", { ...web, secret_name: "B" }),
      destroyed("github_actions_organization_oidc_subject_claim_customization_template", {}),
      destroyed("github_actions_repository_oidc_subject_claim_customization_template", web),
    ],
    [
      `deletes 2 values (A, B of web). To keep them for others, write publish.origin: existing. ${REMOVALS}`,
      `resets 2 subject templates (github_actions_organization_oidc_subject_claim_customization_template.{}, web), so the tokens get other subjects. To keep them, write origin: existing. ${REMOVALS}`,
    ],
  ],
])("a plan is checked: %s", async (_, changes, warnings) => {
  expect(await warningsOf(changes)).toStrictEqual(warnings);
});

test.each([
  [
    "a state",
    JSON.stringify({ format_version: "1.0", values: {} }),
    "plan.json: expected output of terraform show -json PLAN, got other JSON",
  ],
  ["a list", "[]", "plan.json: expected output of terraform show -json PLAN, got other JSON"],
  ["a plan in Terraform's own form", "PK\u0003\u0004", "plan.json:1:1 invalid JSON: expected a value"],
])("rejects %s, and writes nothing", async (_, text, problem) => {
  folder.write("access.yaml", seed());
  folder.write("plan.json", text);
  const { code, stdout, stderr } = await runCli(["synth", "--plan", "plan.json"], { cwd: folder.path });
  expect([code, stdout]).toStrictEqual([2, ""]);
  expect(stderr).toContain(problem);
  expect(existsSync(join(folder.path, "cdktf.out"))).toBe(false);
});
