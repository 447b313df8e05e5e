import { seed } from "../stacks/synthesized";
import { folderOfEachTest } from "../support/folder";
import { ISSUER } from "../support/github";
import { runCli } from "./run-cli";

/** Names with the three characters that IAM escapes, and a raw subject that has an escape already. */
const ENVIRONMENT = `prod \${x}`;
const BRANCH = `a\${b}/*`;
const RAW = `repo:acme/raw:environment:a\${$}{y}`;
const ESCAPE = /\$\{[$*?]\}/;

const FILE = seed({ role: "publish: { as: variables }" }).replace(
  "          - { repository: web, branch: main }",
  [
    `{ repository: web, environment: "${ENVIRONMENT}" }`,
    '{ repository: web, environment: "a*b?c" }',
    `{ repository: web, branch: "${BRANCH}" }`,
    `{ repository: web, branch: main, claims: { workflow: "push \${w}" } }`,
  ]
    .map((entry) => `          - ${entry}`)
    .join("\n"),
);

const folder = folderOfEachTest({ "access.yaml": FILE });

test.each<[string, readonly string[], number, readonly string[]]>([
  [
    "synth",
    ["synth"],
    0,
    [
      `allows repo:acme/web:environment:${ENVIRONMENT}\n`,
      "allows repo:acme/web:environment:a*b?c\n",
      `allows repo:acme/web:ref:refs/heads/${BRANCH}\n`,
      `if workflow push \${w}\n`,
    ],
  ],
  ["show", ["show"], 0, [`environment ${ENVIRONMENT}`, "environment a*b?c", `branch ${BRANCH}`]],
  ["show --markdown", ["show", "--markdown"], 0, [`environment \`${ENVIRONMENT}\``, `branch \`${BRANCH}\``]],
  [
    "explain, allowed",
    ["explain", "--repository", "web", "--environment", ENVIRONMENT],
    0,
    [`expected  repo:acme/web:environment:${ENVIRONMENT}, repo:acme/web:environment:a*b?c`],
  ],
  [
    "explain, denied for the environment",
    ["explain", "--repository", "web", "--environment", `prod \${z}`],
    1,
    [`expected  repo:acme/web:environment:${ENVIRONMENT}\n`, `expects the environment ${ENVIRONMENT};`],
  ],
  [
    "explain, denied for the branch",
    ["explain", "--repository", "web", "--branch", `a\${b}x`],
    1,
    [`expected  repo:acme/web:ref:refs/heads/${BRANCH}\n`, `a branch that matches ${BRANCH};`],
  ],
  ["workflow", ["workflow", "--environment", ENVIRONMENT], 0, [`environment: ${ENVIRONMENT}\n`]],
])("%s prints names as the file has them", async (_, args, code, texts) => {
  const given = await runCli(args, { cwd: folder.path, columns: 200 });
  expect(given.code).toBe(code);
  for (const text of texts) expect(given.stdout).toContain(text);
  expect(given.stdout).not.toMatch(ESCAPE);
  expect(given.stderr).not.toMatch(ESCAPE);
});

test("the page has names as the file has them, apart from the trust policy", async () => {
  await runCli(["show", "--html", "page.html"], { cwd: folder.path });
  const page = folder.read("page.html");
  const [policy = ""] = /<pre>.*?<\/pre>/s.exec(page) ?? [];

  expect(policy).toMatch(ESCAPE);
  expect(page.replace(policy, "")).not.toMatch(ESCAPE);
  expect(page).toContain(`<p class="subject"><code>repo:acme/web:environment:${ENVIRONMENT}</code></p>`);
  expect(page).toContain(
    `Found: <code>repo:acme/web:environment:${ENVIRONMENT}</code>, <code>repo:acme/web:environment:a*b?c</code>`,
  );
});

