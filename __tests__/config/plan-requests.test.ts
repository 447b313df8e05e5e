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

const WEB = { level: "repository", repository: "web" } as const;
const PROD = { level: "environment", repository: "web", environment: "prod" } as const;

function selected(count: number): GithubValue {
  const others = Array.from({ length: count - 1 }, (_, index) => index + 2);
  return {
    ...VALUE,
    target: { level: "organization", visibility: "selected", repositoryIds: [1, ...others] },
  };
}

test.each<[string, Partial<Owner>, number]>([
  ["nothing", {}, 0],
  ["each value", { values: [VALUE, VALUE, VALUE] }, 3],
  ["each value of a repository", { values: [{ ...VALUE, target: WEB }] }, 1],
  ["an environment's variable", { values: [{ ...VALUE, as: "variables", target: PROD }] }, 1],
  ["an environment's secret, and its repository before", { values: [{ ...VALUE, target: PROD }] }, 2],
  ["an organization's value, and a page of the repositories that read it", { values: [selected(1)] }, 2],
  ["an organization's value for 30 repositories", { values: [selected(30)] }, 2],
  ["an organization's value for 31 repositories", { values: [selected(31)] }, 3],
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
  [
    "each reviewer once, however many environments they review, a user three times, and a team by the name of a user",
    {
      environments: [
        environment({ reviewers: { users: ["octo", "cat"], teams: ["octo"] } }),
        environment({ name: "test", reviewers: { users: ["octo"], teams: ["octo", "ops"] } }),
      ],
    },
    2 + 2 * 3 + 2,
  ],
  [
    "all of these together",
    {
      values: [VALUE],
      environments: [environment({ tags: ["v*"], reviewers: { users: ["octo"], teams: [] } })],
      templates: [{ repository: "web", claims: ["repo"] }],
    },
    1 + 1 + 1 + 3 + 1,
  ],
])("a plan asks GitHub for %s", (_, parts, requests) => {
  expect(planRequests({ ...NOTHING, ...parts })).toBe(requests);
});

test("GitHub answers 5,000 requests in an hour", () => {
  expect(MAX_REQUESTS_PER_HOUR).toBe(5_000);
});
