import { type AddressInfo, createServer } from "node:net";
import { fileWith } from "../../../config/access-file";
import { folderOfEachTest } from "../../../support/folder";
import type { CliRun } from "../../run-cli";
import { type Answering, type GithubApiServer, githubApiServer, type Reply } from "./github-api";
import { githubWith } from "./hosted-github";
import { runResolve, spawnResolve, TOKEN } from "./run-resolve";

const GITHUB = githubWith({ acme: { id: 123456, repositories: { web: { id: 1, format: "immutable" } } } });
const FILE = fileWith();

jest.setTimeout(30_000);

const folder = folderOfEachTest({ "access.yaml": FILE });
let server: GithubApiServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A run with short waits. The host in its output is replaced by HOST. */
async function run(
  answering: Answering,
  env: NodeJS.ProcessEnv = {},
  resolve: typeof runResolve = runResolve,
): Promise<CliRun> {
  server = await githubApiServer(answering);
  const { code, stdout, stderr } = await resolve([], {
    cwd: folder.path,
    api: server.url,
    env,
    isImpatient: true,
  });
  return { code, stdout, stderr: stderr.replaceAll(new URL(server.url).host, "HOST") };
}

/** These answers to the first requests for a path, then those of GitHub. */
function first(path: string, ...replies: readonly Reply[]): Answering {
  const rest = replies.values();
  return (url, base) => (url === path ? rest.next().value : undefined) ?? GITHUB(url, base);
}

const always =
  (reply: Reply): Answering =>
  () =>
    reply;
const soon = () => String(Math.floor(Date.now() / 1000) + 5);
const LIMIT = { message: "API rate limit exceeded for user ID 1." };
const SECONDARY = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };

test.each<[string, Answering, string, typeof runResolve?]>([
  [
    "a temporary error of the server",
    first("/repos/acme/web", { status: 502, body: "<html>" }, { status: 503 }),
    "",
    runResolve,
  ],
  [
    "a connection that breaks before the answer",
    first("/users/acme", { breaks: "before" }),
    "",
    spawnResolve,
  ],
  [
    "a connection that breaks within an answer",
    first("/repos/acme/web", { breaks: "within", body: { id: 1, full_name: "acme/web" } }),
    "",
    spawnResolve,
  ],
  [
    "a secondary rate limit, twice",
    first(
      "/users/acme",
      { status: 403, headers: { "retry-after": "2" }, body: SECONDARY },
      { status: 403, headers: { "retry-after": "60" }, body: SECONDARY },
    ),
    "waiting 2 s for the rate limit of github.com\nwaiting 60 s for the rate limit of github.com\n",
    runResolve,
  ],
  [
    "a limit that only the header shows",
    first("/users/acme", {
      status: 429,
      headers: { "retry-after": "3" },
      body: { message: "Too many requests" },
    }),
    "waiting 3 s for the rate limit of github.com\n",
    runResolve,
  ],
])("waits for %s", async (_, answering, stderr, resolve) => {
  const run1 = await run(answering, {}, resolve);

  expect({ code: run1.code, stderr: run1.stderr }).toStrictEqual({ code: 0, stderr });
  expect(folder.read("access.yaml")).toBe(
    fileWith({
      2: "  owner: acme\n  owners:\n    acme: { id: 123456, subject: immutable }\n  repositories:\n    web: { id: 1 }",
    }),
  );
});

test("waits for a rate limit that ends soon", async () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": soon() };
  const { code, stderr } = await run(first("/users/acme", { status: 403, headers, body: LIMIT }));

  expect(code).toBe(0);
  expect(stderr).toMatch(/^waiting [4-7] s for the rate limit of github\.com\n$/);
});

