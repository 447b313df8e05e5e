import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rewriteFile } from "../../../../lib/cli/commands/resolve/resolve";
import { parseConfig } from "../../../../lib/config/load";
import { ConfigError } from "../../../../lib/config/problem";
import { fileWith } from "../../../config/access-file";
import { folderOfEachTest } from "../../../support/folder";
import type { CliRun } from "../../run-cli";
import { type Answering, type GithubApiServer, githubApiServer } from "./github-api";
import { githubWith } from "./hosted-github";
import { runResolve, TOKEN } from "./run-resolve";

jest.setTimeout(30_000);

const folder = folderOfEachTest();
let server: GithubApiServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** The result of a run, and the file after it. */
async function resolved(
  file: string,
  answering: Answering,
  ...args: readonly string[]
): Promise<CliRun & { readonly file: string }> {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, file);
  await server?.close();
  server = await githubApiServer(answering);
  const run = await runResolve(args, { cwd: folder.path, api: server.url });
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
  return { ...run, file: readFileSync(path, "utf8") };
}

/** Of both formats, one of them with an owner of its own. */
const GITHUB = githubWith({
  acme: {
    id: 123456,
    repositories: {
      web: { id: 1, format: "immutable" },
      api: { id: 2, format: "immutable" },
      legacy: { id: 3 },
      "123": { id: 4, format: "immutable" },
    },
  },
  other: { id: 654321, repositories: { app: { id: 5 } } },
});

const TRUST =
  "          - { repository: [web, legacy, '123'], branch: main }\n          - { owner: other, repository: app, branch: main }";

const ACCOUNTS = fileWith({ 8: TRUST }).split("\n").slice(2).join("\n");

test.each<[string, string, string]>([
  [
    "a file without ids",
    `# yaml-language-server: $schema=access.schema.json\ngithub:\n  owner: acme   # us\n\n# who may push\n${ACCOUNTS}`,
    `# yaml-language-server: $schema=access.schema.json
github:
  owner: acme   # us
  owners:
    acme: { id: 123456, subject: immutable }
    other: { id: 654321 }
  repositories:
    "123": { id: 4 }
    web: { id: 1 }
    legacy: { id: 3, subject: name }
    other/app: { id: 5 }

# who may push
${ACCOUNTS}`,
  ],
  [
    "a file with maps of many styles, and comments everywhere",
    `github: # GitHub
    # the owner
    owner: "acme"
    owners:
        acme: { subject: 'name' } # until the switch
        # other: { id: 1 }
    repositories:
        # pushes every hour
        api:
            id: 2   # not asked for

        legacy: {}   # old
            # to be archived
        "123": {
            subject: "name", # was it ever?
        }
    # end
${ACCOUNTS}# the end`,
    `github: # GitHub
    # the owner
    owner: "acme"
    owners:
        acme: { subject: 'name', id: 123456 } # until the switch
        other: { id: 654321 }
        # other: { id: 1 }
    repositories:
        # pushes every hour
        api:
            id: 2   # not asked for
            subject: immutable

        legacy:   # old
            id: 3
            # to be archived
        "123": {
            subject: "immutable", # was it ever?
            id: 4,
        }
        web: { id: 1, subject: immutable }
        other/app: { id: 5 }
    # end
${ACCOUNTS}# the end`,
  ],
  [
    "a file in braces",
    `{ github: {owner: acme}, accounts: [{ id: "123456789012", region: us-east-1, roles: [{ trust: [{ repository: web, branch: main }], ecr: { repositories: [web] } }] }] }`,
    `{ github: {owner: acme, owners: { acme: { id: 123456, subject: immutable } }, repositories: { web: { id: 1 } }}, accounts: [{ id: "123456789012", region: us-east-1, roles: [{ trust: [{ repository: web, branch: main }], ecr: { repositories: [web] } }] }] }`,
  ],
  [
    "a file from Windows, with a byte order mark and no line break at its end",
    `\uFEFF${fileWith({ 2: "  owner: acme # us" }).trimEnd().replaceAll("\n", "\r\n")}`,
    `\uFEFF${fileWith({
      2: "  owner: acme # us\n  owners:\n    acme: { id: 123456, subject: immutable }\n  repositories:\n    web: { id: 1 }",
    })
      .trimEnd()
      .replaceAll("\n", "\r\n")}`,
  ],
  [
    "a file that synth refuses, because ids are missing",
    fileWith({ 2: "  owner: acme\n  owners: { acme: { subject: immutable } }" }),
    fileWith({
      2: "  owner: acme\n  owners: { acme: { subject: immutable, id: 123456 } }\n  repositories:\n    web: { id: 1 }",
    }),
  ],
])("%s gets ids and formats, and keeps every other byte", async (_, before, after) => {
  const { code, stderr, file } = await resolved(before, GITHUB);

  expect({ code, stderr, file }).toStrictEqual({ code: 0, stderr: "", file: after });
  expect(() => parseConfig(after.replace("\uFEFF", ""), "access.yaml")).not.toThrow();
  // A second run finds no difference.
  expect((await resolved(after, GITHUB)).stdout).toBe(
    "access.yaml agrees with github.com. Nothing to change\n",
  );
});

