import { displayWidth, wrapped } from "../../../../lib/cli/commands/show/table";

test.each([
  ["web", 3],
  ["", 0],
  ["Größe", 5],
  ["팀", 2],
  ["チーム", 6],
  ["全角！", 6],
  ["🚀", 2],
  ["e\u0301", 1],
  ["…", 1],
])("%j is %d columns wide", (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test.each<[string, string, number, readonly string[]]>([
  ["a text that fits stays on one line", "branch main", 11, ["branch main"]],
  ["words go to the next line", "branch main", 10, ["branch", "main"]],
  ["a name that fits a line is not broken", "in eu-west-1", 9, ["in", "eu-west-1"]],
  ["a longer name breaks after a hyphen", "acme/base-images", 10, ["acme/base-", "images"]],
  ["and before its capitals", "PullRequestPull", 12, ["PullRequest", "Pull"]],
  ["a name without such a place breaks anywhere", "abcdefgh", 3, ["abc", "def", "gh"]],
  ["a wide character is not cut", "팀팀팀", 5, ["팀팀", "팀"]],
  ["an empty text is one line", "", 5, [""]],
])("%s", (_, text, columns, lines) => {
  expect(wrapped(text, columns)).toStrictEqual(lines);
});
