import { type ExplainOptions, explain } from "../../../../lib/cli/commands/explain/explain";
import { processIo } from "../../../../lib/cli/io";
import { ConfigError } from "../../../../lib/config/problem";
import { fileWith, secondRole } from "../../../config/access-file";
import { policyWith, SUB } from "../../../explain/files";
import { folderWith } from "../../../support/folder";
import { ISSUER } from "../../../support/github";
import { runCli, spawnCli } from "../../run-cli";

const SIGNATURE = "bm9ib2R5LWlzLXRvLXNlZS10aGlzLXNpZ25hdHVyZQ";

/** A JWT with an invalid signature. */
function jwt(claims: object): string {
  const [header, payload] = [{ alg: "RS256", kid: "k" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${header}.${payload}.${SIGNATURE}`;
}

const CLAIMS = {
  iss: `https://${ISSUER}`,
  aud: "sts.amazonaws.com",
  sub: "repo:acme/web:environment:production",
  actor: "mona-the-hidden-actor",
  jti: "hidden-token-id",
  environment: "production",
  repository: "acme/web",
};

let folder: ReturnType<typeof folderWith>;

beforeAll(() => {
  folder = folderWith({
    "access.yaml": fileWith(),
    "two.yaml": fileWith({ 11: secondRole("name: second") }),
    "both.yaml": fileWith({
      2: "  owner: acme\n  owners: { acme: { id: 1, subject: both } }\n  repositories: { web: { id: 2 } }",
    }),
    "token.jwt": jwt(CLAIMS),
    "allowed.jwt": jwt({ ...CLAIMS, sub: SUB, exp: 5 }),
    "claims.json": JSON.stringify({ ...CLAIMS, sub: "repo:acme/web:\u001b[2Jpull\u202Erequest" }),
    "empty.jwt": "",
    "binary.jwt": Buffer.from([0xff, 0xfe, 0, 1, 2]),
    "huge.jwt": Buffer.alloc(1_048_577, "a"),
    "long.jwt": "a".repeat(65_537),
    "broken.jwt": `${jwt(CLAIMS).split(".").slice(0, 2).join(".")}=.${SIGNATURE}`,
    "policy.json": JSON.stringify(policyWith([["StringLike", "sub", SUB]], { Sid: "GitHub" })),
    "role.json": JSON.stringify({
      Role: {
        RoleName: "push",
        AssumeRolePolicyDocument: policyWith([["StringLike", "sub", SUB]]),
      },
    }),
    "roles.json": JSON.stringify({
      Roles: [
        { RoleName: "push", AssumeRolePolicyDocument: policyWith([["StringLike", "sub", SUB]]) },
        {
          RoleName: "pull",
          AssumeRolePolicyDocument: encodeURIComponent(
            JSON.stringify(policyWith([["StringLike", "sub", "repo:acme/lib:pull_request"]])),
          ),
        },
      ],
    }),
    "bad-policy.json": JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Maybe" }] }),
    "list.json": "[]",
  });
});

afterAll(() => folder.remove());

function run(...args: readonly string[]) {
  return runCli(["explain", ...args], { cwd: folder.path });
}

test("an allowed run shows the role, the statement that decides, and what the role may do", async () => {
  expect(await run("--repository", "web", "--branch", "main", "--aud", "sts.amazonaws.com")).toStrictEqual({
    code: 0,
    stderr: "",
    stdout: `token of token.actions.githubusercontent.com
  sub  repo:acme/web:ref:refs/heads/main
  aud  sts.amazonaws.com

allowed: 1 role in access.yaml allows this token

role GitHubActionsECRRole in account 123456789012
  arn         arn:aws:iam::123456789012:role/GitHubActionsECRRole
  allowed by  statement 1
    StringEquals token.actions.githubusercontent.com:aud: matches
      expected  sts.amazonaws.com
      got       sts.amazonaws.com
    StringLike token.actions.githubusercontent.com:sub: matches
      expected  repo:acme/web:ref:refs/heads/main
      got       repo:acme/web:ref:refs/heads/main
  may         push web in 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com

note: the repository's subject format is unknown; a subject without ids is assumed. Repositories created, renamed or transferred after 2026-07-15 send ids. See docs/guide/ids.md
`,
  });
});

test("a denied token shows the closest role, what differs, the cause, the fix and the edit", async () => {
  const { code, stdout, stderr } = await run("--token", "token.jwt", "--config", "two.yaml");
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "" });
  expect(stdout).toBe(`token of token.actions.githubusercontent.com
  sub  repo:acme/web:environment:production
  aud  sts.amazonaws.com

denied: no role in two.yaml allows this token

roles
  denied        GitHubActionsECRRole in account 123456789012
  denied        second in account 123456789012

closest role: GitHubActionsECRRole in account 123456789012, statement 1
  sub
    expected  repo:acme/web:ref:refs/heads/main
    got       repo:acme/web:environment:production
                            ^^^^^^^^^^^^^^^^^^^^^^
cause: the role's trust policy expects the branch main; the job runs on the environment production, so its subject has no branch
fix:   trust the environment production, after you protect it with reviewers or deployment branches. Or remove environment: from the job
       insert after two.yaml:8 accounts[0].roles[0].trust[1]: { repository: web, environment: production }

note: the signature of the token was not verified. AWS verifies it
`);
});