const BEHIND = fileWith({
  2: "  owner: acme\n  owners: { acme: { id: 123456 } }\n  repositories:\n    web: { id: 1, subject: name } # soon\n    legacy: { id: 3 }",
});

/** The lines that change in it. */
const LINES = [
  "- 3    owners: { acme: { id: 123456 } }",
  "+ 3    owners: { acme: { id: 123456, subject: immutable } }",
  "- 5      web: { id: 1, subject: name } # soon",
  "- 6      legacy: { id: 3 }",
  "+ 5      web: { id: 1, subject: immutable } # soon",
  "+ 6      legacy: { id: 3, subject: name }",
];

test("shows the lines that change, and the changed values", async () => {
  const { code, stdout, stderr, file } = await resolved(BEHIND, GITHUB);

  expect({ code, stdout, stderr }).toStrictEqual({
    code: 0,
    stderr: "",
    stdout: `${[
      "Wrote 3 changes from github.com to access.yaml",
      "",
      ...LINES,
      "",
      "github.owners.acme.subject: immutable",
      "github.repositories.web.subject: name -> immutable",
      "github.repositories.legacy.subject: name",
    ].join("\n")}\n`,
  });
  expect(file).toContain(
    "    web: { id: 1, subject: immutable } # soon\n    legacy: { id: 3, subject: name }\n",
  );
});

test("--check shows the same, writes nothing, and exits with 1 for a difference", async () => {
  const { code, stdout, stderr, file } = await resolved(BEHIND, GITHUB, "--check");

  expect({ code, stderr, file }).toStrictEqual({ code: 1, stderr: "", file: BEHIND });
  expect(stdout.split("\n").slice(0, 2 + LINES.length)).toStrictEqual([
    "access.yaml differs from github.com: 3 differences",
    "",
    ...LINES,
  ]);
  expect(await resolved((await resolved(BEHIND, GITHUB)).file, GITHUB, "--check")).toMatchObject({
    code: 0,
    stdout: "access.yaml agrees with github.com. Nothing to change\n",
    stderr: "",
  });
});

test("--json prints the same as JSON", async () => {
  const { code, stdout, stderr } = await resolved(BEHIND, GITHUB, "--json", "--check");

  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "" });
  expect(JSON.parse(stdout)).toStrictEqual({
    changes: [
      { path: "github.owners.acme.subject", from: null, to: "immutable" },
      { path: "github.repositories.web.subject", from: "name", to: "immutable" },
      { path: "github.repositories.legacy.subject", from: null, to: "name" },
    ],
    problems: [],
    notes: [],
    requests: 5,
  });
});

