import { excludedRefs } from "../../lib/workflow/deployment-branches";
import { filterName, refName } from "../../lib/workflow/ref-name";

const push = { event: "push", branches: [], tags: [] } as const;

test.each<[string, readonly string[], string, boolean]>([
  ["a branch by its name", ["main"], "main", true],
  ["a branch by its name, and no other", ["main"], "maintenance", false],
  ["a branch by a pattern", ["release/*"], "release/1", true],
  ["no slash by *", ["release/*"], "release/1/2", false],
  ["no slash by ?", ["a?b"], "a/b", false],
  ["a folder by **", ["release/**/x"], "release/1/2/x", true],
  ["no folder as well by **", ["release/**/x"], "release/x", true],
  ["one of a set", ["v[12]"], "v2", true],
  ["none of a set", ["v[!12]"], "v2", false],
  ["signs as they are", ["a.b+(c)"], "a.b+(c)", true],
  ["a dot as a dot", ["a.b"], "axb", false],
  ["a branch by one of several", ["main", "dev"], "dev", true],
])("an environment admits %s", (_, branches, branch, isAdmitted) => {
  expect(excludedRefs({ branches, tags: [] }, { ...push, branches: [refName(branch)] })).toStrictEqual(
    isAdmitted ? [] : [`the branch ${branch}`],
  );
});

test("an environment without patterns admits everything", () => {
  expect(
    excludedRefs({ branches: [], tags: [] }, { ...push, branches: [refName("x")], tags: [refName("v*")] }),
  ).toStrictEqual([]);
});

test("tags are admitted by patterns for tags alone", () => {
  const run = { ...push, branches: [refName("main")], tags: [refName("main")] };
  expect(excludedRefs({ branches: ["main"], tags: [] }, run)).toStrictEqual(["the tag main"]);
  expect(excludedRefs({ branches: [], tags: ["main"] }, run)).toStrictEqual(["the branch main"]);
});

test("a pattern of the run is admitted where it is the environment's own, and no wider one", () => {
  const admitted = { branches: ["release/*"], tags: [] };
  expect(excludedRefs(admitted, { ...push, branches: [filterName("release/*")] })).toStrictEqual([]);
  expect(excludedRefs(admitted, { ...push, branches: [refName("release/*")] })).toStrictEqual([
    "the branch release/*",
  ]);
});

test.each(["pull_request", "merge_group"] as const)(
  "of %s nothing is said: it runs on a ref of its own",
  (event) => {
    expect(
      excludedRefs({ branches: ["main"], tags: [] }, { event, branches: [refName("dev")], tags: [] }),
    ).toStrictEqual([]);
  },
);
