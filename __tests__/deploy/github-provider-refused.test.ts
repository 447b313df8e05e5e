import {
  type Blocks,
  only,
  onlyEnvironment,
  organizationTemplate,
  policyType,
  repositoryTemplate,
} from "./support/github-blocks";
import { type GithubWorkspace, githubWorkspace } from "./support/github-workspace";

/** What the GitHub provider, or GitHub behind it, does not take. */

let it: GithubWorkspace;
beforeEach(async () => {
  it = await githubWorkspace();
  it.github.put({ kind: "user", name: "octocat", id: 583231 });
});
afterEach(() => it.close());

test.each<[string, Blocks, string]>([
  [
    "a name that GitHub reserves",
    only("github_dependabot_secret", { secret_name: "GITHUB_TOKEN" }),
    "GitHub refuses the secret_name GITHUB_TOKEN",
  ],
  [
    "two values",
    only("github_actions_environment_secret", { environment: "none", encrypted_value: "eA==" }),
    "give one of value, value_encrypted, plaintext_value, encrypted_value",
  ],
  [
    "a secret of an environment that is not there",
    only("github_actions_environment_secret", { environment: "none" }),
    "404 Not Found: no environment none in acme/web",
  ],
  [
    "a variable of an environment that is not there",
    only("github_actions_environment_variable", { environment: "none" }),
    "404 Not Found: no environment none in acme/web",
  ],
  [
    "a variable that is there",
    only("github_actions_variable", { variable_name: "THERE" }),
    "409 Already exists: kind variable, repository acme/web, name THERE",
  ],
  [
    "an unknown visibility",
    only("github_actions_organization_variable", { visibility: "public" }),
    "visibility is one of all, private, selected, not public",
  ],
  [
    "selected repositories without visibility: selected",
    only("github_dependabot_organization_secret", { selected_repository_ids: [1] }),
    "cannot use selected_repository_ids without visibility being set to selected",
  ],
  [
    "too long a wait",
    onlyEnvironment({ wait_timer: 43_201 }),
    "wait_timer is between 0 and 43200, not 43201",
  ],
  [
    "seven reviewers",
    onlyEnvironment({ reviewers: { users: [1, 2, 3], teams: [4, 5, 6, 7] } }),
    "422 Validation Failed: more than 6 reviewers",
  ],
  [
    "reviewers in two blocks",
    onlyEnvironment({ reviewers: [{ users: [1] }, { teams: [2] }] }),
    "Too many reviewers blocks",
  ],
  [
    "both kinds of branch policies",
    onlyEnvironment({
      deployment_branch_policy: { protected_branches: true, custom_branch_policies: true },
    }),
    "protected_branches and custom_branch_policies cannot be the same",
  ],
  [
    "a pattern for an environment without custom policies",
    {
      ...onlyEnvironment({}),
      ...only(policyType, {}),
    },
    "404 Not Found: no environment production with custom branch policies in acme/web",
  ],
  [
    "a pattern for branches and tags",
    only(policyType, { environment: "none", tag_pattern: "v*" }),
    "give one of branch_pattern, tag_pattern",
  ],
  [
    "claim keys beside the default template",
    only(repositoryTemplate, { use_default: true }),
    "include_claim_keys cannot be set when use_default is true",
  ],
  [
    "a template without claim keys",
    only(organizationTemplate, { include_claim_keys: [] }),
    "include_claim_keys requires 1 item minimum",
  ],
])("rejects %s", async (_what, resource, message) => {
  const there = { kind: "variable", repository: "acme/web", name: "THERE", value: "before" } as const;
  it.github.put(there);
  await it.write({ resource });
  expect(await it.refused()).toContain(message);
  expect(it.github.values()).toStrictEqual([there]);
  expect(it.github.templates()).toStrictEqual([]);
});

test.each([
  ["secret", "github_actions_organization_secret", "octocat is a user, not an organization"],
  ["template", organizationTemplate, 'in the context of an organization, "octocat" is a user'],
])("rejects an organization's %s where the owner is a user", async (_what, type, message) => {
  await it.write({ resource: only(type, {}) }, "octocat");
  expect(await it.refused()).toContain(message);
});

test.each([
  ["user", { github_user: { this: { username: "nobody" } } }, '"name":"nobody"'],
  ["team", { github_team: { this: { slug: "nobodies" } } }, '"name":"nobodies"'],
])("rejects a %s that GitHub does not know", async (kind, data, name) => {
  await it.write({ data });
  const output = await it.refused();
  expect(output).toContain(`404 Not Found: github_${kind}`);
  expect(output).toContain(name);
});