/** Renamed, spelt otherwise, and another repository under an old name. */
const MOVED = fileWith({
  2: "  owner: acme\n  owners: { acme: { id: 123456 } }\n  repositories: { web: { id: 9 }, api: { id: 2, subject: immutable } }",
  8: "          - { repository: [old, API], branch: main }",
});
const MOVED_GITHUB = githubWith(
  { acme: { id: 123456, repositories: { web: { id: 1 }, api: { id: 2, format: "immutable" } } } },
  { renamed: { "acme/old": 1 } },
);
const MOVED_LINES = [
  "access.yaml:4:30 github.repositories.web.id: expected 1, the id of web on github.com, got 9. Another repository has this name now. If you mean it, delete the id and run resolve again",
  'access.yaml:10:28 accounts[0].roles[0].trust[0].repository[0]: expected web, its current name on github.com, got "old". The file has both names: write formerly: old in github.repositories.web, and remove old, or write web in its place where web is missing',
  'access.yaml:10:33 accounts[0].roles[0].trust[0].repository[1]: expected api in the casing of github.com, got "API"',
];

test("rejects renamed and replaced repositories, and writes nothing", async () => {
  expect(await resolved(MOVED, MOVED_GITHUB)).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `${MOVED_LINES.join("\n")}\n`,
    file: MOVED,
  });
});

test("--check exits with 1 for them", async () => {
  expect(await resolved(MOVED, MOVED_GITHUB, "--check")).toStrictEqual({
    code: 1,
    stdout: `access.yaml differs from github.com: 4 differences\n\n${[
      ...MOVED_LINES,
      "",
      "- 3    owners: { acme: { id: 123456 } }",
      "+ 3    owners: { acme: { id: 123456, subject: immutable } }",
      "",
      "github.owners.acme.subject: immutable",
    ].join("\n")}\n`,
    stderr: "",
    file: MOVED,
  });
});

describe("a renamed repository", () => {
  /** The name of the file in every place that names a repository, with comments. */
  const BEFORE = (name: string, facts: string) => `github:
  owner: acme
  owners: { acme: { id: 123456 } }
  repositories:
    # ours
    ${name}: { ${facts} } # the shop
    api: { id: 2 }
  environments:
    - { name: ${"web"}, repositories: [${name}, acme/api], origin: { ${name}: import }, branches: [main], policyIds: { acme/${name}: { branches: { main: 5 } } } }
  subjectTemplates:
    - { repositories: ${name}, claims: [repo, context] } # ${"web"}
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
      - trust:
          - repository: ${name} # the shop
            environment: web
          - { repository: [acme/${name}, "api"], branch: main, claims: { repository: acme/${name} } }
        ecr: { repositories: [web] }
        publish: { to: [repository, environment], repositories: [api, '${name}'], origin: { ${name}: existing, "${name}:web": existing } }
`;

  const OWNER = { id: 123456, repositories: { shop: { id: 1 }, api: { id: 2 } } };
  const REDIRECTED = githubWith({ acme: OWNER }, { renamed: { "acme/web": 1 } });

  test.each([
    ["that GitHub redirects", "id: 1", "id: 1, formerly: web", REDIRECTED],
    ["that was renamed before", "id: 1, formerly: old", "id: 1, formerly: [old, web]", REDIRECTED],
    [
      "whose id has another name, because GitHub does not redirect",
      "id: 1",
      "id: 1, formerly: web",
      githubWith({ acme: OWNER }),
    ],
    [
      "whose name another repository has now",
      "id: 1",
      "id: 1, formerly: web",
      githubWith({ acme: { ...OWNER, repositories: { ...OWNER.repositories, web: { id: 9 } } } }),
    ],
  ])(
    "%s gets its name and its former name in the file, and comments stay",
    async (_, before, after, github) => {
      const { code, file, stderr } = await resolved(BEFORE("web", before), github);
      expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
      expect(file).toBe(BEFORE("shop", after));
    },
  );

  test("is reported with its former name, and the ids that the file lacks are written in the same run", async () => {
    const file = fileWith({ 2: "  owner: acme\n  owners: { acme: { subject: immutable } }" });
    const github = githubWith(
      { acme: { id: 123456, repositories: { shop: { id: 1, format: "immutable" } } } },
      { renamed: { "acme/web": 1 } },
    );
    const { code, stdout, file: written } = await resolved(file, github, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).changes).toStrictEqual([
      { path: "github.repositories.shop.formerly", from: null, to: "web" },
      { path: "github.owners.acme.id", from: null, to: 123456 },
      { path: "github.repositories.shop.id", from: null, to: 1 },
    ]);
    expect(written).toContain("shop: { formerly: web, id: 1 }");
    expect(written).toContain("{ repository: shop, branch: main }");
  });

  test.each([
    ["a raw subject", "          - { subject: repo:acme/web:ref:refs/heads/main }"],
    ["a file that has the new name too", "          - { repository: [web, shop], branch: main }"],
  ])("is left to the user, and nothing is written: %s", async (_, line) => {
    const file = fileWith({ 8: line });
    expect(await resolved(file, REDIRECTED)).toMatchObject({ code: 2, stdout: "", file });
  });

  test("is left to the user if another owner has it now", async () => {
    const file = fileWith();
    const github = githubWith(
      { acme: { id: 123456 }, other: { id: 5, repositories: { shop: { id: 1 } } } },
      { renamed: { "acme/web": 1 } },
    );
    expect(await resolved(file, github)).toMatchObject({ code: 2, file });
  });
});

