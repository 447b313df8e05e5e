import {
  organizationPolicyText,
  resourceControlPolicy,
  serviceControlPolicy,
} from "../../../../lib/policy/guardrail";
import { seed } from "../../../stacks/synthesized";
import { folderOfEachTest } from "../../../support/folder";
import { ISSUER } from "../../../support/github";
import { runCli } from "../../run-cli";

/** Ids, another owner in trust and another one in github.repositories, and a template. */
const SEVERAL = `
github:
  owner: acme
  owners:
    acme: { id: 123456, subject: immutable }
  repositories:
    web: { id: 456789 }
    lib/base: { subject: name }
  subjectTemplates:
    - { repositories: [tools], claims: [repository_owner_id, environment] }
accounts:
  - id: "111111111111"
    region: eu-west-1
    assumeRoleArn: arn:aws:iam::111111111111:role/terraform
    roles:
      - trust:
          - { repository: web, branch: main }
          - { repository: api, owner: other, branch: main }
        ecr: { repositories: [web] }
  - id: "222222222222"
    region: us-gov-west-1
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: false
`;

const folder = folderOfEachTest({ "access.yaml": seed(), "several.yaml": SEVERAL });

const ACME = { name: "acme", id: undefined, templates: [] };
const OWNERS = [
  { name: "acme", id: "123456", templates: [["repository_owner_id", "environment"]] },
  { name: "lib", id: undefined, templates: [] },
  { name: "other", id: undefined, templates: [] },
] as const;
const NAME_NOTE = (names: string) =>
  `the id of ${names} is unknown, so the name decides. If someone else registers the name, their tokens pass. Run resolve, or add --owner NAME@ID`;
const DEPLOYER_NOTE =
  "the SCP also denies changes by the role that runs Terraform. To except a role, add --deployer ARN";

test("prints the resource control policy alone on standard output, and what it does on standard error", async () => {
  const policy = resourceControlPolicy([ISSUER], [ACME]);
  expect(await runCli(["guardrail"], { cwd: folder.path })).toStrictEqual({
    code: 0,
    stdout: `${organizationPolicyText(policy)}\n`,
    stderr: [
      `Denies tokens of ${ISSUER}, except those of acme`,
      `${JSON.stringify(policy).length} of 5120 characters. See docs/guide/guardrail.md`,
      `note: ${NAME_NOTE("acme")}`,
      "",
    ].join("\n"),
  });
});

test("names every owner of the file, and those of --owner, each once", async () => {
  const args = [
    "guardrail",
    "--config",
    "several.yaml",
    "--owner",
    "lib@7",
    "--owner",
    "more",
    "--owner",
    "more@8",
  ];
  const given = await runCli(args, { cwd: folder.path });
  const [acme, lib, other] = OWNERS;
  expect(given.stdout).toBe(
    `${organizationPolicyText(
      resourceControlPolicy(
        [ISSUER],
        [acme, { ...lib, id: "7" }, other, { name: "more", id: "8", templates: [] }],
      ),
    )}\n`,
  );
  expect(given.stderr).toContain("except those of acme (id 123456), lib (id 7), other and more (id 8)\n");
  expect(given.stderr).toContain(`note: ${NAME_NOTE("other")}\n`);
});

test.each([
  [[], ["arn:aws:iam::111111111111:role/terraform"], ""],
  [["--deployer", "arn:aws:iam::*:role/ci"], ["arn:aws:iam::*:role/ci"], ""],
])("prints the service control policy with --scp %j", async (more, deployers, note) => {
  const policy = serviceControlPolicy({ issuers: [ISSUER], partitions: ["aws", "aws-us-gov"], deployers });
  expect(
    await runCli(["guardrail", "--scp", "--config", "several.yaml", ...more], { cwd: folder.path }),
  ).toStrictEqual({
    code: 0,
    stdout: `${organizationPolicyText(policy)}\n`,
    stderr: [
      `Denies changes of the OIDC providers for ${ISSUER}, and new providers for other GitHubs`,
      `${JSON.stringify(policy).length} of 5120 characters. See docs/guide/guardrail.md`,
      note,
    ].join("\n"),
  });
});

