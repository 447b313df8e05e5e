import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../cli/run-cli";
import { type Project, project, succeeded } from "./support/project";

/**
 * What others keep on GitHub survives a rename of its repository, and everything that leaves the file by way of `existing`. What exists is
 * imported. The steps of each block build on each other.
 */

let it: Project;
beforeEach(async () => {
  it = await project();
  it.github.put({ kind: "user", name: "octocat", id: 583231 });
});
afterEach(() => it.close());

const STACK = "github-acme";
const ENVIRONMENT = "production $".concat("{x}");

interface Keys {
  readonly facts?: string;
  readonly environment?: string;
  readonly template?: string;
  readonly publish?: readonly [string, string];
}

/** A file with every kind of resource of a repository. The roles publish variables and secrets. */
function write(
  name: string,
  { facts = "", environment = "", template = "", publish = ["", ""] }: Keys = {},
): void {
  it.write(`
github:
  owner: acme
  repositories: { ${name}: { ${facts} } }
  environments:
    - { name: "${ENVIRONMENT}", repositories: [${name}], branches: [main], tags: [v*], reviewers: { users: [octocat] }${environment} }
  subjectTemplates: [{ repositories: [${name}], claims: [repo, context]${template} }]
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - name: A
        trust: [{ repository: ${name}, environment: "${ENVIRONMENT}" }]
        ecr: { repositories: [web] }
        publish: { as: variables, to: [repository, environment], values: { A: region, B: roleName }${publish[0]} }
      - name: C
        trust: [{ repository: ${name}, environment: "${ENVIRONMENT}" }]
        ecr: { repositories: [web] }
        publish: { to: [repository, environment, dependabot], values: { C: roleName }${publish[1]} }
`);
}

async function plan(): Promise<string> {
  await it.synth();
  succeeded(await it.terraform(STACK, "init"));
  return succeeded(await it.terraform(STACK, "plan", "-out=plan"));
}

/** Applies the plan, and expects the next one to be empty. */
async function apply(): Promise<void> {
  succeeded(await it.terraform(STACK, "apply", "plan"));
  succeeded(await it.terraform(STACK, "plan", "-detailed-exitcode"));
}

const RESOURCES = 11;

function all(): readonly object[] {
  return [
    ...it.github.values(),
    ...it.github.environments(),
    ...it.github.deploymentPolicies(),
    ...it.github.templates(),
  ];
}

const secretOfOthers = (repository: string) =>
  ({
    kind: "environment secret",
    repository,
    environment: ENVIRONMENT,
    name: "THEIRS",
    value: "secret",
  }) as const;

test("a renamed repository is changed in place, and keeps the secrets of others; without its former name, the plan is reported", async () => {
  write("web");
  expect(await plan()).toContain(`Plan: ${RESOURCES} to add, 0 to change, 0 to destroy.`);
  await apply();
  it.github.put(secretOfOthers("acme/web"));
  const before = all().length;
  it.github.rename("acme/web", "acme/shop");

  write("shop");
  expect(await plan()).toContain(`Plan: ${RESOURCES} to add, 0 to change, ${RESOURCES} to destroy.`);
  const { stdout: json } = await it.terraform(STACK, "show", "-json", "plan");
  writeFileSync(join(it.folder, "plan.json"), json);
  const { stdout } = await runCli(["synth", "--json", "--plan", "plan.json"], { cwd: it.folder });
  expect(stdout).toContain(
    `the plan plan.json destroys ${RESOURCES} resources of the GitHub repository web and creates the same for shop.`,
  );

  write("shop", { facts: "formerly: web" });
  expect(await plan()).toContain(`Plan: 0 to add, ${RESOURCES} to change, 0 to destroy.`);
  await apply();
  expect(all()).toHaveLength(before);
  expect(it.github.values()).toContainEqual(secretOfOthers("acme/shop"));

  write("shop");
  expect(await plan()).toContain("No changes.");
  write("shop", { facts: "formerly: [older, web]" });
  expect(await plan()).toContain("No changes.");
}, 120_000);

const EXISTING: Keys = {
  environment: ", origin: existing",
  template: ", origin: existing",
  publish: [", origin: existing", ", origin: existing"],
};

test("what becomes existing stays on GitHub, also if its repository was renamed and when the stack is destroyed", async () => {
  write("web");
  await plan();
  await apply();
  it.github.put(secretOfOthers("acme/web"));
  it.github.rename("acme/web", "acme/shop");
  const before = all();

  write("shop", { ...EXISTING, facts: "formerly: web" });
  expect(await plan()).toContain("Plan: 0 to add, 0 to change, 0 to destroy.");
  await apply();
  expect(all()).toStrictEqual(before);
  succeeded(await it.terraform(STACK, "destroy", "-auto-approve"));
  expect(all()).toStrictEqual(before);
}, 120_000);

