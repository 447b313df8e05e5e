import { GithubEnvironment, type GithubEnvironmentProps } from "../../lib/constructs/github-environment";
import { synthesized } from "./synthesized";

const BARE: GithubEnvironmentProps = {
  repository: "web",
  name: "prod",
  branches: [],
  tags: [],
  reviewers: { users: [], teams: [] },
  preventSelfReview: false,
  waitMinutes: 0,
  administratorsMayBypass: false,
};

function resources(props: Partial<GithubEnvironmentProps>) {
  return synthesized((scope) => new GithubEnvironment(scope, "web_prod", { ...BARE, ...props }));
}

const environment = { repository: "web", environment: "prod" };

test.each<[string, Partial<GithubEnvironmentProps>, object]>([
  ["nothing but a repository and a name", {}, {}],
  ["administrators who may bypass", { administratorsMayBypass: true }, { can_admins_bypass: true }],
  ["a wait", { waitMinutes: 30 }, { wait_timer: 30 }],
  ["users who review", { reviewers: { users: [1, 2], teams: [] } }, { reviewers: [{ users: [1, 2] }] }],
  ["teams that review", { reviewers: { users: [], teams: [3] } }, { reviewers: [{ teams: [3] }] }],
  [
    "both, and nobody who reviews one's own run",
    { reviewers: { users: [1], teams: [3] }, preventSelfReview: true },
    { reviewers: [{ users: [1], teams: [3] }], prevent_self_review: true },
  ],
])("an environment with %s is one resource", (_, props, expected) => {
  expect(resources(props)).toStrictEqual({
    github_repository_environment: { web_prod: { ...environment, can_admins_bypass: false, ...expected } },
  });
});

test("patterns for branches and tags are policies of the environment, made after it", () => {
  const inside = { ...environment, depends_on: ["github_repository_environment.web_prod"] };

  expect(resources({ branches: ["main"], tags: ["v1", "main"] })).toStrictEqual({
    github_repository_environment: {
      web_prod: {
        ...environment,
        can_admins_bypass: false,
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
    },
    github_repository_environment_deployment_policy: {
      web_prod_web_prod_branch_main: { ...inside, branch_pattern: "main" },
      web_prod_web_prod_tag_v1: { ...inside, tag_pattern: "v1" },
      web_prod_web_prod_tag_main: { ...inside, tag_pattern: "main" },
    },
  });
});

test("tags alone keep branches out too", () => {
  expect(resources({ tags: ["v1"] }).github_repository_environment).toStrictEqual({
    web_prod: {
      ...environment,
      can_admins_bypass: false,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
  });
});

test("signs of templates in names and patterns stay as they are", () => {
  const found = resources({ name: `a\${b}`, branches: ["%{if}*"], tags: [`\${x}%{y}`] });

  expect(
    Object.values(found).flatMap((byName) =>
      Object.values(byName).map((each) => [each.environment, each.branch_pattern, each.tag_pattern]),
    ),
  ).toStrictEqual([
    [`a$\${b}`, undefined, undefined],
    [`a$\${b}`, "%%{if}*", undefined],
    [`a$\${b}`, undefined, `$\${x}%%{y}`],
  ]);
});

test("what comes after the environment knows its address", () => {
  let address = "";
  synthesized((scope) => {
    address = new GithubEnvironment(scope, "web_prod", BARE).environmentAddress;
  });

  expect(address).toMatch(/^github_repository_environment\.web_prod_[0-9A-F]{8}$/);
});
