import {
  type Arguments,
  all,
  FIRST,
  onlyEnvironment,
  organizationTemplate,
  policyType,
  repositoryTemplate,
  SELECTED,
} from "./support/github-blocks";
import type { GithubEnvironment, GithubKey, GithubValue } from "./support/github-store";
import { type GithubWorkspace, githubWorkspace } from "./support/github-workspace";
import { succeeded } from "./support/project";

/** The GitHub provider's resources by hand-written Terraform: made, changed, replaced, put right and destroyed. */

let it: GithubWorkspace;
beforeEach(async () => {
  it = await githubWorkspace();
  it.github.put({ kind: "user", name: "octocat", id: 583231 });
  it.github.put({ kind: "team", organization: "acme", name: "reviewers", id: 42 });
});
afterEach(() => it.close());

const web = { repository: "acme/web" };
const production = { ...web, environment: "production" };
const acme = { organization: "acme" };
const selected = { visibility: "selected", selected_repository_ids: [3, 7] };
const one = { name: "NAME", value: "one" };

/** In the order in which the fake provider lists them. */
const FIRST_VALUES = [
  {
    kind: "organization dependabot secret",
    ...acme,
    ...one,
    visibility: "private",
    selected_repository_ids: [],
  },
  { kind: "organization secret", ...acme, ...one, ...selected },
  { kind: "organization variable", ...acme, ...one, ...selected },
  { kind: "dependabot secret", ...web, ...one },
  { kind: "secret", ...web, ...one },
  { kind: "variable", ...web, ...one },
  { kind: "environment secret", ...production, ...one },
  { kind: "environment variable", ...production, ...one },
];
const FIRST_ENVIRONMENT = {
  kind: "environment",
  ...web,
  name: "production",
  wait_timer: 30,
  can_admins_bypass: false,
  prevent_self_review: true,
  reviewers: { teams: [42], users: [583231] },
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
};
const FIRST_POLICY = { kind: "deployment policy", ...production, type: "branch", name: "main" };
const FIRST_TEMPLATES = [
  {
    kind: "organization template",
    ...acme,
    include_claim_keys: ["repo", "context", "job_workflow_ref"],
  },
  { kind: "template", ...web, use_default: false, include_claim_keys: ["repo", "job_workflow_ref"] },
];

/** FIRST_VALUES with other arguments. */
function values(changes: Readonly<Record<string, Arguments>>): readonly Arguments[] {
  return FIRST_VALUES.map((value) => ({ ...value, ...changes[value.kind] }));
}

test("every resource is created with its arguments, a second plan is empty, and destroy deletes all", async () => {
  await it.write(all());
  await it.applied();
  expect(it.github.values()).toStrictEqual(FIRST_VALUES);
  expect(it.github.environments()).toStrictEqual([FIRST_ENVIRONMENT]);
  expect(it.github.deploymentPolicies()).toStrictEqual([FIRST_POLICY]);
  expect(it.github.templates()).toStrictEqual(FIRST_TEMPLATES);

  succeeded(await it.terraform("destroy", "-auto-approve"));
  expect(it.github.values()).toStrictEqual([]);
  expect(it.github.environments()).toStrictEqual([]);
  expect(it.github.deploymentPolicies()).toStrictEqual([]);
  expect(it.github.templates()).toStrictEqual([]);
});

const two = { value: "two" };

