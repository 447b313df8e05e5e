import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOfEachTest } from "../../../support/folder";
import { type Answering, type GithubApiServer, githubApiServer } from "./github-api";
import { githubWith, type HostedEnvironment } from "./hosted-github";
import { runResolve } from "./run-resolve";

jest.setTimeout(30_000);

const folder = folderOfEachTest();
let server: GithubApiServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** The result of `resolve --import`, and the file after it. */
async function imported(file: string, answering: Answering, ...args: readonly string[]) {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, file);
  await server?.close();
  server = await githubApiServer(answering);
  const { code, stdout, stderr } = await runResolve(["--import", ...args], {
    cwd: folder.path,
    api: server.url,
  });
  return { code, stdout, stderr, file: readFileSync(path, "utf8") };
}

/** @param production of web; api has no environment. */
function github(
  production: HostedEnvironment | undefined,
  values: Readonly<Record<string, readonly string[] | null>> = {},
): Answering {
  const environments = production === undefined ? {} : { production };
  return githubWith(
    { acme: { id: 9, repositories: { web: { id: 1, environments }, api: { id: 2 } } } },
    { values },
  );
}

interface Keys {
  readonly environment?: string;
  readonly publish?: string;
}

/** A file with ids and comments. */
function fileOf({ environment = "", publish = "" }: Keys): string {
  return `github:
  owner: acme
  owners: { acme: { id: 9 } }
  repositories: { web: { id: 1 }, api: { id: 2 } }
  environments:
    - name: production # ours
      repositories: [web, acme/api]${environment}
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust:
          - { repository: [web, api], environment: production }
        ecr: { repositories: [web] } # images${publish}
`;
}

const PUBLISH =
  "\n        publish: { as: variables, to: [repository, environment, organization], values: { A: region, B: roleName } }";

test("what exists is written as imports, with the ids of branches and tags, and comments stay", async () => {
  const { code, stdout, file } = await imported(
    fileOf({ environment: '\n      branches: [main, dev]\n      tags: ["v*"]', publish: PUBLISH }),
    github(
      { patterns: ["main", "tag:v*", "old"] },
      {
        "/repos/acme/web/actions/variables": ["A", "OTHER"],
        "/repos/acme/api/actions/variables": ["a", "b"],
        "/repos/acme/web/environments/production/variables": [],
        "/orgs/acme/actions/variables": ["B"],
        "/repos/acme/web/actions/secrets": ["A", "B"],
      },
    ),
  );
  expect(code).toBe(0);
  expect(file).toBe(
    fileOf({
      environment:
        '\n      branches: [main, dev]\n      tags: ["v*"]\n      origin: { web: import }\n      policyIds:\n        web:\n          branches: { main: 1 }\n          tags: { "v*": 2 }',
      publish: PUBLISH.replace(" } }", ' }, origin: { web: [A], api: import, "acme/*": [B] } }'),
    }).replace("policyIds: { web: { branches: { main: 1 }", "policyIds: { web: { branches: { main: 1 }"),
  );
  expect(stdout).toContain(
    "note: the environment production of acme/web exists. The next apply imports it\nnote: the variables A of acme/web exist. The next apply imports them",
  );
  expect(stdout).toContain(
    "warning: the protection of the environment production of acme/web gets weaker: branches main, tag v*, old -> also dev. Change the file, or accept it. See docs/guide/migrating.md#what-exists-in-github",
  );
});

test("a role without publish gets one, with the secrets that exist", async () => {
  const { code, file } = await imported(
    fileOf({}),
    github(undefined, { "/repos/acme/web/actions/secrets": ["AWS_REGION"] }),
  );
  expect(code).toBe(0);
  expect(file).toBe(
    fileOf({ publish: "\n        publish:\n          origin:\n            web: [AWS_REGION]" }),
  );
});

const PROTECTED: HostedEnvironment = {
  users: ["octocat", "Hubot"],
  teams: ["platform"],
  preventSelfReview: true,
  waitMinutes: 30,
  administratorsMayBypass: false,
};

test.each<[string, HostedEnvironment, string, string]>([
  [
    "none of its protection",
    { ...PROTECTED, patterns: ["main"] },
    "administratorsMayBypass: true",
    "reviewers hubot, octocat, team platform -> none; preventSelfReview true -> false; wait 30 -> 0 minutes; administratorsMayBypass false -> true; branches main -> all",
  ],
  [
    "one reviewer of two, and a shorter wait",
    PROTECTED,
    "reviewers: { users: [Octocat], teams: [platform] }, preventSelfReview: true, waitMinutes: 1",
    "reviewers hubot -> octocat, team platform; wait 30 -> 1 minute",
  ],
  [
    "branches in place of the protected ones",
    { protectedBranches: true },
    "branches: [main]",
    "branches protected branches -> also main",
  ],
])("a file with %s is warned about", async (_, production, keys, lost) => {
  const environment = `\n      ${keys.replaceAll(/, (?=preventSelf|wait)/g, "\n      ")}`;
  const { stdout } = await imported(
    fileOf({ environment, publish: "\n        publish: false" }),
    github(production),
    "--json",
  );
  expect(JSON.parse(stdout).warnings).toStrictEqual([
    `the protection of the environment production of acme/web gets weaker: ${lost}. Change the file, or accept it. See docs/guide/migrating.md#what-exists-in-github`,
  ]);
});

test("a file with the same or more protection is not warned about", async () => {
  const environment =
    "\n      reviewers: { users: [octocat, hubot], teams: [platform, more] }\n      preventSelfReview: true\n      waitMinutes: 30\n      branches: [main]";
  const { stdout } = await imported(
    fileOf({ environment, publish: "\n        publish: false" }),
    github(PROTECTED),
    "--json",
  );
  expect(JSON.parse(stdout)).not.toHaveProperty("warnings");
});

test("what the file imports or leaves alone already is not written again", async () => {
  const file = fileOf({
    environment:
      "\n      origin: import\n      branches: [main]\n      policyIds: { web: { branches: { main: 1 } } }",
    publish: "\n        publish: { as: variables, origin: { web: [AWS_REGION], api: existing } }",
  });
  const answering = github(
    { patterns: ["main"] },
    {
      "/repos/acme/web/actions/variables": ["AWS_REGION", "AWS_ROLE_NAME"],
      "/repos/acme/api/actions/variables": ["AWS_REGION"],
    },
  );
  expect(await imported(file, answering)).toMatchObject({ code: 0, file });
});

test("what the token cannot read is a note, and the rest is written", async () => {
  const { code, stdout, file } = await imported(
    fileOf({}),
    github(
      {},
      { "/repos/acme/web/actions/secrets": null, "/repos/acme/api/actions/secrets": ["AWS_REGION"] },
    ),
  );
  expect(code).toBe(0);
  expect(stdout).toContain(
    "note: GITHUB_TOKEN cannot read the secrets of acme/web (403: Resource not accessible), so it is not known whether they exist. Use a token with the permission Secrets: read",
  );
  expect(file).toContain("          origin:\n            api: [AWS_REGION]\n");
});

test("rejects --import beside --check", async () => {
  const file = fileOf({});
  expect(await imported(file, github({}), "--check")).toMatchObject({ code: 2, stdout: "", file });
});
