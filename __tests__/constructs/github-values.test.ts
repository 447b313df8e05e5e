import { GithubValues, type GithubValuesProps } from "../../lib/constructs/github-values";
import { synthesized } from "./synthesized";

type Value = GithubValuesProps["values"][number];

const WEB: Value["target"] = { level: "repository", repository: "web" };
const PROD: Value["target"] = { level: "environment", repository: "web", environment: "prod" };
const PRIVATE: Value["target"] = { level: "organization", visibility: "private" };
const SELECTED: Value["target"] = {
  level: "organization",
  visibility: "selected",
  repositoryIds: [2, 3],
};

const region = (target: Value["target"], name = "AWS_REGION"): Value => ({
  target,
  name,
  value: "ap-northeast-2",
});

function resources(as: GithubValuesProps["as"], ...values: readonly Value[]) {
  return synthesized((scope) => new GithubValues(scope, "values", { as, values }));
}

test("secrets are secrets of Actions at each level", () => {
  const secret = { secret_name: "AWS_REGION", plaintext_value: "ap-northeast-2" };

  expect(resources("secrets", region(WEB), region(PROD), region(PRIVATE))).toStrictEqual({
    github_actions_secret: {
      values_web_AWS_REGION: { repository: "web", ...secret },
    },
    github_actions_environment_secret: {
      values_environment_web_prod_AWS_REGION: { repository: "web", environment: "prod", ...secret },
    },
    github_actions_organization_secret: {
      values_organization_AWS_REGION: { visibility: "private", ...secret },
    },
  });
});

test("variables are variables of Actions at each level", () => {
  const variable = { variable_name: "AWS_REGION", value: "ap-northeast-2" };

  expect(resources("variables", region(WEB), region(PROD), region(PRIVATE))).toStrictEqual({
    github_actions_variable: {
      values_web_AWS_REGION: { repository: "web", ...variable },
    },
    github_actions_environment_variable: {
      values_environment_web_prod_AWS_REGION: { repository: "web", environment: "prod", ...variable },
    },
    github_actions_organization_variable: {
      values_organization_AWS_REGION: { visibility: "private", ...variable },
    },
  });
});

test("Dependabot's secrets are its own, in a repository and in an organization", () => {
  const secret = { secret_name: "AWS_REGION", plaintext_value: "ap-northeast-2" };

  expect(resources("dependabot secrets", region(WEB), region(PRIVATE))).toStrictEqual({
    github_dependabot_secret: {
      values_web_AWS_REGION: { repository: "web", ...secret },
    },
    github_dependabot_organization_secret: {
      values_organization_AWS_REGION: { visibility: "private", ...secret },
    },
  });
});

test("rejects Dependabot's secrets of an environment, which keeps none", () => {
  expect(() => resources("dependabot secrets", region(PROD))).toThrow(
    new TypeError("an environment keeps no secrets for Dependabot"),
  );
});

test.each([
  ["secrets", "github_actions_organization_secret"],
  ["variables", "github_actions_organization_variable"],
  ["dependabot secrets", "github_dependabot_organization_secret"],
] as const)("%s of selected repositories name them by their ids, and all others do not", (as, type) => {
  const found = resources(as, region(SELECTED), region({ level: "organization", visibility: "all" }, "B"));

  expect(
    Object.values(found[type] ?? {}).map(({ visibility, selected_repository_ids: ids }) => [visibility, ids]),
  ).toStrictEqual([
    ["selected", [2, 3]],
    ["all", undefined],
  ]);
});

test("a value waits for what it depends on, and no other does", () => {
  const found = resources(
    "variables",
    { ...region(PROD), dependsOn: ["github_repository_environment.web_prod"] },
    region(PROD, "B"),
  );

  expect(
    Object.values(found.github_actions_environment_variable ?? {}).map(({ depends_on }) => depends_on),
  ).toStrictEqual([["github_repository_environment.web_prod"], undefined]);
});

test.each(["secrets", "variables"] as const)(
  "signs of templates in an environment's name stay as they are in %s",
  (as) => {
    const found = resources(
      as,
      region({ level: "environment", repository: "web", environment: `a\${b}%{c}` }),
    );

    expect(
      Object.values(found).flatMap((byName) => Object.values(byName).map(({ environment }) => environment)),
    ).toStrictEqual([`a$\${b}%%{c}`]);
  },
);

test.each<[string, readonly Value[]]>([
  [
    "an organization's value by the name of a repository's address",
    [region(PRIVATE, "web_A"), region(WEB, "A")],
  ],
  [
    "a repository's value by the name of an environment's address",
    [region(WEB, "prod_A"), region(PROD, "A")],
  ],
  [
    "environments whose names could be divided in another way",
    [
      region({ level: "environment", repository: "web", environment: "a_b" }, "c"),
      region({ level: "environment", repository: "web", environment: "a" }, "b_c"),
    ],
  ],
])("%s stays apart", (_, values) => {
  const found = resources("secrets", ...values);

  expect(Object.values(found).flatMap((byName) => Object.keys(byName))).toHaveLength(2);
});