test.each([
  [
    "arn:aws:iam::*:role/*",
    "note: --deployer arn:aws:iam::*:role/* excepts every role in every account: each may change the OIDC provider\n",
  ],
  [
    "arn:aws:iam::111111111111:role/**",
    "note: --deployer arn:aws:iam::111111111111:role/** excepts every role in 111111111111: each may change the OIDC provider\n",
  ],
  ["arn:aws:iam::*:role/ci*", ""],
])("says that the deployer %s excepts every role", async (arn, note) => {
  const { code, stderr } = await runCli(["guardrail", "--scp", "--deployer", arn], { cwd: folder.path });
  expect(code).toBe(0);
  expect(stderr.split("\n").slice(2).join("\n")).toBe(note);
});

test("accepts --owner with --scp --json, which prints both policies", async () => {
  const { code, stdout } = await runCli(["guardrail", "--scp", "--json", "--owner", "one@7"], {
    cwd: folder.path,
  });
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 0,
    owners: [{ name: "acme" }, { name: "one", id: "7" }],
  });
});

test("prints both policies as JSON", async () => {
  const rcp = resourceControlPolicy([ISSUER], [ACME]);
  const scp = serviceControlPolicy({ issuers: [ISSUER], partitions: ["aws"], deployers: [] });
  const { code, stdout, stderr } = await runCli(["guardrail", "--json"], { cwd: folder.path });
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toStrictEqual({
    issuers: [ISSUER],
    owners: [{ name: "acme" }],
    rcp: { characters: JSON.stringify(rcp).length, policy: rcp },
    scp: { characters: JSON.stringify(scp).length, policy: scp },
    notes: [NAME_NOTE("acme"), DEPLOYER_NOTE],
  });
});

test.each([
  ["an enterprise", "enterprise: acme-corp", [ISSUER, `${ISSUER}/acme-corp`]],
  ["GHE.com", "host: acme.ghe.com", ["token.actions.acme.ghe.com"]],
  ["a server", "host: git.example.com", ["git.example.com/_services/token"]],
])("has the issuers of %s", async (_, key, issuers) => {
  folder.write("other.yaml", seed().replace("github:\n", `github:\n  ${key}\n`));
  const { stdout } = await runCli(["guardrail", "--config", "other.yaml", "--json"], { cwd: folder.path });
  const content: unknown = JSON.parse(stdout);
  expect(content).toMatchObject({ issuers });
});

test.each([
  ["", "denies such a token unless AWS fills the key repository_owner_id"],
  ["  host: acme.ghe.com\n", "denies such a token"],
])("names a role with a subject that no pattern of the policy matches, with %j", async (host, effect) => {
  const subject = "repository_owner_id:123456:repository_id:456789:environment:prod";
  folder.write(
    "raw.yaml",
    seed()
      .replace(
        "github:\n",
        `github:\n${host}  owners: { acme: { id: 123456 } }\n  repositories: { web: { id: 456789 } }\n`,
      )
      .replace("{ repository: web, branch: main }", `{ subject: "${subject}" }`)
      .concat("        publish: false\n"),
  );
  const { stderr } = await runCli(["guardrail", "--config", "raw.yaml"], { cwd: folder.path });
  expect(stderr).toContain(
    `note: role GitHubActionsECRRole in 123456789012 trusts the subject "${subject}". It follows no template in the file that shows the owner, so the policy ${effect}\n`,
  );
});

