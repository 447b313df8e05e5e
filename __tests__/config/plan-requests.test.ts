import type { Environment, GithubValue, Owner } from "../../lib/config/config";
import { MAX_REQUESTS_PER_HOUR, planRequests } from "../../lib/config/plan-requests";

const NOTHING: Owner = {
  name: "acme",
  stack: "github-acme",
  values: [],
  environments: [],
  templates: [],
  accountStacks: [],
};

function environment(keys: Partial<Environment>): Environment {
  return {
    repository: "web",
    name: "prod",
    branches: [],
    tags: [],
    reviewers: { users: [], teams: [] },
    preventSelfReview: false,
    waitMinutes: 30,
    administratorsMayBypass: false,
    ...keys,
  };
}

const VALUE = {
  as: "secrets",
  target: { level: "organization", visibility: "private" },
  name: "A",
  value: "x",
} as const;

const inEnvironment = {
  level: "environment",
  repository: "web",
  environment: "prod",
} as const;

/** A value of an organization that so many repositories read. */
function selected(count: number): GithubValue {
  const [first = 0, ...others] = Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...VALUE,
    target: { level: "organization", visibility: "selected", repositoryIds: [first, ...others] },
  };
}

test.each<[string, Partial<Owner>, number]>([
  ["nothing", {}, 0],
  [
    "each value",
    { values: [VALUE, { ...VALUE, as: "variables" }, { ...VALUE, as: "dependabot secrets" }] },
    3,
  ],
  [
    "each value of a repository",
    { values: [{ ...VALUE, target: { level: "repository", repository: "web" } }] },
    1,
  ],
  ["each variable of an environment", { values: [{ ...VALUE, as: "variables", target: inEnvironment }] }, 1],
  ["each secret of an environment, and its repository", { values: [{ ...VALUE, target: inEnvironment }] }, 2],
  ["one repository that is selected", { values: [selected(1)] }, 2],
  ["30 repositories that are selected, at once", { values: [selected(30)] }, 2],
  ["31 repositories that are selected, at twice", { values: [selected(31)] }, 3],
  ["each environment", { environments: [environment({}), environment({ repository: "api" })] }, 2],
  [
    "each pattern for branches and tags of an environment",
    { environments: [environment({ branches: ["main", "release/*"], tags: ["v*"] })] },
    4,
  ],
  [
    "each template",
    {
      templates: [
        { repository: undefined, claims: ["repo"] },
        { repository: "web", claims: ["repo"] },
      ],
    },
    2,
  ],
  ["a user's keys too", { environments: [environment({ reviewers: { users: ["octo"], teams: [] } })] }, 4],
  ["a team", { environments: [environment({ reviewers: { users: [], teams: ["ops"] } })] }, 2],
  [
    "each reviewer once, however many environments they review, and a team by the name of a user",
    {
      environments: [
        environment({ reviewers: { users: ["octo", "cat"], teams: ["octo"] } }),
        environment({ name: "test", reviewers: { users: ["octo"], teams: ["octo", "ops"] } }),
      ],
    },
    10,
  ],
  [
    "all of these together",
    {
      values: [VALUE, selected(31)],
      environments: [environment({ tags: ["v*"], reviewers: { users: ["octo"], teams: [] } })],
      templates: [{ repository: "web", claims: ["repo"] }],
    },
    10,
  ],
])("a plan asks GitHub for %s, besides the owner", (_, parts, requests) => {
  expect(planRequests({ ...NOTHING, ...parts })).toBe(1 + requests);
});

test("GitHub answers 5,000 requests in an hour", () => {
  expect(MAX_REQUESTS_PER_HOUR).toBe(5_000);
});
