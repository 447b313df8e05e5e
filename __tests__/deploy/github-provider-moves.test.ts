import {
  type Arguments,
  all,
  type Blocks,
  organizationTemplate,
  policyType,
  repositoryTemplate,
} from "./support/github-blocks";
import { type GithubWorkspace, githubWorkspace } from "./support/github-workspace";
import { succeeded } from "./support/project";

/** Resources that move: to a renamed repository, to another one, from GitHub into the state, and from a state of an older provider. */

let it: GithubWorkspace;
beforeEach(async () => {
  it = await githubWorkspace();
  it.github.put({ kind: "user", name: "octocat", id: 583231 });
  it.github.put({ kind: "team", organization: "acme", name: "reviewers", id: 42 });
});
afterEach(() => it.close());

const IN_REPOSITORY = [
  "github_actions_environment_secret",
  "github_actions_environment_variable",
  "github_actions_secret",
  "github_actions_variable",
  "github_dependabot_secret",
  "github_repository_environment",
  policyType,
] as const;

/** The blocks in another repository, and under other names. */
function elsewhere(repository: string, name = "this"): { resource: Blocks; data: Blocks } {
  const { resource, data } = all();
  const moved = Object.entries(resource).map(([type, { this: block = {} }]) => {
    const place: Arguments = "repository" in block ? { repository } : {};
    const environment =
      "environment" in block && type !== "github_repository_environment"
        ? { environment: `\${github_repository_environment.${name}.environment}` }
        : {};
    return [type, { [name]: { ...block, ...place, ...environment } }];
  });
  return { resource: Object.fromEntries(moved), data };
}

function everywhere(actions: string): Readonly<Record<string, string>> {
  return Object.fromEntries(IN_REPOSITORY.map((type) => [type, actions]));
}

test("a repository that is renamed on GitHub alone gives no difference", async () => {
  await it.write(all());
  await it.applied();
  it.github.rename("acme/web", "acme/site");
  expect(await it.plannedActions()).toStrictEqual({});
});

test("a renamed repository is updated in place, and nothing is lost", async () => {
  await it.write(all());
  await it.applied();
  it.github.rename("acme/web", "acme/site");
  const before = [it.github.values(), it.github.environments(), it.github.deploymentPolicies()];
  await it.write(elsewhere("site"));
  expect(await it.plannedActions()).toStrictEqual({
    ...everywhere("update"),
    [repositoryTemplate]: "update",
  });
  await it.applied();
  expect([it.github.values(), it.github.environments(), it.github.deploymentPolicies()]).toStrictEqual(
    before,
  );
});

test("with moved blocks, a renamed repository keeps everything under new addresses", async () => {
  await it.write(all());
  await it.applied();
  it.github.rename("acme/web", "acme/site");
  const blocks = elsewhere("site", "that");
  const moved = Object.keys(blocks.resource).map((type) => ({ from: `${type}.this`, to: `${type}.that` }));
  await it.write({ ...blocks, moved });
  expect(await it.plannedActions()).toStrictEqual({
    ...everywhere("update"),
    [repositoryTemplate]: "update",
  });
  await it.applied();
});

test("without moved blocks, everything of a renamed repository is destroyed and created again", async () => {
  await it.write(all());
  await it.applied();
  it.github.rename("acme/web", "acme/site");
  await it.write(elsewhere("site", "that"));
  expect(succeeded(await it.terraform("plan"))).toContain("Plan: 12 to add, 0 to change, 12 to destroy.");
});

test("another repository replaces what was in the first one", async () => {
  await it.write(all());
  await it.applied();
  await it.write(elsewhere("api"));
  expect(await it.plannedActions()).toStrictEqual({
    ...everywhere("delete, create"),
    [repositoryTemplate]: "update",
  });
});

const NAMES = ["a:b", "a::b", "100%", "a/b", "what?", "two words", "$".concat("{x}"), "a%3Ab"];