test("without a safe edit, each fix has a place", async () => {
  const { code, stdout } = await run("--sub", "repo:acme/web:pull_request", "--aud", "vault");
  expect(code).toBe(1);
  expect(
    stdout.split("\n").filter((line) => /^(?:cause:|also:|fix:|note:| {7}see )/.test(line)),
  ).toStrictEqual([
    "cause: the role's trust policy expects the audience sts.amazonaws.com; the token has vault",
    "also:  the role's trust policy expects the branch main; the job runs for a pull request, so its subject has no branch",
    "fix:   request the audience sts.amazonaws.com: set the input audience of aws-actions/configure-aws-credentials, or add &audience=sts.amazonaws.com to your own request",
    "       see access.yaml:4:5 accounts[0].audience",
    "fix:   push from the branch, after the merge. To let pull requests pull images, add a role with access: pull. See docs/rules.md#r09",
    "       see access.yaml:8:13 accounts[0].roles[0].trust[0]",
  ]);
});

test("a run whose subject may have two forms is evaluated with both", async () => {
  const allowed = await run("--repository", "web", "--branch", "main", "--config", "both.yaml");
  expect(allowed.code).toBe(0);
  expect(
    allowed.stdout.split("\n").filter((line) => /^(?:The token| {2}sub|allowed)/.test(line)),
  ).toStrictEqual([
    "The token has one of these 2 forms. Each form is evaluated.",
    "  sub  repo:acme/web:ref:refs/heads/main",
    "allowed: 1 role in both.yaml allows this token",
    "  sub  repo:acme@1/web@2:ref:refs/heads/main",
    "allowed: 1 role in both.yaml allows this token",
  ]);
});

