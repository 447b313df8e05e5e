import { groupsOf, rowsOf } from "../../lib/report/grouping";
import { accessOfFile } from "../cli/commands/show/shown";
import { seed } from "../stacks/synthesized";

test("repositories with the same context and conditions are one row, with all of their subjects", () => {
  const file = seed().replace(
    "{ repository: web, branch: main }",
    "{ repository: [web, api], branch: main }\n          - { repository: web, tag: v1 }",
  );
  const rows = accessOfFile(file).roles.flatMap(rowsOf);
  expect(rows.map(({ principals, context, subjects }) => ({ principals, context, subjects }))).toStrictEqual([
    {
      principals: [
        { kind: "repository", name: "acme/web", isPattern: false },
        { kind: "repository", name: "acme/api", isPattern: false },
      ],
      context: { kind: "branch", pattern: "main" },
      subjects: ["repo:acme/web:ref:refs/heads/main", "repo:acme/api:ref:refs/heads/main"],
    },
    {
      principals: [{ kind: "repository", name: "acme/web", isPattern: false }],
      context: { kind: "tag", pattern: "v1" },
      subjects: ["repo:acme/web:ref:refs/tags/v1"],
    },
  ]);
});

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