const MISSING = fileWith({ 8: "          - { repository: [web, wbe], branch: main }" });

test.each([[[]], [["--check"]]])(
  "rejects a repository that does not exist, with its place (%j)",
  async (args) => {
    expect(await resolved(MISSING, GITHUB, ...args)).toStrictEqual({
      code: 2,
      stdout: "",
      stderr:
        'access.yaml:8:33 accounts[0].roles[0].trust[0].repository[1]: expected a repository that exists on github.com, got "acme/wbe". If it exists, use a GITHUB_TOKEN that can read it\n',
      file: MISSING,
    });
  },
);

test("the JSON contains the problems", async () => {
  const { code, stdout, stderr } = await resolved(MISSING, GITHUB, "--json");

  expect(code).toBe(2);
  expect(JSON.parse(stdout).problems).toStrictEqual([stderr.trimEnd()]);
});

test("rejects a file with invalid values, without a request", async () => {
  const { code, stdout, stderr } = await resolved(fileWith({ 2: "  owner: a.b" }), GITHUB);

  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    'access.yaml:2:10 github.owner: expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "a.b"\n',
  );
  expect(server?.asked()).toStrictEqual([]);
});

test("rejects a value that shares an anchor, and writes nothing", async () => {
  const shared = fileWith({
    2: "  owner: acme\n  repositories: { web: &known {}, legacy: *known }",
    8: "          - { repository: [web, legacy], branch: main }",
  });
  const { code, stderr, file } = await resolved(shared, GITHUB);

  expect({ code, file }).toStrictEqual({ code: 2, file: shared });
  expect(stderr).toMatch(
    /^access\.yaml:3:31 github\.repositories\.web\.id: shares a YAML anchor with other values/,
  );
});