test.each<[string, readonly string[], string]>([
  [
    "an owner with another id",
    ["--owner", "acme@1"],
    "--owner: expected the id of acme in several.yaml (123456), got 1",
  ],
  [
    "an owner in another casing",
    ["--owner", "Acme"],
    "--owner: expected the spelling in several.yaml (acme), got Acme",
  ],
  ["a wrong owner", ["--owner", "a/b"], "Expected a GitHub user or organization"],
  ["a wrong id", ["--owner", "other@x"], "Expected a GitHub user or organization"],
  [
    "an owner with the id of an owner in the file",
    ["--owner", "one@123456"],
    "--owner: expected an id of no other owner, got one@123456. acme has this id\n",
  ],
  [
    "two owners with one id",
    ["--owner", "one@7", "--owner", "two@7"],
    "--owner: expected an id of no other owner, got two@7. one has this id\n",
  ],
  [
    "an owner without its policy",
    ["--scp", "--owner", "one@7"],
    "--owner: expected no --scp, or --json with it. Only the RCP has owners\n",
  ],
  [
    "a user as deployer",
    ["--scp", "--deployer", "arn:aws:iam::*:user/terraform"],
    "Expected the ARN of a role",
  ],
  [
    "deployers in another partition, each of them",
    [
      ...["--scp", "--deployer", "arn:aws-cn:iam::*:role/one", "--deployer", "arn:aws-cn:iam::*:role/two"],
      ...["--deployer", "arn:aws-us-gov:iam::*:role/one"],
    ],
    `--deployer: expected a role in aws and aws-us-gov, as the accounts are, got arn:aws-cn:iam::*:role/one
--deployer: expected a role in aws and aws-us-gov, as the accounts are, got arn:aws-cn:iam::*:role/two
`,
  ],
  ["a wrong deployer", ["--scp", "--deployer", "terraform"], "Expected the ARN of a role"],
  [
    "a deployer without its policy",
    ["--deployer", "arn:aws:iam::*:role/ci"],
    "--deployer: expected --scp or --json with it. Only the SCP has exceptions",
  ],
])("rejects %s", async (_, args, message) => {
  const given = await runCli(["guardrail", "--config", "several.yaml", ...args], { cwd: folder.path });
  expect(given).toMatchObject({ code: 2, stdout: "" });
  expect(given.stderr).toContain(message);
});

test("prints a policy of 5120 characters at most, and rejects a longer one with the number of owners", async () => {
  const owners = (count: number) =>
    Array.from({ length: count }, (_, index) => [
      "--owner",
      `team-${String(index).padStart(3, "0")}@${1000 + index}`,
    ]).flat();
  const run = (count: number) => runCli(["guardrail", ...owners(count)], { cwd: folder.path });
  const lengthOf = (count: number) =>
    JSON.stringify(
      resourceControlPolicy(
        [ISSUER],
        [
          ACME,
          ...Array.from({ length: count }, (_, index) => ({
            name: `team-${String(index).padStart(3, "0")}`,
            id: String(1000 + index),
            templates: [],
          })),
        ],
      ),
    ).length;
  const count =
    Array.from({ length: 200 }, (_, index) => index).findLast((each) => lengthOf(each) <= 5120) ?? 0;

  const fitting = await run(count);
  expect(fitting).toMatchObject({ code: 0 });
  expect(fitting.stdout.trimEnd()).toHaveLength(lengthOf(count));
  expect(await run(count + 1)).toStrictEqual({
    code: 2,
    stdout: "",
    stderr: `access.yaml: expected a resource control policy of at most 5120 characters, got ${lengthOf(count + 1)} for ${count + 2} owners. Remove owners that need no role: two policies cannot share the list, because each denies the owners of the other\n`,
  });
});

test("rejects exceptions that make the service control policy too long", async () => {
  const args = Array.from({ length: 120 }, (_, index) => [
    "--deployer",
    `arn:aws:iam::${100000000000 + index}:role/terraform`,
  ]).flat();
  const { code, stderr } = await runCli(["guardrail", "--scp", ...args], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^--deployer: expected a service control policy of at most 5120 characters, got \d+ for 120 roles\. Use one pattern, such as arn:aws:iam::\*:role\/NAME\n$/,
  );
});

test("prints nothing if the file has problems", async () => {
  folder.write("bad.yaml", seed().replace("owner: acme", "owner: acme corp"));
  const given = await runCli(["guardrail", "--config", "bad.yaml"], { cwd: folder.path });
  expect(given).toMatchObject({ code: 2, stdout: "" });
  expect(given.stderr).toContain("bad.yaml:2:10 github.owner: expected a GitHub user or organization");
});