test("what GitHub can change is changed in place", async () => {
  await it.write(all());
  await it.applied();
  await it.write(
    all({
      github_actions_variable: two,
      github_actions_environment_variable: two,
      github_actions_organization_variable: { ...two, selected_repository_ids: [7] },
      github_repository_environment: {
        wait_timer: null,
        prevent_self_review: null,
        can_admins_bypass: null,
        reviewers: [{ users: [1, 2] }],
      },
      [policyType]: { branch_pattern: "release/*" },
      [repositoryTemplate]: {
        use_default: true,
        include_claim_keys: null,
      },
      [organizationTemplate]: {
        include_claim_keys: ["job_workflow_ref"],
      },
    }),
  );
  expect(await it.plannedActions()).toStrictEqual({
    github_actions_variable: "update",
    github_actions_environment_variable: "update",
    github_actions_organization_variable: "update",
    github_repository_environment: "update",
    [policyType]: "update",
    [repositoryTemplate]: "update",
    [organizationTemplate]: "update",
  });
  await it.applied();
  expect(it.github.values()).toStrictEqual(
    values({
      variable: two,
      "environment variable": two,
      "organization variable": { ...two, selected_repository_ids: [7] },
    }),
  );
  expect(it.github.environments()).toStrictEqual([
    {
      ...FIRST_ENVIRONMENT,
      wait_timer: 0,
      prevent_self_review: false,
      can_admins_bypass: true,
      reviewers: { teams: [], users: [1, 2] },
    },
  ]);
  expect(it.github.deploymentPolicies()).toStrictEqual([{ ...FIRST_POLICY, name: "release/*" }]);
  expect(it.github.templates()).toStrictEqual([
    { ...FIRST_TEMPLATES[0], include_claim_keys: ["job_workflow_ref"] },
    { ...FIRST_TEMPLATES[1], use_default: true, include_claim_keys: [] },
  ]);
});

const REPLACED = "delete, create";

test("the values of secrets, and the repositories that see an organization's, are changed in place", async () => {
  await it.write(all());
  await it.applied();
  const secrets = Object.keys(FIRST).filter((type) => type.endsWith("_secret"));
  const everywhere = { visibility: "all", selected_repository_ids: null };
  await it.write(
    all({
      ...Object.fromEntries(secrets.map((type) => [type, two])),
      github_actions_organization_secret: { ...two, ...everywhere },
      github_actions_organization_variable: everywhere,
      github_dependabot_organization_secret: { ...two, ...SELECTED },
    }),
  );
  expect(await it.plannedActions()).toStrictEqual(
    Object.fromEntries([...secrets, "github_actions_organization_variable"].map((type) => [type, "update"])),
  );
  await it.applied();
  const toAll = { visibility: "all", selected_repository_ids: [] };
  expect(it.github.values()).toStrictEqual(
    values({
      secret: two,
      "environment secret": two,
      "dependabot secret": two,
      "organization secret": { ...two, ...toAll },
      "organization variable": toAll,
      "organization dependabot secret": { ...two, ...selected },
    }),
  );
});

test("another environment, and a pattern of another type, replace the ones before", async () => {
  await it.write(all());
  await it.applied();
  await it.write(
    all({
      github_repository_environment: { environment: "staging" },
      [policyType]: { branch_pattern: null, tag_pattern: "v*" },
    }),
  );
  expect(await it.plannedActions()).toStrictEqual({
    github_repository_environment: REPLACED,
    [policyType]: REPLACED,
    github_actions_environment_secret: REPLACED,
    github_actions_environment_variable: REPLACED,
  });
  await it.applied();
  const staging = { environment: "staging" };
  expect(it.github.values()).toStrictEqual(
    values({ "environment secret": staging, "environment variable": staging }),
  );
  expect(it.github.environments()).toStrictEqual([{ ...FIRST_ENVIRONMENT, name: "staging" }]);
  expect(it.github.deploymentPolicies()).toStrictEqual([
    { ...FIRST_POLICY, ...staging, type: "tag", name: "v*" },
  ]);
});

/** Puts a value that GitHub holds, with something else in it. */
function changeValue(kind: string, change: Partial<GithubValue> = two): void {
  for (const value of it.github.values()) {
    if (value.kind === kind) it.github.put({ ...value, ...change } as GithubValue);
  }
}

function changeEnvironment(change: Partial<GithubEnvironment>): void {
  for (const environment of it.github.environments()) it.github.put({ ...environment, ...change });
}