test.each(NAMES)("an environment called %s is created, changed, imported and destroyed", async (name) => {
  const environment = name.replaceAll("${", () => "$${");
  const inside = (value: string) => {
    const { resource, data } = all({
      github_repository_environment: { environment },
      github_actions_environment_secret: { value },
      github_actions_environment_variable: { value },
    });
    const types = ["github_repository_environment", policyType].concat(
      "github_actions_environment_secret",
      "github_actions_environment_variable",
    );
    return { resource: Object.fromEntries(types.map((type) => [type, resource[type] ?? {}])), data };
  };
  await it.write(inside("one"));
  await it.applied();
  await it.write(inside("two"));
  await it.applied();
  expect(it.github.environments().map((each) => each.name)).toStrictEqual([name]);
  expect(it.github.values().map(({ value }) => value)).toStrictEqual(["two", "two"]);
  const id = name.replaceAll(":", "??").replaceAll("${", () => "$${");
  succeeded(await it.terraform("state", "rm", "github_repository_environment.this"));
  await it.write({
    ...inside("two"),
    import: [{ to: "github_repository_environment.this", id: `web:${id}` }],
  });
  expect(await it.plannedActions()).toStrictEqual({ github_repository_environment: "import" });
  await it.applied();
  succeeded(await it.terraform("destroy", "-auto-approve"));
  expect(it.github.environments()).toStrictEqual([]);
});

const IDS: Readonly<Record<string, string>> = {
  github_actions_secret: "web:NAME",
  github_actions_variable: "web:NAME",
  github_actions_environment_secret: "web:production:NAME",
  github_actions_environment_variable: "web:production:NAME",
  github_actions_organization_secret: "NAME",
  github_actions_organization_variable: "NAME",
  github_dependabot_secret: "web:NAME",
  github_dependabot_organization_secret: "NAME",
  github_repository_environment: "web:production",
  [repositoryTemplate]: "web",
  [organizationTemplate]: "acme",
};

test("what exists is imported, secrets are written again, and differences are changed in place", async () => {
  await it.write(all());
  await it.applied();
  const state = it.stateOf(policyType);
  it.forget();
  const imports = Object.entries({ ...IDS, [policyType]: state.id });
  await it.write({
    ...all({ github_actions_variable: { value: "two" }, github_repository_environment: { wait_timer: 10 } }),
    import: imports.map(([type, id]) => ({ to: `${type}.this`, id })),
  });
  expect(await it.plannedActions()).toStrictEqual({
    github_actions_secret: "update, import",
    github_actions_variable: "update, import",
    github_actions_environment_secret: "update, import",
    github_actions_environment_variable: "import",
    github_actions_organization_secret: "update, import",
    github_actions_organization_variable: "import",
    github_dependabot_secret: "update, import",
    github_dependabot_organization_secret: "update, import",
    github_repository_environment: "update, import",
    [policyType]: "import",
    [repositoryTemplate]: "import",
    [organizationTemplate]: "import",
  });
  await it.applied();
});

test.each([
  ["secret", "github_actions_secret", "web:NONE", "404 Not Found: github_actions_secret web:NONE"],
  ["environment", "github_repository_environment", "web:none", "Cannot import non-existent remote object"],
])("rejects the import of what GitHub does not have: %s", async (_what, type, id, message) => {
  const { resource, data } = all();
  await it.write({ resource: { [type]: resource[type] ?? {} }, data, import: [{ to: `${type}.this`, id }] });
  expect(await it.refused()).toContain(message);
});

/** What version 6.9.0 wrote for the same resources, with the ids of this GitHub. */
test("a state of version 6.9 is upgraded in place", async () => {
  await it.write(all());
  await it.applied();
  it.changeState((attributes, type) => {
    const { repository_id, policy_id, key_id, remote_updated_at, value_encrypted, ...kept } = attributes;
    const isSecret = type.endsWith("_secret");
    const { value, ...others } = kept;
    const hasDrift = ["github_actions_secret", "github_actions_organization_secret"].includes(type);
    return {
      attributes: isSecret
        ? { ...others, plaintext_value: value, ...(hasDrift && { destroy_on_drift: true }) }
        : kept,
      schema_version: ["github_actions_secret", "github_actions_organization_secret"].includes(type) ? 1 : 0,
    };
  });
  expect(await it.plannedActions()).toStrictEqual(
    Object.fromEntries(
      Object.keys(IDS)
        .filter((type) => type.endsWith("_secret"))
        .map((type) => [type, "update"]),
    ),
  );
  await it.applied();
});