test("a message about a rule has the name as the file has it", async () => {
  folder.write(
    "access.yaml",
    seed().replace("repository: web, branch: main", `repository: web-*, environment: "${ENVIRONMENT}"`),
  );
  const { code, stderr } = await runCli(["synth"], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toContain(`got "repo:acme/web-*:environment:${ENVIRONMENT}"`);
  expect(stderr).not.toMatch(ESCAPE);
});

test("JSON has the patterns as the policy has them, and beside them the names", async () => {
  const { stdout } = await runCli(["show", "--json"], { cwd: folder.path });
  const access: unknown = JSON.parse(stdout);
  expect(access).toMatchObject({
    roles: [
      {
        grants: [
          {
            subjects: [`repo:acme/web:environment:prod \${$}{x}`],
            shownSubjects: [`repo:acme/web:environment:${ENVIRONMENT}`],
          },
          { subjects: [`repo:acme/web:environment:a\${*}b\${?}c`] },
          {},
          { subjects: ["repo:acme/web:ref:refs/heads/main"] },
        ],
      },
    ],
  });
  expect(stdout.match(/shownSubjects/g)).toHaveLength(3);
});

describe("what the user wrote for IAM stays as it is", () => {
  test("in a subject pattern", async () => {
    folder.write(
      "access.yaml",
      seed({ role: "publish: false" }).replace("{ repository: web, branch: main }", `{ subject: "${RAW}" }`),
    );
    const synth = await runCli(["synth"], { cwd: folder.path });
    const denied = await runCli(["explain", "--repository", "raw", "--environment", "b"], {
      cwd: folder.path,
    });
    expect(synth.stdout).toContain(`allows ${RAW}\n`);
    expect(denied.stdout).toContain(`expected  ${RAW}\n`);
  });

  test("in a custom trust policy", async () => {
    folder.write(
      "access.yaml",
      seed({ role: "publish: false" }).replace(
        /trust:.*?ecr:/s,
        `trustPolicy:
          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: { "${ISSUER}:aud": sts.amazonaws.com }
              StringLike: { "${ISSUER}:sub": "${RAW}" }
        ecr:`,
      ),
    );
    const synth = await runCli(["synth"], { cwd: folder.path });
    const denied = await runCli(["explain", "--repository", "raw", "--environment", "b"], {
      cwd: folder.path,
    });
    expect(synth.stdout).toContain(`allows ${RAW}\n`);
    expect(denied.stdout).toContain(`expected  ${RAW}\n`);
  });
});

const ONLY_GITHUB = "(characters up to U+00FF, because IAM policies cannot contain others)";
const ADVICE =
  "GitHub accepts this name. Rename it, or trust another claim. See docs/guide/trust.md#names-that-iam-does-not-accept";

test.each([
  ["environment: 운영", "environment", "the name of a GitHub environment", "운영"],
  ["environment: [prod, 운영]", "environment[1]", "the name of a GitHub environment", "운영"],
  ["branch: 메인", "branch", "the name or pattern of a branch", "메인"],
  ["branch: 'release/Ā*'", "branch", "the name or pattern of a branch", "release/Ā*"],
  ["tag: 'v🚀'", "tag", "the name or pattern of a tag", "v🚀"],
  ["mergeQueue: 메인", "mergeQueue", "the name of a branch", "메인"],
  ["branch: main, claims: { workflow: 배포 }", "claims.workflow", "the name of a workflow", "배포"],
  ["branch: main, claims: { ref: refs/heads/메인 }", "claims.ref", "a ref", "refs/heads/메인"],
  [
    "branch: main, claims: { jobWorkflowRef: acme/ci/.github/workflows/배포.yml@refs/heads/main }",
    "claims.jobWorkflowRef",
    "a reusable workflow",
    "acme/ci/.github/workflows/배포.yml@refs/heads/main",
  ],
])("rejects %s as a name that GitHub accepts and IAM does not", async (keys, path, noun, given) => {
  folder.write("access.yaml", seed().replace("branch: main", keys));
  const { code, stderr } = await runCli(["synth"], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^access\.yaml:8:\d+ /);
  expect(stderr.replace(/^access\.yaml:8:\d+ /, "")).toBe(
    `accounts[0].roles[0].trust[0].${path}: expected ${noun} ${ONLY_GITHUB}, got "${given}". ${ADVICE}\n`,
  );
});

test("rejects a raw subject with such a name in the same way", async () => {
  folder.write(
    "access.yaml",
    seed().replace("{ repository: web, branch: main }", '{ subject: "repo:acme/web:environment:운영" }'),
  );
  const { stderr } = await runCli(["synth"], { cwd: folder.path });
  expect(stderr).toContain(
    `expected a subject pattern ${ONLY_GITHUB}, got "repo:acme/web:environment:운영". ${ADVICE}`,
  );
});

test.each([
  ["the last character that IAM accepts", "environment: ÿ", 0, ""],
  [
    "a name that GitHub does not accept either",
    'branch: "메 인"',
    2,
    "a valid Git name with characters up to U+00FF",
  ],
  [
    "a name that is too long as well",
    `environment: ${"운".repeat(256)}`,
    2,
    "1 to 255 characters up to U+00FF",
  ],
])("does not say so about %s", async (_, keys, code, text) => {
  folder.write("access.yaml", seed().replace("branch: main", keys));
  const given = await runCli(["synth"], { cwd: folder.path });
  expect(given.code).toBe(code);
  expect(given.stderr).toContain(text);
  expect(given.stderr).not.toContain("GitHub accepts this name");
});

test.each([
  [
    ["explain", "--repository", "web", "--environment", "운영"],
    "--environment: expected the name of a GitHub environment",
  ],
  [["explain", "--repository", "web", "--branch", "메인"], "--branch: expected the name of a branch"],
  [["explain", "--repository", "web", "--tag", "메인"], "--tag: expected the name of a tag"],
  [["workflow", "--environment", "운영"], "--environment: expected the name of a GitHub environment"],
  [["workflow", "--branch", "메인"], "--branch: expected the name or pattern of a branch or tag"],
  [
    [
      "init",
      "new",
      "--repository",
      "acme/web",
      "--account",
      "123456789012",
      "--region",
      "eu-west-1",
      "--branch",
      "메인",
    ],
    "--branch: expected the name or pattern of a branch or tag",
  ],
])("rejects such a name in the options of %j", async (args, message) => {
  const given = await runCli(args, { cwd: folder.path });
  expect(given).toMatchObject({ code: 2, stdout: "" });
  expect(given.stderr).toContain(`${message} ${ONLY_GITHUB}`);
  expect(given.stderr).toContain(ADVICE);
});