async function expectFirst(): Promise<void> {
  await it.applied();
  expect(it.github.values()).toStrictEqual(FIRST_VALUES);
  expect(it.github.environments()).toStrictEqual([FIRST_ENVIRONMENT]);
  expect(it.github.deploymentPolicies()).toStrictEqual([FIRST_POLICY]);
  expect(it.github.templates()).toStrictEqual(FIRST_TEMPLATES);
}

test("changes from outside are reverted", async () => {
  await it.write(all());
  await it.applied();
  for (const { kind } of it.github.values()) if (!kind.includes("secret")) changeValue(kind);
  changeValue("organization secret", { selected_repository_ids: [7] });
  changeValue("organization dependabot secret", { visibility: "all" });
  changeValue("organization variable", { selected_repository_ids: [7, 8] });
  changeEnvironment({
    wait_timer: 0,
    can_admins_bypass: true,
    prevent_self_review: false,
    reviewers: { teams: [], users: [1] },
  });
  it.github.put({ kind: "template", ...web, use_default: false, include_claim_keys: ["repo"] });
  it.github.put({ kind: "organization template", ...acme, include_claim_keys: ["repo"] });
  expect(await it.plannedActions()).toStrictEqual({
    github_actions_organization_secret: "update",
    github_dependabot_organization_secret: "update",
    github_actions_variable: "update",
    github_actions_environment_variable: "update",
    github_actions_organization_variable: "update",
    github_repository_environment: "update",
    [repositoryTemplate]: "update",
    [organizationTemplate]: "update",
  });
  await expectFirst();
});

test.each<[string, readonly GithubKey[], Readonly<Record<string, string>>]>([
  [
    "values, a pattern and templates",
    [
      { kind: "secret", ...web, name: "name" },
      { kind: "organization variable", ...acme, name: "NAME" },
      { kind: "deployment policy", ...production, type: "branch", name: "main" },
      { kind: "template", ...web },
      { kind: "organization template", ...acme },
    ],
    {
      github_actions_secret: "create",
      github_actions_organization_variable: "create",
      [policyType]: "create",
      [repositoryTemplate]: "update",
      [organizationTemplate]: "update",
    },
  ],
  [
    "an environment with all that it holds",
    [{ kind: "environment", ...web, name: "production" }],
    {
      github_repository_environment: "create",
      [policyType]: "create",
      github_actions_environment_secret: "create",
      github_actions_environment_variable: "create",
    },
  ],
])("%s, deleted outside Terraform, are created again", async (_what, keys, actions) => {
  await it.write(all());
  await it.applied();
  expect(keys.map((key) => it.github.remove(key))).toStrictEqual(keys.map(() => true));
  expect(await it.plannedActions()).toStrictEqual(actions);
  await expectFirst();
});

// From here on: bugs of the provider, which the fake provider has too.

test("reviewers that were deleted on GitHub give no difference", async () => {
  await it.write(all());
  await it.applied();
  changeEnvironment({ reviewers: { teams: [], users: [] } });
  expect(await it.plannedActions()).toStrictEqual({});
});

test("without reviewers GitHub does not keep preventSelfReview, and the plan is never empty", async () => {
  await it.write({ resource: onlyEnvironment({ prevent_self_review: true }) });
  succeeded(await it.terraform("apply", "-auto-approve"));
  expect(await it.plannedActions()).toStrictEqual({ github_repository_environment: "update" });
});

test("secrets that were overwritten on GitHub give no difference", async () => {
  await it.write(all());
  await it.applied();
  for (const { kind } of it.github.values()) if (kind.includes("secret")) changeValue(kind);
  expect(await it.plannedActions()).toStrictEqual({});
});

test("a deployment policy that was added on GitHub gives no difference", async () => {
  await it.write(all());
  await it.applied();
  it.github.put({ kind: "deployment policy", ...production, type: "branch", name: "*" });
  expect(await it.plannedActions()).toStrictEqual({});
});
