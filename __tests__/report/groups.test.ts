import { groupsOf } from "../../lib/report/groups";

test("things are grouped by their names, in the order of these", () => {
  expect(
    groupsOf([
      ["b", 1],
      ["a", 2],
      ["b", 3],
    ]),
  ).toStrictEqual([
    { name: "a", members: [2], coveredBy: [] },
    { name: "b", members: [1, 3], coveredBy: [] },
  ]);
});

test.each([
  ["acme/web", "acme/*", true],
  ["acme/web", "acme/w?b", true],
  ["acme/team-*", "acme/*", true],
  ["acme/*", "acme/team-*", false],
  ["acme/web", "acme/team-*", false],
  ["other/web", "acme/*", false],
])("of %s, the group of %s tells too: %s", (name, pattern, isCovered) => {
  const group = groupsOf([
    [name, 1],
    [pattern, 2],
  ]).find((each) => each.name === name);
  expect(group?.coveredBy).toStrictEqual(isCovered ? [pattern] : []);
});
