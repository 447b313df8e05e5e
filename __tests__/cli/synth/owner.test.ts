import { ownerText, placeJson } from "../../../lib/cli/synth/owner";
import type { Environment, GithubValue, Owner, ValueTarget } from "../../../lib/config/config";

const NOTHING: Owner = {
  name: "acme",
  stack: "github-acme",
  values: [],
  environments: [],
  templates: [],
  accountStacks: [],
};

const WEB = { level: "repository", repository: "web" } as const;
const PROD = { level: "environment", repository: "web", environment: "prod eu" } as const;
const ALL = { level: "organization", visibility: "all" } as const;
const PRIVATE = { level: "organization", visibility: "private" } as const;
const SELECTED = { level: "organization", visibility: "selected", repositoryIds: [2, 3] } as const;

function value(name: string, target: ValueTarget, as: GithubValue["as"] = "secrets"): GithubValue {
  return { as, target, name, value: "x" };
}

function environment(keys: Partial<Environment>): Environment {
  return {
    repository: "web",
    name: "prod",
    branches: [],
    tags: [],
    reviewers: { users: [], teams: [] },
    preventSelfReview: false,
    waitMinutes: 0,
    administratorsMayBypass: false,
    ...keys,
  };
}

const textOf = (parts: Partial<Owner>): string => ownerText({ ...NOTHING, ...parts });

test("shows values by place and kind, then environments and templates, then the requests of a plan", () => {
  expect(
    textOf({
      values: [
        value("A", WEB),
        value("B", WEB, "variables"),
        value("C", PROD),
        value("D", WEB),
        value("E", ALL),
        value("F", PRIVATE, "variables"),
        value("G", { ...SELECTED, repositoryIds: [2, 3] }),
        value("H", WEB, "dependabot secrets"),
        value("I", { level: "repository", repository: "api" }),
        value("J", ALL),
      ],
      environments: [environment({ branches: ["main"] }), environment({ repository: "api", name: "test" })],
      templates: [
        { repository: undefined, claims: ["repo", "context"] },
        { repository: "web", claims: ["repo", "context", "job_workflow_ref"] },
      ],
    }),
  ).toBe(`github-acme
  acme/web secrets: A, D
  acme/web variables: B
  acme/web environment prod eu secrets: C
  acme (all repositories) secrets: E, J
  acme (all private repositories) variables: F
  acme (2 selected repositories) secrets: G
  acme/web dependabot secrets: H
  acme/api secrets: I
  acme/web environment prod: branches main
  acme/api environment test: any branch or tag
  acme subject template: repo, context
  acme/web subject template: repo, context, job_workflow_ref
  a plan makes 17 requests to GitHub, of 5,000 per hour`);
});

test("an owner without values has no requests", () => {
  expect(textOf({})).toBe("github-acme\n  a plan makes 0 requests to GitHub, of 5,000 per hour");
});

test.each<[string, Partial<Environment>]>([
  ["any branch or tag", {}],
  ["branches main, release/*", { branches: ["main", "release/*"] }],
  ["tags v*", { tags: ["v*"] }],
  ["branches main; tags v*, w*", { branches: ["main"], tags: ["v*", "w*"] }],
  ["any branch or tag; approval by octo", { reviewers: { users: ["octo"], teams: [] } }],
  [
    "any branch or tag; approval by octo or cat or team ops or team dev",
    { reviewers: { users: ["octo", "cat"], teams: ["ops", "dev"] } },
  ],
  ["any branch or tag; a wait of 30 minutes", { waitMinutes: 30 }],
  ["any branch or tag; a wait of 1 minute", { waitMinutes: 1 }],
  ["any branch or tag; administrators can bypass it", { administratorsMayBypass: true }],
  [
    "branches main; tags v*; approval by team ops, not by the person who started the run; a wait of 43,200 minutes; administrators can bypass it",
    {
      branches: ["main"],
      tags: ["v*"],
      reviewers: { users: [], teams: ["ops"] },
      preventSelfReview: true,
      waitMinutes: 43_200,
      administratorsMayBypass: true,
    },
  ],
])("shows the protection of an environment: %s", (gates, keys) => {
  expect(textOf({ environments: [environment(keys)] }).split("\n")[1]).toBe(
    `  acme/web environment prod: ${gates}`,
  );
});

test.each<[string, (count: number) => Partial<Owner>]>([
  [
    "places",
    (count) => ({
      values: Array.from({ length: count }, (_, index) =>
        value("A", { level: "repository", repository: `r${index}` }),
      ),
    }),
  ],
  [
    "environments",
    (count) => ({
      environments: Array.from({ length: count }, (_, index) => environment({ name: `e${index}` })),
    }),
  ],
  [
    "templates",
    (count) => ({
      templates: Array.from({ length: count }, (_, index) => ({
        repository: `r${index}`,
        claims: ["repo"] as const,
      })),
    }),
  ],
])("a long list of %s ends with the number of further elements", (_, parts) => {
  expect(textOf(parts(20)).split("\n")).toHaveLength(22);
  expect(textOf(parts(22)).split("\n").slice(-2)).toStrictEqual([
    "  and 2 more",
    "  a plan makes 22 requests to GitHub, of 5,000 per hour",
  ]);
});

test.each<[ValueTarget, object]>([
  [WEB, { repository: "acme/web" }],
  [PROD, { repository: "acme/web", environment: "prod eu" }],
  [ALL, { organization: "acme", visibility: "all" }],
  [PRIVATE, { organization: "acme", visibility: "private" }],
  [
    { ...SELECTED, repositoryIds: [2, 3] },
    { organization: "acme", visibility: "selected", repositoryIds: [2, 3] },
  ],
])("the JSON of %j is %j", (target, expected) => {
  expect(placeJson("acme", target)).toStrictEqual(expected);
});
