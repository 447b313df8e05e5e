import { excludedRefs, isRejected } from "../../lib/workflow/deployment-branches";
import { filterName, refName } from "../../lib/workflow/trigger";

const push = { event: "push", branches: [], tags: [] } as const;

test.each<[string, readonly string[], string, boolean]>([
  ["a branch with its name", ["main"], "main", true],
  ["no other branch that begins with its name", ["main"], "maintenance", false],
  ["a branch that matches a pattern", ["release/*"], "release/1", true],
  ["no slash for *", ["release/*"], "release/1/2", false],
  ["no slash for ?", ["a?b"], "a/b", false],
  ["folders for **", ["release/**/x"], "release/1/2/x", true],
  ["no folder for **", ["release/**/x"], "release/x", true],
  ["a character of a set", ["v[12]"], "v2", true],
  ["no character of a negated set", ["v[!12]"], "v2", false],
  ["other special characters as literals", ["a.b+(c)"], "a.b+(c)", true],
  ["no other character for a dot", ["a.b"], "axb", false],
  ["a branch that matches one of several patterns", ["main", "dev"], "dev", true],
])("an environment allows %s", (_, branches, branch, isAllowed) => {
  expect(excludedRefs({ branches, tags: [] }, { ...push, branches: [refName(branch)] })).toStrictEqual(
    isAllowed ? [] : [`the branch ${branch}`],
  );
});

test("an environment without patterns allows everything", () => {
  expect(
    excludedRefs({ branches: [], tags: [] }, { ...push, branches: [refName("x")], tags: [refName("v*")] }),
  ).toStrictEqual([]);
});

test("tags are compared only with patterns for tags", () => {
  const run = { ...push, branches: [refName("main")], tags: [refName("main")] };
  expect(excludedRefs({ branches: ["main"], tags: [] }, run)).toStrictEqual(["the tag main"]);
  expect(excludedRefs({ branches: [], tags: ["main"] }, run)).toStrictEqual(["the branch main"]);
});

test("a pattern of the trigger is allowed only if the environment has the same pattern", () => {
  const environment = { branches: ["release/*"], tags: [] };
  expect(excludedRefs(environment, { ...push, branches: [filterName("release/*")] })).toStrictEqual([]);
  expect(excludedRefs(environment, { ...push, branches: [refName("release/*")] })).toStrictEqual([
    "the branch release/*",
  ]);
});

test("merge_group is not compared, because it runs on another ref", () => {
  expect(
    excludedRefs(
      { branches: ["main"], tags: [] },
      { event: "merge_group", branches: [refName("dev")], tags: [] },
    ),
  ).toStrictEqual([]);
});

test.each<[readonly string[], readonly string[]]>([
  [["main"], ["refs/pull/N/merge"]],
  [["*"], ["refs/pull/N/merge"]],
  [["refs/pull/*/merge"], []],
  [[], []],
])("an environment with the branches %j excludes %j of a pull request", (branches, excluded) => {
  const run = { event: "pull_request", branches: [refName("dev")], tags: [] } as const;
  expect(excludedRefs({ branches, tags: [] }, run)).toStrictEqual(excluded);
  expect(isRejected({ branches, tags: [] }, run)).toBe(excluded.length > 0);
});

test.each<[string, readonly string[], readonly string[], boolean]>([
  ["another branch", ["dev"], [], true],
  ["the same branch", ["main"], [], false],
  ["another branch, and one that it allows", ["dev", "main"], [], false],
  ["a pattern, which it narrows", ["release/*"], [], false],
  ["tags, if it allows only branches", [], ["*"], true],
])("GitHub rejects every run on %s: %j %j %s", (_, branches, tags, expected) => {
  const run = { ...push, branches: branches.map(refName), tags: tags.map(refName) };
  expect(isRejected({ branches: ["main"], tags: [] }, run)).toBe(expected);
});