test.each<[string, Answering, string]>([
  [
    "a token that GitHub does not accept",
    always({
      status: 401,
      body: { message: "Bad credentials", documentation_url: "https://docs.github.com/rest" },
    }),
    "HOST rejected GITHUB_TOKEN (401: Bad credentials). Use a token of this GitHub host that has not expired",
  ],
  [
    "a token that cannot read the repository",
    first("/repos/acme/web", {
      status: 403,
      body: { message: "Resource not accessible by personal access token" },
    }),
    'access.yaml:8:27 accounts[0].roles[0].trust[0].repository: GITHUB_TOKEN cannot read "acme/web" (403: Resource not accessible by personal access token). Use a token with the permission Metadata: read',
  ],
  [
    "a token that cannot read its subjects",
    first("/repos/acme/web/actions/oidc/customization/sub", {
      status: 403,
      body: { message: "Resource not accessible by integration" },
    }),
    'access.yaml:8:27 accounts[0].roles[0].trust[0].repository: GITHUB_TOKEN cannot read "acme/web" (403: Resource not accessible by integration). Use a token with the permission Actions: read',
  ],
  [
    "a rate limit that ends late",
    always({
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2147480000" },
      body: LIMIT,
    }),
    "HOST accepts no more requests with GITHUB_TOKEN until 2038-01-19T02:13:20Z (rate limit). Run resolve again then",
  ],
  [
    "a secondary rate limit that ends late",
    always({ status: 403, headers: { "retry-after": "61" }, body: SECONDARY }),
    "HOST accepts no requests with GITHUB_TOKEN at the moment (secondary rate limit). Run resolve again in 61 s",
  ],
  [
    "a server with repeated errors",
    first(
      "/repos/acme/web",
      ...Array.from({ length: 4 }, () => ({ status: 500, body: { message: "Server Error" } })),
    ),
    "HOST answered GET /repos/acme/web with 500 several times. Run resolve again later",
  ],
  [
    "a page of another server",
    always({ body: "<!doctype html><title>Welcome</title>" }),
    "HOST does not answer GET /users/acme like GitHub's API. Set the URL of the API with --api-url URL or GITHUB_API_URL",
  ],
  [
    "a 404 page of another server",
    always({ status: 404, body: "<!doctype html><title>Not found</title>" }),
    "HOST does not answer GET /users/acme like GitHub's API. Set the URL of the API with --api-url URL or GITHUB_API_URL",
  ],
  [
    "JSON of another server",
    always({ body: { hello: "world" } }),
    "HOST does not answer GET /users/acme like GitHub's API. Set the URL of the API with --api-url URL or GITHUB_API_URL",
  ],
])("rejects %s, in one line", async (_, answering, message) => {
  expect(await run(answering)).toStrictEqual({ code: 2, stdout: "", stderr: `${message}\n` });
  expect(folder.read("access.yaml")).toBe(FILE);
});

test("rejects a secondary rate limit that comes a third time", async () => {
  const { code, stderr } = await run(
    always({ status: 403, headers: { "retry-after": "1" }, body: SECONDARY }),
  );

  expect(code).toBe(2);
  expect(stderr.split("\n").slice(-3)).toStrictEqual([
    "waiting 1 s for the rate limit of github.com",
    "HOST accepts no requests with GITHUB_TOKEN at the moment (secondary rate limit). Run resolve again in 1 s",
    "",
  ]);
});

test("rejects a server that does not answer", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { code, stderr } = await spawnResolve([], { cwd: folder.path, api: `http://${host}` });
  silent.close();

  expect({ code, stderr }).toStrictEqual({
    code: 2,
    stderr: `cannot reach ${host}: The operation was aborted due to timeout. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand\n`,
  });
});

test("rejects a port without a server", async () => {
  const { url, close } = await githubApiServer(GITHUB);
  await close();
  const { host } = new URL(url);

  expect(await spawnResolve([], { cwd: folder.path, api: url })).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `cannot reach ${host}: connect ECONNREFUSED ${host}. Check the network connection, or write the ids by hand. See docs/guide/ids.md#write-the-ids-by-hand\n`,
  });
});

test.each<[string, string, string]>([
  [
    "no token",
    "",
    "GITHUB_TOKEN is not set. Use a token with the permissions Metadata: read and Actions: read for the repositories of the file. With the GitHub CLI: export GITHUB_TOKEN=$(gh auth token)",
  ],
  [
    "a token of several lines",
    `${TOKEN}\n${TOKEN}`,
    "GITHUB_TOKEN contains characters that no token has. Use a token with the permissions Metadata: read and Actions: read for the repositories of the file",
  ],
])("rejects %s, without a request", async (_, token, message) => {
  expect(await run(GITHUB, { GITHUB_TOKEN: token })).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `${message}\n`,
  });
  expect(server?.asked()).toStrictEqual([]);
});

test("the output never contains the token, even if the server repeats it", async () => {
  const { stdout, stderr } = await run(
    always({ status: 401, body: { message: `Bad credentials: ${TOKEN}` } }),
    {
      GITHUB_TOKEN: `${TOKEN}\n`,
    },
  );

  expect(stdout + stderr).not.toContain(TOKEN);
  expect(stderr).toContain("(401: Bad credentials: ***)");
  expect(server?.authorizations()).toContain(`token ${TOKEN}`);
});
