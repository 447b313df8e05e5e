import { fileWith, inFile, type Lines, numbered, problemLines, secondRole } from "../access-file";

const tags = (count: number): string =>
  numbered(count, "t")
    .map((key) => `${key}: x`)
    .join(", ");

test.each<[string, Lines, readonly string[]]>([
  [
    "a tag key twice, in another case",
    { 11: "    tags: { team: a, Team: b }" },
    [
      '11:22 accounts[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:11:19 accounts[0].tags.team',
    ],
  ],
  [
    "a role's tag with the key of the account's, in another case",
    { 11: "        tags: { Team: b }\n    tags: { team: a }" },
    [
      '11:17 accounts[0].roles[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:12:19 accounts[0].tags.team',
    ],
  ],
  [
    "a duplicate tag key of an account once, although roles inherit it",
    {
      11: `        tags: { a: x }\n${secondRole("name: B", "tags: { b: x }")}\n    tags: { team: a, Team: b }`,
    },
    [
      '17:22 accounts[0].tags.Team: duplicate tag key "Team" (case is ignored). The other: access.yaml:17:19 accounts[0].tags.team',
    ],
  ],
  [
    "51 tags of an account",
    { 11: `    tags: { ${tags(51)} }` },
    ["11:11 accounts[0].tags: expected at most 50 tags with those of the account, got 51"],
  ],
  [
    "51 tags of a role and its account",
    { 11: `        tags: { more: x }\n    tags: { ${tags(50)} }` },
    ["11:15 accounts[0].roles[0].tags: expected at most 50 tags with those of the account, got 51"],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["50 tags of an account", { 11: `    tags: { ${tags(50)} }` }],
  ["50 tags of a role and its account", { 11: `        tags: { more: x }\n    tags: { ${tags(49)} }` }],
  [
    "50 tags of an account, one of which the role changes",
    { 11: `        tags: { t0: y }\n    tags: { ${tags(50)} }` },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
