import { optionProblems, roleSelector } from "../../../lib/cli/workflow/options";
import type { WorkflowOptions } from "../../../lib/cli/workflow/workflow";
import { parseConfig } from "../../../lib/config/load";
import { seed } from "../../stacks/synthesized";

const OPTIONS: WorkflowOptions = {
  config: "access.yaml",
  branch: [],
  tagPattern: [],
  image: [],
  tag: [],
  platform: [],
  runsOn: [],
  force: false,
  json: false,
};

test.each<[Partial<WorkflowOptions>]>([
  [{ tag: ["latest", "1.0_x-y", "v-${" + "{ github.run_number }}"] }],
  [{ branch: ["release/*"], tagPattern: ["v*"], environment: "Prod: 1", repository: "acme/web" }],
  [{ workflow: "acme/ci/.github/workflows/push.yml@refs/heads/main", out: ".github/workflows/push.yaml" }],
])("%j is allowed", (options) => {
  expect(optionProblems({ ...OPTIONS, ...options })).toStrictEqual([]);
});

test.each<[Partial<WorkflowOptions>, string]>([
  [{ repository: "web*" }, "--repository"],
  [{ branch: ["refs/heads/main"] }, "--branch"],
  [{ tagPattern: ["v 1"] }, "--tag-pattern"],
  [{ environment: "a%3Ab" }, "--environment"],
  [{ workflow: "acme/ci/.github/workflows/*@refs/heads/main" }, "--workflow"],
  [{ workflow: "push.yml" }, "--workflow"],
  [{ tag: ["-x"] }, "--tag"],
  [{ tag: ["x".repeat(129)] }, "--tag"],
  [{ tag: ["a/b"] }, "--tag"],
  [{ out: ".yml" }, "--out"],
  [{ event: "release", branch: ["main"] }, "--branch"],
  [{ event: "tag", branch: ["main"] }, "--branch"],
  [{ event: "merge_group", tagPattern: ["v*"] }, "--tag-pattern"],
])("rejects %j", (options, option) => {
  const problems = optionProblems({ ...OPTIONS, ...options });
  expect(problems.map((problem) => problem.split(":")[0])).toStrictEqual([option]);
});

const TRUST = "{ repository: web, branch: main }";
const TWO_OWNERS = seed({ role: "publish: false" }).replace(
  TRUST,
  `${TRUST}\n          - { owner: partner, repository: [web, api], branch: main }`,
);

function repositoryOf(yaml: string, repository: string): unknown {
  const role = roleSelector({ ...OPTIONS, repository }, parseConfig(yaml, "access.yaml"));
  return "problems" in role ? role.problems : role.repository;
}

test.each([
  ["the owner in the option", TWO_OWNERS, "partner/web", { owner: "partner", name: "web" }],
  ["the only owner", seed(), "unknown", { owner: "acme", name: "unknown" }],
  ["the only owner of such a repository", TWO_OWNERS, "api", { owner: "partner", name: "api" }],
])("a repository belongs to %s", (_, yaml, repository, expected) => {
  expect(repositoryOf(yaml, repository)).toStrictEqual(expected);
});

test("rejects a name that repositories of two owners have", () => {
  expect(repositoryOf(TWO_OWNERS, "web")).toStrictEqual([
    '--repository: expected acme/web or partner/web, got "web"',
  ]);
});
