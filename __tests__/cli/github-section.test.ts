import fc from "fast-check";
import { folderOfAllTests } from "../support/folder";
import { runs } from "../support/runs";
import { type GithubApiServer, githubApiServer } from "./commands/resolve/github-api";
import { githubWith } from "./commands/resolve/hosted-github";
import { runCli } from "./run-cli";

const folder = folderOfAllTests();
let api: GithubApiServer;

beforeAll(async () => {
  api = await githubApiServer(
    githubWith({
      acme: { id: 1, repositories: { web: { id: 2, format: "immutable" }, "team-a": { id: 3 } } },
      other: { id: 4, type: "User", repositories: { web: { id: 5 } } },
    }),
  );
});

afterAll(async () => {
  await api.close();
});

/** A map with some of the keys of a model. */
function partly(model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.record(model, { requiredKeys: [] });
}

function oneOf(...values: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.constantFrom(...values);
}

/** One of the values, and in some files a wrong one. */
function mostly(values: readonly unknown[], ...wrong: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 15, arbitrary: oneOf(...values) }, { weight: 1, arbitrary: oneOf(...wrong) });
}

/** What a file says about an owner or a repository with this id. */
function fact(id: number): fc.Arbitrary<object> {
  return partly({ id: mostly([id], 9), subject: oneOf("name", "immutable", "both") });
}

const FACTS = { web: fact(2), "team-a": fact(3), "other/web": fact(5), constructor: fact(6) };
const repositories = fc.uniqueArray(fc.constantFrom(...Object.keys(FACTS)), { minLength: 1, maxLength: 3 });
const template = fc.uniqueArray(
  oneOf("repo", "context", "job_workflow_ref", "repository_owner", "repository_id", "environment", "ref"),
  { minLength: 1, maxLength: 4 },
);

const name = mostly(["production"], "Production:V1");
const environment = fc.oneof(
  fc.record({ name, repositories, protectedElsewhere: oneOf(true) }),
  fc.record(
    {
      name,
      repositories,
      branches: mostly(["main", ["main"]], []),
      reviewers: fc.record(
        { users: oneOf(["mona"]), teams: oneOf(["platform"]) },
        { requiredKeys: ["users"] },
      ),
    },
    { requiredKeys: ["name", "repositories"] },
  ),
);

/** The section github, in which any key may be missing. */
const github = fc
  .tuple(
    mostly([{ owner: "acme" }], { owner: "Acme" }, {}),
    mostly(
      [{}, { enterprise: "acme-corp" }, { host: "acme.ghe.com" }, { host: "git.acme.example" }],
      { host: "localhost" },
      { host: "git.acme.example", enterprise: "acme-corp" },
      { enterprise: "acme corp" },
    ),
    partly({
      owners: partly({ acme: fact(1), other: fact(4) }),
      repositories: partly(FACTS),
      environments: fc.array(environment, { minLength: 1, maxLength: 2 }),
      subjectTemplates: fc.array(
        fc.record(
          { claims: template, repositories, organization: oneOf("acme", "other") },
          { requiredKeys: ["claims", "repositories"] },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  )
  .map((parts): object => Object.assign({}, ...parts));

const entry = mostly(
  [
    { repository: "web", branch: "main" },
    { repository: ["web", "team-a"], environment: "production" },
    { repository: "constructor", tag: "v1" },
    { repository: "web", mergeQueue: "main", claims: { repositoryId: 2 } },
    { subject: "repo:acme@1/web@2:ref:refs/heads/main" },
  ],
  { repository: "other/web", branch: "main" },
  { repository: "team-*", branch: "main" },
  { repository: "*", owner: "other", anyContext: true },
  { repository: "web", environment: "Production:V1" },
  { subject: "repo:acme@*/web@2:ref:refs/heads/main" },
);

const file = fc
  .record({
    github,
    trust: fc.array(entry, { minLength: 1, maxLength: 3 }),
    publish: oneOf(undefined, false),
  })
  .map(({ github: section, trust, publish }) =>
    // JSON is YAML.
    JSON.stringify({
      github: section,
      accounts: [
        {
          id: "123456789012",
          region: "eu-central-1",
          roles: [{ name: "Push", trust, publish, ecr: { repositories: ["web"] } }],
        },
      ],
    }),
  );

const RUN = ["--repository", "web"];
const COMMANDS: readonly (readonly string[])[] = [
  ["synth", "--out", "out"],
  ["show"],
  ["show", "--json"],
  ["show", "--html", "access.html"],
  ["workflow"],
  ["workflow", ...RUN],
  ["resolve"],
  ["resolve", "--check"],
  ["explain", ...RUN, "--branch", "main"],
  ["explain", ...RUN, "--environment", "Production:V1"],
  ["explain", "--repository", "other/web", "--event", "pull_request"],
  ["explain", "--sub", "repo:acme@1/web@2:ref:refs/heads/main", "--aud", "sts.amazonaws.com"],
  ["explain", "--sub", "repo:acme/web:ref:refs/heads/main"],
];

test("no part of the section github makes a command throw, on any host", async () => {
  const exits = new Set<number | null>();
  await fc.assert(
    fc.asyncProperty(file, fc.constantFrom(...COMMANDS), async (text, command) => {
      folder.write("access.yaml", text);
      const { code, stderr } = await runCli(command, {
        cwd: folder.path,
        env: { GITHUB_TOKEN: "token", GITHUB_API_URL: api.url },
      });
      exits.add(code);
      expect(stderr).not.toMatch(/undefined|NaN|\[object |TypeError/);
    }),
    { numRuns: runs(3_000) },
  );
  expect(exits).toStrictEqual(new Set([0, 1, 2]));
}, 600_000);
