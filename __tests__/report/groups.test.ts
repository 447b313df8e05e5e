import { groupsOf } from "../../lib/report/groups";

test("groups things by name, sorted", () => {
  expect(
    groupsOf([
      ["b", 1],
      ["a", 2],
      ["b", 3],
    ]),
  ).toStrictEqual([
    { name: "a", members: [2], matchedBy: [] },
    { name: "b", members: [1, 3], matchedBy: [] },
  ]);
});

test.each([
  ["acme/web", "acme/*", true],
  ["acme/web", "acme/w?b", true],
  ["acme/team-*", "acme/*", true],
  ["acme/*", "acme/team-*", false],
  ["acme/web", "acme/team-*", false],
  ["other/web", "acme/*", false],
])("%s is matched by %s: %s", (name, pattern, isMatched) => {
  const group = groupsOf([
    [name, 1],
    [pattern, 2],
  ]).find((each) => each.name === name);
  expect(group?.matchedBy).toStrictEqual(isMatched ? [pattern] : []);
});
