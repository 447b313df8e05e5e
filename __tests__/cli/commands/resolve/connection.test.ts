import { apiUrl, progressBar } from "../../../../lib/cli/commands/resolve/connection";
import { GithubError } from "../../../../lib/github/failure";

test.each<[string, string | undefined, string | undefined, string]>([
  ["github.com", undefined, undefined, "https://api.github.com"],
  ["acme.ghe.com", undefined, undefined, "https://api.acme.ghe.com"],
  ["git.acme.io", undefined, undefined, "https://git.acme.io/api/v3"],
  ["github.com", undefined, "https://api.github.com", "https://api.github.com"],
  ["git.acme.io", undefined, "https://git.acme.io/api/v3", "https://git.acme.io/api/v3"],
  ["github.com", undefined, "https://proxy.acme.io/github/", "https://proxy.acme.io/github"],
  ["github.com", undefined, "http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["github.com", "http://localhost:8080", "https://api.github.com", "http://localhost:8080"],
  ["git.acme.io", "https://api.github.com", undefined, "https://api.github.com"],
])("the API of %s, with --api-url %s and GITHUB_API_URL %s, is at %s", (host, option, variable, expected) => {
  expect(apiUrl(host, { option, variable })).toBe(expected);
});

test.each<[string, string | undefined, string | undefined, string]>([
  [
    "git.acme.io",
    undefined,
    "https://api.github.com",
    "GITHUB_API_URL: expected the API of git.acme.io, got https://api.github.com. Set github.host: github.com in the file, or pass --api-url URL",
  ],
  [
    "github.com",
    undefined,
    "https://git.acme.io/api/v3",
    "GITHUB_API_URL: expected the API of github.com, got https://git.acme.io/api/v3. Set github.host: git.acme.io in the file, or pass --api-url URL",
  ],
  ...[
    "api.github.com",
    "http://api.github.com",
    "ftp://api.github.com",
    "https://user@api.github.com",
    "https://api.github.com?x=1",
    "https://api.github.com#x",
    "",
  ].map((url): [string, string, undefined, string] => [
    "github.com",
    url,
    undefined,
    `--api-url: expected the URL of an API (https://HOST with an optional path, or http:// on this machine), got ${JSON.stringify(url)}`,
  ]),
])("rejects for %s the option %s and the variable %s", (host, option, variable, message) => {
  expect(() => apiUrl(host, { option, variable })).toThrow(new GithubError(message));
});

/** What a bar writes for these counts. */
function written(
  isTTY: boolean | undefined,
  counts: readonly (readonly [number, number])[],
): readonly string[] {
  const texts: string[] = [];
  const bar = progressBar(
    { ...(isTTY !== undefined && { isTTY }), write: (text) => texts.push(text) },
    "asking github.com",
  );
  for (const [answered, expected] of counts) bar.show(answered, expected);
  bar.hide();
  bar.hide();
  return texts;
}

test("a long run shows its progress on a terminal, and removes it at the end", () => {
  expect(
    written(true, [
      [0, 40],
      [10, 40],
      [39, 40],
      [40, 40],
    ]),
  ).toStrictEqual([
    "\rasking github.com [--------------------] 0 of 40\u001b[K",
    "\rasking github.com [#####---------------] 10 of 40\u001b[K",
    "\rasking github.com [###################-] 39 of 40\u001b[K",
    "\rasking github.com [####################] 40 of 40\u001b[K",
    "\r\u001b[K",
  ]);
});

test.each<[string, boolean | undefined, number]>([
  ["a short run", true, 19],
  ["a run into a file", false, 40],
  ["a run into a pipe", undefined, 40],
])("%s shows nothing", (_, isTTY, count) => {
  expect(written(isTTY, [[1, count]])).toStrictEqual([]);
});