test("an environment that becomes protectedElsewhere keeps its secrets", async () => {
  write("web");
  await plan();
  await apply();
  it.github.put(secretOfOthers("acme/web"));
  it.write(`
github:
  owner: acme
  environments: [{ name: "${ENVIRONMENT}", repositories: [web], protectedElsewhere: true }]
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - name: A
        trust: [{ repository: web, environment: "${ENVIRONMENT}" }]
        ecr: { repositories: [web] }
        publish: { as: variables, to: environment, values: { A: region } }
`);
  await plan();
  await apply();
  expect(it.github.environments()).toHaveLength(1);
  expect(it.github.values()).toContainEqual(secretOfOthers("acme/web"));
}, 120_000);

test("what exists already is imported: the plan shows the differences, and nothing that others keep there goes", async () => {
  it.github.put({
    kind: "environment",
    repository: "acme/web",
    name: ENVIRONMENT,
    wait_timer: 30,
    can_admins_bypass: true,
    prevent_self_review: false,
    reviewers: { teams: [], users: [583231] },
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  it.github.put({ kind: "variable", repository: "acme/web", name: "A", value: "old" });
  it.github.put({
    kind: "environment variable",
    repository: "acme/web",
    environment: ENVIRONMENT,
    name: "B",
    value: "A",
  });
  it.github.put({ kind: "secret", repository: "acme/web", name: "C", value: "old" });
  it.github.put(secretOfOthers("acme/web"));

  write("web", {
    environment: ", origin: { web: import }",
    publish: [`, origin: { web: [A], "web:${ENVIRONMENT}": [B] }`, ", origin: { web: import }"],
  });
  const output = await plan();
  expect(output).toContain("Plan: 4 to import, 7 to add, 3 to change, 0 to destroy.");
  expect(output).toMatch(/wait_timer\s+= 30 -> null/);
  await apply();
  expect(it.github.values()).toContainEqual(secretOfOthers("acme/web"));
  expect(it.github.values()).toContainEqual({
    kind: "variable",
    repository: "acme/web",
    name: "A",
    value: "ap-northeast-2",
  });
}, 120_000);

test("an apply that was cut off goes on once the variable that the state does not know is imported", async () => {
  write("web");
  await plan();
  await apply();
  succeeded(await it.terraform(STACK, "state", "rm", "github_actions_variable.web_A"));
  await plan();
  expect(succeeded(await it.terraform(STACK, "apply", "plan"), 1)).toContain("409");

  write("web", { publish: [", origin: { web: [A] }", ""] });
  expect(await plan()).toContain("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");
  await apply();
}, 120_000);

/** A change of the file, and what the plan then does. */
type Row = readonly [what: string, before: string | RegExp, after: string, plan: string];

const ENTRY = / {2}environments:\n.*\n/;
const ROWS: readonly Row[] = [
  ["an environment", ENTRY, "", "0 to add, 0 to change, 3 to destroy"],
  ["a deployment branch", "branches: [main]", "branches: [dev]", "1 to add, 0 to change, 1 to destroy"],
  ["a subject template", /.*subjectTemplates.*\n/, "", "0 to add, 0 to change, 1 to destroy"],
  ["a name of publish.values", ", B: roleName", "", "0 to add, 0 to change, 2 to destroy"],
  ["publish.as", "as: variables", "as: secrets", "4 to add, 0 to change, 4 to destroy"],
  [
    "a level of publish.to",
    "to: [repository, environment], values: { A",
    "to: environment, values: { A",
    "0 to add, 0 to change, 2 to destroy",
  ],
  ["publish.prefix", "as: variables,", "as: variables, prefix: P_,", "4 to add, 0 to change, 4 to destroy"],
  [
    "a place that is existing before",
    "as: variables,",
    "as: variables, origin: { web: existing },",
    "0 to add, 0 to change, 0 to destroy",
  ],
  [
    "values that are existing before",
    "as: variables,",
    "as: variables, origin: existing,",
    "0 to add, 0 to change, 0 to destroy",
  ],
  [
    "a template that is existing before",
    "claims: [repo, context]",
    "claims: [repo, context], origin: existing",
    "0 to add, 0 to change, 0 to destroy",
  ],
  [
    "an environment that is existing before",
    "reviewers: { users: [octocat] }",
    "reviewers: { users: [octocat] }, origin: existing",
    "0 to add, 0 to change, 0 to destroy",
  ],
];

test("what leaves the file is destroyed, unless it is existing before, as the table of the guide says", async () => {
  write("web");
  await plan();
  await apply();
  const file = readFileSync(join(it.folder, "access.yaml"), "utf8");
  for (const [what, before, after, expected] of ROWS) {
    const changed = file.replace(before, after);
    expect([what, changed]).not.toStrictEqual([what, file]);
    it.write(changed);
    expect([what, /Plan: (.*)\./.exec(await plan())?.[1]]).toStrictEqual([what, expected]);
  }
}, 240_000);