test("lists the repositories of a pattern page by page, with at most eight parallel requests, each with the token", async () => {
  const repositories = Object.fromEntries(
    Array.from({ length: 230 }, (_, index) => [
      `team-${index}`,
      { id: 1000 + index, format: index === 77 ? ("name" as const) : ("immutable" as const) },
    ]),
  );
  const before = fileWith({ 8: "          - { repository: team-*, branch: main }" });
  const github = githubWith({ acme: { id: 123456, repositories: { ...repositories, web: { id: 1 } } } });
  const { code, stdout, stderr, file } = await resolved(before, github);

  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(file).toBe(
    before.replace(
      "owner: acme",
      "owner: acme\n  owners:\n    acme: { id: 123456, subject: immutable }\n  repositories:\n    team-77: { id: 1077, subject: name }",
    ),
  );
  expect(stdout).toContain("\n2 new ids\ngithub.owners.acme.subject: immutable\n");
  const pages = server?.asked().filter((url) => url.includes("per_page")) ?? [];
  expect(pages).toStrictEqual([
    "/organizations/123456/repos?per_page=100&page=2",
    "/organizations/123456/repos?per_page=100&page=3",
    "/orgs/acme/repos?per_page=100",
  ]);
  expect(server?.asked().length).toBe(1 + pages.length + 230);
  expect(server?.mostAtOnce()).toBeLessThanOrEqual(8);
  expect(server?.mostAtOnce()).toBeGreaterThan(1);
  expect(new Set(server?.authorizations())).toStrictEqual(new Set([`token ${TOKEN}`]));
});

test("lists the repositories of a user with a note", async () => {
  const github = githubWith({ acme: { id: 7, type: "User", repositories: { web: { id: 1 } } } });
  const { code, stdout } = await resolved(
    fileWith({ 8: '          - { repository: "*", branch: main }' }),
    github,
  );

  expect(code).toBe(0);
  expect(stdout.split("\n\n").at(-1)).toBe(
    "note: acme is a user, and GitHub lists only public repositories of a user. Add private repositories that match * to github.repositories\n",
  );
  expect(server?.asked()).toContain("/users/acme/repos?per_page=100");
});

test("--config names the file, --api-url the API", async () => {
  server = await githubApiServer(GITHUB);
  folder.write("other.yaml", fileWith({ 2: "  owner: acme\n  host: git.acme.io" }));
  const { code, stdout, stderr } = await runResolve(
    ["--config", "other.yaml", "--api-url", `${server.url}/`],
    {
      cwd: folder.path,
      api: "https://api.github.com",
    },
  );

  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Wrote 3 changes from git\.acme\.io to other\.yaml\n/);
});

test("rejects a file that changed since it was read, and keeps the change", () => {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, "theirs");

  expect(() => rewriteFile("access.yaml", folder.path, "old", "new")).toThrow(
    new ConfigError(["access.yaml:1:1 changed while resolve was running. Run resolve again"]),
  );
  expect(readFileSync(path, "utf8")).toBe("theirs");
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});

describe("a repository with a template that the file does not have", () => {
  const FILE = fileWith({
    2: "  owner: acme\n  owners: { acme: { id: 1 } }\n  repositories: { web: { id: 2 } }",
  });
  const templated = githubWith({
    acme: {
      id: 1,
      repositories: {
        web: {
          id: 2,
          customization: { use_default: false, include_claim_keys: ["repo", "job_workflow_ref"] },
        },
      },
    },
  });
  const PROBLEM =
    "access.yaml:10:27 accounts[0].roles[0].trust[0].repository: the subjects of acme/web come from its own template (repo, job_workflow_ref), so the role denies its pushes. Add { repositories: acme/web, claims: [repo, job_workflow_ref] } to github.subjectTemplates. See docs/guide/subject-templates.md";

  test("makes --check fail", async () => {
    const { code, stdout, stderr } = await resolved(FILE, templated, "--check");

    expect({ code, stdout, stderr }).toStrictEqual({
      code: 1,
      stdout: `access.yaml differs from github.com: 1 difference\n\n${PROBLEM}\n`,
      stderr: "",
    });
    expect(JSON.parse((await resolved(FILE, templated, "--check", "--json")).stdout)).toMatchObject({
      problems: [PROBLEM],
      notes: [],
    });
  });

  test("is a note without --check", async () => {
    const { code, stdout } = await resolved(FILE, templated);

    expect(code).toBe(0);
    expect(stdout).toContain("note: acme/web has its own subject template (repo, job_workflow_ref).");
  });
});