test("--json has the same answer", async () => {
  const { code, stdout } = await run("--token", "token.jwt", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toStrictEqual({
    file: "access.yaml",
    allowed: false,
    note: "the signature of the token was not verified. AWS verifies it",
    tokens: [
      {
        issuer: ISSUER,
        claims: { sub: CLAIMS.sub, aud: CLAIMS.aud },
        outcome: "denied",
        roles: [
          {
            name: "GitHubActionsECRRole",
            account: "123456789012",
            arn: "arn:aws:iam::123456789012:role/GitHubActionsECRRole",
            outcome: "denied",
          },
        ],
        closest: {
          role: "GitHubActionsECRRole",
          account: "123456789012",
          statement: "Statement[0]",
          effect: "Allow",
          conditions: [
            {
              operator: "StringEquals",
              key: `${ISSUER}:aud`,
              expected: ["sts.amazonaws.com"],
              got: ["sts.amazonaws.com"],
              outcome: "holds",
              why: "the claim matches",
            },
            {
              operator: "StringLike",
              key: `${ISSUER}:sub`,
              expected: [SUB],
              got: [CLAIMS.sub],
              outcome: "fails",
              why: "the claim matches none of the values",
            },
          ],
          differences: [
            {
              claim: "sub",
              expected: [SUB],
              got: CLAIMS.sub,
              marks: [{ start: 14, end: CLAIMS.sub.length }],
            },
          ],
          causes: [
            {
              code: "environment-instead-of-branch",
              message:
                "the role's trust policy expects the branch main; the job runs on the environment production, so its subject has no branch",
              fix: "trust the environment production, after you protect it with reviewers or deployment branches. Or remove environment: from the job",
              place: { position: "access.yaml:8:13", path: "accounts[0].roles[0].trust[0]" },
            },
          ],
          edits: [
            {
              position: "access.yaml:8:13",
              path: ["accounts", 0, "roles", 0, "trust", 1],
              value: { repository: "web", environment: "production" },
            },
          ],
          editsRejectedBecause: [],
        },
        notes: [],
      },
    ],
  });
});

test("--json of an allowed token has what the role may do, and a note that the token has expired", async () => {
  const { code, stdout } = await run("--token", "allowed.jwt", "--json");
  const { allowed, tokens } = JSON.parse(stdout);
  expect({ code, allowed, notes: tokens[0].notes, may: tokens[0].roles[0].may }).toStrictEqual({
    code: 0,
    allowed: true,
    notes: [
      "the token expired at 1970-01-01T00:00:05.000Z, so AWS denies it, whatever the trust policy says",
    ],
    may: {
      access: "push",
      repositories: ["web"],
      regions: ["ap-northeast-2"],
      registries: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"],
    },
  });
});

test.each(["policy.json", "role.json", "roles.json"])(
  "--policy evaluates the roles of %s",
  async (policy) => {
    const allowed = await run(
      "--policy",
      policy,
      "--sub",
      SUB,
      "--aud",
      "sts.amazonaws.com",
      "--config",
      "none.yaml",
    );
    expect({ code: allowed.code, stderr: allowed.stderr }).toStrictEqual({ code: 0, stderr: "" });
    const denied = await run("--policy", policy, "--token", "token.jwt");
    expect(denied.code).toBe(1);
    expect(denied.stdout).toContain(
      policy === "policy.json"
        ? "\nclosest role: policy.json, statement GitHub\n"
        : "\nclosest role: push, statement 1\n",
    );
    expect(denied.stdout).toContain("\nfix:   trust the environment production, after you protect it");
  },
);

test("--token - reads standard input", () => {
  const input = jwt({ ...CLAIMS, sub: SUB });
  const { code, stderr } = spawnCli(["explain", "--token", "-"], { cwd: folder.path, input });
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
});

describe("a token is never printed whole", () => {
  test.each([
    ["--token", "token.jwt"],
    ["--token", "token.jwt", "--json"],
    ["--token", "allowed.jwt"],
    ["--token", "broken.jwt"],
    ["--token", jwt(CLAIMS)],
    ["--token", "token.jwt", "--policy", "role.json"],
    ["--policy", jwt(CLAIMS), "--sub", SUB],
    [jwt(CLAIMS)],
  ])("by %s %s", async (...args) => {
    const { stdout, stderr } = await run(...args);
    const printed = stdout + stderr;
    expect(printed).not.toContain(SIGNATURE);
    expect(printed).not.toContain(jwt(CLAIMS).split(".")[1]);
    expect(printed).not.toContain("mona-the-hidden-actor");
    expect(printed).not.toContain("hidden-token-id");
    expect(printed).not.toBe("");
  });
});

test("a claim cannot control the terminal", async () => {
  const { stdout } = await run("--token", "claims.json");
  expect(stdout).toContain("  sub  repo:acme/web:\\u{1B}[2Jpull\\u{202E}request\n");
  expect(["\u001b", "\u202E"].filter((character) => stdout.includes(character))).toStrictEqual([]);
});

test.each<[Partial<ExplainOptions>, readonly string[]]>([
  [{}, ["expected exactly one of --token, --sub and --repository, got none"]],
  [
    { token: "token.jwt", sub: SUB },
    ["expected exactly one of --token, --sub and --repository, got --token and --sub"],
  ],
  [
    { token: "token.jwt", aud: "a", branch: "main" },
    ["--aud: not allowed with --token", "--branch: not allowed with --token"],
  ],
  [{ sub: SUB, tag: "v1" }, ["--tag: not allowed with --sub. Allowed with --sub: --aud"]],
  [{ sub: "", aud: "" }, ["--sub: expected a value, got nothing", "--aud: expected a value, got nothing"]],
  [
    { token: "empty.jwt" },
    [
      "--token empty.jwt: expected a JWT (three base64url parts with dots between them) or its claims as JSON, got nothing",
    ],
  ],
  [{ token: "binary.jwt" }, ["--token binary.jwt: expected UTF-8 text, got other bytes"]],
  [{ token: "huge.jwt" }, ["--token huge.jwt: expected at most 1 MiB, got more"]],
  [{ token: "long.jwt" }, ["--token long.jwt: expected at most 65536 characters, got 65537"]],
  [{ token: "none.jwt" }, ["--token none.jwt: not found. Expected a file, or - for standard input"]],
  [{ token: "." }, ["--token .: expected a file, or - for standard input, got a folder"]],
  [
    { token: jwt(CLAIMS) },
    [
      "--token: expected a file, or - for standard input, got a token. Other users of this machine can read the command line",
    ],
  ],
  [{ repository: "web" }, ["--repository: add --branch, --tag, --environment or --event pull_request"]],
  [{ policy: "list.json", sub: SUB }, ["list.json:1:1: expected a role with a trust policy, got none"]],
  [
    { policy: "bad-policy.json", sub: SUB },
    [
      'bad-policy.json:1:48 Statement[0].Effect: expected Allow or Deny, got "Maybe"',
      "bad-policy.json:1:38 Statement[0]: expected exactly one of Action and NotAction, got none",
      "bad-policy.json:1:38 Statement[0]: expected exactly one of Principal and NotPrincipal, got none",
    ],
  ],
  [
    { config: "none.yaml", sub: SUB },
    [
      "none.yaml: not found. Pass an existing file with --config FILE or ACCESS_CONFIG, or write one with init",
    ],
  ],
])("rejects %j", async (options, lines) => {
  const io = { ...processIo(), cwd: folder.path };
  await expect(explain({ config: "access.yaml", json: false, ...options }, 0, io)).rejects.toThrow(
    new ConfigError(lines),
  );
});

test("rejects a command line with every problem on standard error", async () => {
  expect(await run("--sub", "", "--aud", "", "--tag", "v1")).toStrictEqual({
    code: 2,
    stdout: "",
    stderr:
      "--sub: expected a value, got nothing\n--aud: expected a value, got nothing\n--tag: not allowed with --sub. Allowed with --sub: --aud\n",
  });
});

test("help has examples and the exit codes", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: github-actions-ecr explain/);
  expect(stdout).toContain("Examples:");
  expect(stdout).toContain("Exit code:");
});
