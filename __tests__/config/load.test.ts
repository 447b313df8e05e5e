import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import { DEFAULT_VERSIONS } from "../../lib/config/provider-versions";
import { valuedFile } from "../../lib/config/read";
import type {
  Config,
  GithubValue,
  PublicationKind,
  Risk,
  RiskPlace,
  Role,
  SourcedEntry,
} from "../../lib/config/types";
import type { Claims } from "../../lib/policy/claims";
import { type EcrPermissions, ecrPolicies } from "../../lib/policy/ecr-policies";
import type { NonEmpty } from "../../lib/policy/non-empty";
import type { Context, SubjectIds } from "../../lib/policy/subject/types";
import { parseValidTrustPolicy, trustPolicy } from "../../lib/policy/trust-policy";
import { folderOfAllTests } from "../support/folder";
import { ECR_POLICY, PUBLICATION, TRUST_POLICY } from "../support/smallest";
import {
  fileWith,
  inFile,
  type Lines,
  MASKED,
  NAME,
  numbered,
  problemLines,
  secondRole,
} from "./access-file";
import { CONTEXT_KEYS, GITHUB_KEYS, NO_CONTEXT } from "./file-keys";
import { broken, ruleOf, unknownKey, warned } from "./problem-texts";

/** A rule that a role breaks. */
function risk(id: string, reason: string | undefined, ...places: NonEmpty<RiskPlace>): Risk {
  return { rule: ruleOf(id), reason, places };
}

/** An entry of trust that names a repository, `OWNER/NAME`. */
function named(
  source: number,
  fullName: string,
  context: Context,
  ids?: SubjectIds,
  claims: Claims = {},
): SourcedEntry {
  const [owner = "", repository = ""] = fullName.split("/");
  return { kind: "repository", owner, repository, ids, context, claims, source };
}

/** A role with the parsed form of its trust policy. */
function withParsedTrust<Expected extends Pick<Role, "trustPolicy">>(role: Expected) {
  return { ...role, parsedTrustPolicy: parseValidTrustPolicy(role.trustPolicy) };
}

/** A value of a repository. */
function inRepository(as: PublicationKind, repository: string, name: string, value: string): GithubValue {
  return { as, target: { level: "repository", repository }, name, value };
}

describe("the file resolved", () => {
  test("has the default names for the smallest file", () => {
    expect(parseConfig(fileWith(), NAME)).toStrictEqual({
      github: {
        host: "github.com",
        enterprise: undefined,
        issuerHost: "token.actions.githubusercontent.com",
        apiBaseUrl: undefined,
        writeDelayMs: 1_000,
      },
      state: { kind: "local", directory: "." },
      accounts: [
        {
          accountId: "123456789012",
          name: "123456789012",
          stack: "aws-123456789012",
          region: "ap-northeast-2",
          partition: "aws",
          oidcProvider: "create",
          audience: "sts.amazonaws.com",
          assumeRoleArn: undefined,
          tags: {},
          trustPolicyCharacters: 2048,
          policiesPerRole: 10,
          ecr: undefined,
          ecrPublic: [],
          roles: [
            withParsedTrust({
              name: "GitHubActionsECRRole",
              origin: "create",
              policyName: "GitHubActionsECRPolicy",
              path: "/",
              source: 0,
              furtherEcr: [],
              ecrPublic: undefined,
              description: undefined,
              maxSessionSeconds: 3600,
              permissionsBoundaryArn: undefined,
              tags: {},
              trust: {
                kind: "entries",
                entries: [named(0, "acme/web", { kind: "branch", pattern: "main" })],
              },
              trustPolicy: TRUST_POLICY,
              ecr: { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] },
              policies: [
                {
                  name: "GitHubActionsECRPolicy",
                  document: ECR_POLICY,
                },
              ],
              publish: PUBLICATION,
              risks: [
                risk("R23", undefined, { path: ["trust", 0], given: "repo:acme/web:ref:refs/heads/main" }),
              ],
            }),
          ],
        },
      ],
      owners: [
        {
          name: "acme",
          stack: "github-acme",
          values: [
            inRepository("secrets", "web", "AWS_REGION", "ap-northeast-2"),
            inRepository("secrets", "web", "AWS_ACCOUNT_ID", "123456789012"),
            inRepository("secrets", "web", "AWS_ROLE_NAME", "GitHubActionsECRRole"),
          ],
          environments: [],
          templates: [],
          accountStacks: ["aws-123456789012"],
          formerNames: [],
          renamed: [],
          elsewhere: [],
        },
      ],
      providers: DEFAULT_VERSIONS,
      similarNames: [],
      warnings: [
        `role GitHubActionsECRRole in 123456789012: ${MASKED}`,
        warned("R23", "role GitHubActionsECRRole in 123456789012, trust[0]"),
      ],
    } satisfies Config);
  });

  test("contains the value of every key", () => {
    const text = `
github:
  owner: acme
  host: github.com
  enterprise: acme-corp
  owners: { acme: { id: 1, subject: immutable }, other: { id: 3 } }
  repositories: { web: { id: 2 }, lib: { id: 5 }, team-old: { subject: name }, other/api: { id: 4, subject: both } }
state:
  s3:
    bucket: acme-tfstate
    region: cn-northwest-1
    keyPrefix: platform/ecr
    kmsKeyId: alias/tfstate
    assumeRoleArn: arn:aws-cn:iam::333333333333:role/state
    create: true
accounts:
  - id: "111111111111"
    name: production
    region: cn-north-1
    oidcProvider: existing
    audience: acme.example.com
    assumeRoleArn: arn:aws-cn:iam::111111111111:role/deploy
    tags: { team: platform, env: prod }
    trustPolicyCharacters: 4096
    roles:
      - name: Push
        policyName: PushToECR
        path: /ci/
        description: "Pushes images"
        maxSessionSeconds: 43200
        permissionsBoundaryArn: arn:aws-cn:iam::aws:policy/PowerUserAccess
        tags: { env: release, cost: "42" }
        trust:
          - { repository: [web, team-*], branch: release/* }
          - { repository: api, owner: other, tag: v1 }
          - { repository: web, environment: "prod-eu" }
          - { repository: web, pullRequest: true }
          - { repository: web, mergeQueue: main, claims: { actorId: [7, "8"], workflow: push } }
          - { repository: lib, anyContext: true }
          - { subject: "repo:acme@1/docs@9:ref:refs/heads/main" }
        acceptRisks:
          - { rule: R07, reason: "each team pushes its own" }
          - { rule: R08, reason: "lib is trusted whole" }
          - { rule: R09, reason: "previews" }
          - { rule: R10, reason: "release/* is protected" }
        ecr:
          repositories: [web, team/*, web]
          access: push-pull
          region: [cn-north-1, cn-northwest-1]
        publish:
          as: variables
          repositories: [web, other/api, acme/web]
          prefix: PROD_
  - id: "222222222222"
    name: test
    region: cn-northwest-1
    oidcProvider: import
    roles:
      - name: Pull
        trustPolicy:
          Version: "2012-10-17"
          Statement:
            Effect: Allow
            Principal:
              Federated: arn:aws-cn:iam::222222222222:oidc-provider/token.actions.githubusercontent.com/acme-corp
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com/acme-corp:aud: sts.amazonaws.com.cn
                token.actions.githubusercontent.com/acme-corp:sub: repo:acme@1/web@2:environment:test
        ecr: { repositories: "*", access: pull, region: cn-north-1 }
        publish: false
`;
    const webIds: SubjectIds = { owner: 1, repository: 2 };
    const releases: Context = { kind: "branch", pattern: "release/*" };
    const teams = "repo:acme@1/team-*@*:ref:refs/heads/release/*";
    const oldTeam = "repo:acme/team-old:ref:refs/heads/release/*";
    const issuer = "token.actions.githubusercontent.com/acme-corp";
    const entries: NonEmpty<SourcedEntry> = [
      named(0, "acme/web", releases, webIds),
      named(0, "acme/team-*", releases, { owner: 1, repository: "any" }),
      named(0, "acme/team-old", releases),
      named(1, "other/api", { kind: "tag", pattern: "v1" }),
      named(1, "other/api", { kind: "tag", pattern: "v1" }, { owner: 3, repository: 4 }),
      named(2, "acme/web", { kind: "environment", name: "prod-eu" }, webIds),
      named(3, "acme/web", { kind: "pullRequest" }, webIds),
      named(4, "acme/web", { kind: "mergeQueue", branch: "main" }, webIds, {
        actorId: ["7", "8"],
        workflow: ["push"],
      }),
      named(5, "acme/lib", { kind: "any" }, { owner: 1, repository: 5 }),
      {
        kind: "subject",
        subject: "repo:acme@1/docs@9:ref:refs/heads/main",
        claims: {},
        source: 6,
      },
    ];
    const ecr: EcrPermissions = {
      access: "push-pull",
      repositories: ["web", "team/*"],
      regions: ["cn-north-1", "cn-northwest-1"],
    };
    const ownPolicy = {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: `arn:aws-cn:iam::222222222222:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com.cn",
            [`${issuer}:sub`]: "repo:acme@1/web@2:environment:test",
          },
        },
      },
    };
    const pulled: EcrPermissions = { access: "pull", repositories: ["*"], regions: ["cn-north-1"] };

    expect(parseConfig(text, NAME)).toStrictEqual({
      github: {
        host: "github.com",
        enterprise: "acme-corp",
        issuerHost: issuer,
        apiBaseUrl: undefined,
        writeDelayMs: 1_000,
      },
      state: {
        kind: "s3",
        bucket: "acme-tfstate",
        region: "cn-northwest-1",
        partition: "aws-cn",
        keyPrefix: "platform/ecr",
        kmsKeyId: "alias/tfstate",
        assumeRoleArn: "arn:aws-cn:iam::333333333333:role/state",
        bucketStack: { ownState: "local", accountIds: ["333333333333"] },
      },
      accounts: [
        {
          accountId: "111111111111",
          name: "production",
          stack: "aws-production",
          region: "cn-north-1",
          partition: "aws-cn",
          oidcProvider: "existing",
          audience: "acme.example.com",
          assumeRoleArn: "arn:aws-cn:iam::111111111111:role/deploy",
          tags: { team: "platform", env: "prod" },
          trustPolicyCharacters: 4096,
          policiesPerRole: 10,
          ecr: undefined,
          ecrPublic: [],
          roles: [
            withParsedTrust({
              name: "Push",
              origin: "create",
              policyName: "PushToECR",
              path: "/ci/",
              source: 0,
              furtherEcr: [],
              ecrPublic: undefined,
              description: "Pushes images",
              maxSessionSeconds: 43200,
              permissionsBoundaryArn: "arn:aws-cn:iam::aws:policy/PowerUserAccess",
              tags: { team: "platform", env: "release", cost: "42" },
              trust: { kind: "entries", entries },
              trustPolicy: trustPolicy({
                providerArn: `arn:aws-cn:iam::111111111111:oidc-provider/${issuer}`,
                issuerHost: issuer,
                audience: "acme.example.com",
                entries,
              }),
              ecr,
              policies: ecrPolicies("PushToECR", { partition: "aws-cn", accountId: "111111111111" }, ecr),
              publish: {
                isWanted: true,
                as: "variables",
                to: ["repository"],
                visibility: "private",
                values: [
                  { name: "PROD_AWS_REGION", holds: "region", text: "cn-north-1" },
                  { name: "PROD_AWS_ACCOUNT_ID", holds: "accountId", text: "111111111111" },
                  { name: "PROD_AWS_ROLE_NAME", holds: "roleName", text: "Push" },
                ],
                repositories: [
                  { owner: "acme", name: "web" },
                  { owner: "other", name: "api" },
                ],
                environments: [{ owner: "acme", name: "web", environment: "prod-eu" }],
                organizations: ["acme", "other"],
              },
              risks: [
                risk("R07", "each team pushes its own", { path: ["trust", 0], given: teams }),
                risk("R08", "lib is trusted whole", { path: ["trust", 5], given: "repo:acme@1/lib@5:*" }),
                risk("R09", "previews", { path: ["trust", 3], given: "repo:acme@1/web@2:pull_request" }),
                risk(
                  "R10",
                  "release/* is protected",
                  { path: ["trust", 0], given: "repo:acme@1/web@2:ref:refs/heads/release/*" },
                  { path: ["trust", 0], given: teams },
                  { path: ["trust", 0], given: oldTeam },
                  {
                    path: ["trust", 4],
                    given: "repo:acme@1/web@2:ref:refs/heads/gh-readonly-queue/main/pr-*",
                  },
                ),
                risk("R13", undefined, {
                  path: ["trust", 2],
                  given: "repo:acme@1/web@2:environment:prod-eu",
                }),
                risk("R23", undefined, { path: ["trust", 0], given: oldTeam }),
                risk("R26", undefined, {
                  path: ["trust", 1],
                  given: "repo:other/api:ref:refs/tags/v1",
                }),
                risk("R39", undefined, { path: ["ecr"], given: "acme/web, acme/team-old and 3 more" }),
              ],
            }),
          ],
        },
        {
          accountId: "222222222222",
          name: "test",
          stack: "aws-test",
          region: "cn-northwest-1",
          partition: "aws-cn",
          oidcProvider: "import",
          audience: "sts.amazonaws.com.cn",
          assumeRoleArn: undefined,
          tags: {},
          trustPolicyCharacters: 2048,
          policiesPerRole: 10,
          ecr: undefined,
          ecrPublic: [],
          roles: [
            withParsedTrust({
              name: "Pull",
              origin: "create",
              policyName: "PullPolicy",
              source: 0,
              furtherEcr: [],
              ecrPublic: undefined,
              path: "/",
              description: undefined,
              maxSessionSeconds: 3600,
              permissionsBoundaryArn: undefined,
              tags: {},
              trust: { kind: "document", document: ownPolicy },
              trustPolicy: ownPolicy,
              ecr: pulled,
              policies: ecrPolicies("PullPolicy", { partition: "aws-cn", accountId: "222222222222" }, pulled),
              publish: {
                isWanted: false,
                as: "secrets",
                to: ["repository"],
                visibility: "private",
                values: [
                  { name: "AWS_REGION", holds: "region", text: "cn-north-1" },
                  { name: "AWS_ACCOUNT_ID", holds: "accountId", text: "222222222222" },
                  { name: "AWS_ROLE_NAME", holds: "roleName", text: "Pull" },
                ],
                repositories: [],
                environments: [],
                organizations: [],
              },
              risks: [
                risk("R13", undefined, {
                  path: ["trustPolicy", "Statement", "Condition", "StringEquals", `${issuer}:sub`],
                  given: "repo:acme@1/web@2:environment:test",
                }),
              ],
            }),
          ],
        },
      ],
      owners: [
        {
          name: "acme",
          stack: "github-acme",
          values: [
            inRepository("variables", "web", "PROD_AWS_REGION", "cn-north-1"),
            inRepository("variables", "web", "PROD_AWS_ACCOUNT_ID", "111111111111"),
            inRepository("variables", "web", "PROD_AWS_ROLE_NAME", "Push"),
          ],
          environments: [],
          templates: [],
          accountStacks: ["aws-production"],
          formerNames: [],
          renamed: [],
          elsewhere: [],
        },
        {
          name: "other",
          stack: "github-other",
          values: [
            inRepository("variables", "api", "PROD_AWS_REGION", "cn-north-1"),
            inRepository("variables", "api", "PROD_AWS_ACCOUNT_ID", "111111111111"),
            inRepository("variables", "api", "PROD_AWS_ROLE_NAME", "Push"),
          ],
          environments: [],
          templates: [],
          accountStacks: ["aws-production"],
          formerNames: [],
          renamed: [],
          elsewhere: [],
        },
      ],
      providers: DEFAULT_VERSIONS,
      similarNames: [],
      warnings: [
        "role Push in production: PROD_AWS_ROLE_NAME does not contain the role's path. Publish roleArn, or write role/ci/ before the name in the workflow. See docs/guide/publishing.md#choose-names-and-values",
        "role Push in production: AWS documents claims other than aud and sub only for github.com and commercial regions. Elsewhere the role may deny every token. See docs/guide/trust.md#further-claims",
        warned("R13", "role Push in production, role Pull in test"),
        warned("R23", "role Push in production, trust[0]"),
        warned("R26", "role Push in production, trust[1]"),
        warned("R39", "role Push in production, ecr"),
      ],
    } satisfies Config);
  });

  test("is the same with the line ends of Windows, a byte order mark, comments and flow style", () => {
    const expected = parseConfig(fileWith(), NAME);
    const flow =
      '{github: {owner: acme}, accounts: [{roles: [{ecr: {repositories: web}, trust: [{branch: main, repository: [web]}]}], region: ap-northeast-2, id: "123456789012"}]}';

    expect(parseConfig(fileWith().replaceAll("\n", "\r\n"), NAME)).toStrictEqual(expected);
    expect(parseConfig(`\ufeff${fileWith()}`, NAME)).toStrictEqual(expected);
    expect(parseConfig(`# guide\n${fileWith().replaceAll("\n", " # x\n")}`, NAME)).toStrictEqual(expected);
    expect(parseConfig(flow, NAME)).toStrictEqual(expected);
  });

  test("resolves an alias", () => {
    const lines: Lines = {
      2: "  owner: &me acme",
      8: "          - { repository: web, owner: *me, branch: main }",
    };

    expect(parseConfig(fileWith(lines), NAME)).toStrictEqual(parseConfig(fileWith(), NAME));
  });

  test("resolves one alias in hundreds of roles", () => {
    const roles = numbered(200, "role").map((name) =>
      secondRole(`name: ${name}`, "trust: *trusted", "publish: false"),
    );

    expect(problemLines(fileWith({ 7: "      - trust: &trusted", 11: roles.join("\n") }))).toStrictEqual([]);
  });
});

/** Seven levels of aliases, each of which unfolds into nine of the one above. */
const BOMB = numbered(7, "level")
  .map(
    (name, above) =>
      `${name}: &l${above + 1} [${Array(9)
        .fill(above === 0 ? "x" : `*l${above}`)
        .join(", ")}]\n`,
  )
  .join("");

function duplicateKey(key: string, line: number, column: number): string {
  return `duplicate key "${key}", first at line ${line}, column ${column}. Remove one`;
}

const FILE_KEYS = "a map with the keys github, state, providers, accounts";

describe("a text that is not an access.yaml", () => {
  test.each<[string, string, readonly string[]]>([
    ["an empty file", "", [`1:1 expected ${FILE_KEYS}, got nothing`]],
    ["a file of comments", "# nothing yet\n", [`1:1 expected ${FILE_KEYS}, got nothing`]],
    [
      "a file that is a list",
      "- github\n- accounts\n",
      [`1:1 expected ${FILE_KEYS}, got ["github","accounts"]`],
    ],
    ["a file that is text", "hello\n", [`1:1 expected ${FILE_KEYS}, got "hello"`]],
    [
      "two documents",
      `${fileWith()}---\n${fileWith()}`,
      ["11:1 not valid YAML: expected one document, got several"],
    ],
    [
      "aliases that unfold without end",
      BOMB,
      ["1:1 not valid YAML: expected at most 2000000 values, got 6053451 through aliases"],
    ],
  ])("rejects %s", (_, text, problems) => {
    expect(problemLines(text)).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines, readonly string[]]>([
    [
      "a tab for indentation",
      { 2: "\towner: acme" },
      ["2:1 not valid YAML: expected spaces as indentation, got a tab. Replace every tab"],
    ],
    [
      "a bracket left open",
      { 10: "          repositories: [web" },
      ["10:25 not valid YAML: not closed. Add ]"],
    ],
    ["a quote left open", { 4: '  - id: "123456789012' }, ['4:9 not valid YAML: not closed. Add "']],
    [
      "a line that is indented too much",
      { 2: " owner: acme\n  x: y" },
      [
        "2:9 not valid YAML: a key is not allowed here. Check the indentation of this line and the next, or put the value in quotes",
      ],
    ],
    [
      "a key twice",
      { 2: "  owner: acme\n  owner: other" },
      [`3:3 not valid YAML: ${duplicateKey("owner", 2, 3)}`],
    ],
    [
      "keys twice in two places",
      { 2: "  owner: acme\n  owner: other", 11: "          repositories: [api]" },
      [
        `3:3 not valid YAML: ${duplicateKey("owner", 2, 3)}`,
        `12:11 not valid YAML: ${duplicateKey("repositories", 11, 11)}`,
      ],
    ],
    [
      "a key twice, once as a number and once as text, of which one would be lost",
      { 11: "    tags: { 1: a, '1': b }" },
      ["11:13 not valid YAML: expected a string as key. Put it in quotes"],
    ],
    [
      "a star without quotes",
      { 8: "          - { repository: *, branch: main }" },
      ['8:27 not valid YAML: a value that begins with * needs quotes: "*"'],
    ],
    [
      "an unknown tag",
      { 2: "  owner: !secret acme" },
      ["2:18 not valid YAML: expected no tag or !!str, got !secret"],
    ],
    [
      "a language's own tag",
      { 2: "  owner: !!js/function x" },
      ["2:24 not valid YAML: expected no tag or !!str, got tag:yaml.org,2002:js/function"],
    ],
    [
      "a merge key, and not the keys that it would bring",
      { 2: "  <<: { owner: acme }" },
      [
        '2:3 github["<<"]: YAML merge keys (<<) are not supported. Write the keys out, or use an alias for a whole value: trust: *name',
      ],
    ],
    [
      "an alias without an anchor, at its place",
      { 2: "  owner: *me" },
      ["2:10 not valid YAML: unknown alias *me. Write the anchor &me before it"],
    ],
    [
      "every alias of nothing",
      { 2: "  owner: *me", 10: "          repositories: *them" },
      [
        "2:10 not valid YAML: unknown alias *me. Write the anchor &me before it",
        "10:25 not valid YAML: unknown alias *them. Write the anchor &them before it",
      ],
    ],
    [
      "a list that holds itself",
      { 2: "  owner: &me [*me]" },
      ["2:15 not valid YAML: the alias *me is inside its own anchor &me"],
    ],
    [
      "a map that holds itself",
      { 2: "  owner: acme\n  x: &me { y: *me }" },
      ["3:15 not valid YAML: the alias *me is inside its own anchor &me"],
    ],
    [
      "a key that is a list",
      { 11: "    tags: { [a, b]: x }" },
      ["11:13 not valid YAML: expected a string as key. Put it in quotes"],
    ],
    [
      "a key twice, once as a truth and once as text",
      { 11: "    tags: { 'true': a, true: b }" },
      ["11:24 not valid YAML: expected a string as key. Put it in quotes"],
    ],
    [
      "a key twice, as one number in two spellings",
      { 11: "    tags: { 16: a, 0x10: b }" },
      [
        "11:13 not valid YAML: expected a string as key. Put it in quotes",
        "11:20 not valid YAML: expected a string as key. Put it in quotes",
      ],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});

describe("a path that is no text file", () => {
  const folder = folderOfAllTests({
    "access.yaml": fileWith(),
    "marked.yaml": `\ufeff${fileWith()}`,
    "bad.yaml": fileWith({ 2: "  owner: ac*" }),
    "latin-1.yaml": Buffer.from(fileWith({ 2: "  owner: acm\u00e9" }), "latin1"),
    "utf-16.yaml": Buffer.from(`\ufeff${fileWith()}`, "utf16le"),
  });

  beforeAll(() => {
    mkdirSync(join(folder.path, "folder"));
  });

  test.each(["access.yaml", "marked.yaml"])("reads %s as its text", (name) => {
    expect(loadConfig(join(folder.path, name))).toStrictEqual(parseConfig(fileWith(), NAME));
  });

  test.each([
    [
      "none.yaml",
      " not found. Pass an existing file with --config FILE or ACCESS_CONFIG, or write one with init",
    ],
    ["folder", "1:1 expected a file, got a folder"],
    ["latin-1.yaml", "1:1 expected YAML in UTF-8"],
    ["utf-16.yaml", "1:1 expected YAML in UTF-8"],
    ["access.yaml/x", "1:1 cannot be read: ENOTDIR"],
    [
      "bad.yaml",
      '2:10 github.owner: expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "ac*"',
    ],
  ])("rejects %s with the path as it was given", (name, line) => {
    const path = join(folder.path, name);

    expect(() => loadConfig(path)).toThrow(new ConfigError([`${path}:${line}`]));
  });
});

describe("several problems", () => {
  test("rejects all of them in one pass, in the order of the file, whatever found them", () => {
    const text = `github: { owner: "-acme", ownr: x }
state: { gcs: { prefix: x } }
accounts:
  - id: 012345678901
    region: seoul
    tags: { aws:x: y }
    roles:
      - name: Push
        trust:
          - { repository: github.com/acme/web, branch: main, tag: v1 }
          - { repository: web, owner: other, branch: main }
          - { repository: api, owner: Other, branch: main }
        ecr: { repositories: [Web], access: write }
      - name: push
        description: "\${TfToken[TOKEN.0]}"
        trust: [{ repository: web, owner: other, tag: v1 }]
        ecr: { repositories: [web] }
  - id: "210987654321"
    region: us-east-1
    assumeRoleArn: arn:aws:iam::123456789012:role/x
    roles:
      - trust: [{ repository: web, owner: acme, branch: main }]
        ecr: { repositories: [web], region: cn-north-1 }
`;

    expect(problemLines(text)).toStrictEqual(
      inFile([
        '1:18 github.owner: expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "-acme"',
        `1:27 github.ownr: ${unknownKey("ownr", "owner", GITHUB_KEYS)}`,
        "2:15 state.gcs: expected {stack}, the stack's name, in bucket or prefix. Without it, all stacks overwrite the same state",
        "4:9 accounts[0].id: expected an AWS account id (12 digits in quotes), got 012345678901. Put it in quotes",
        '5:13 accounts[0].region: expected an AWS region (such as ap-northeast-2), got "seoul"',
        '6:13 accounts[0].tags["aws:x"]: expected a tag key (1 to 128 letters, digits, spaces and _ . : / = + - @, not starting with aws:), got "aws:x"',
        `10:13 accounts[0].roles[0].trust[0]: expected exactly one of ${CONTEXT_KEYS}, got branch and tag. They are alternatives: write one entry for each`,
        '10:27 accounts[0].roles[0].trust[0].repository: expected the name or pattern of a GitHub repository (NAME or OWNER/NAME, * is a wildcard in the name), got "github.com/acme/web", did you mean acme/web?',
        '12:39 accounts[0].roles[0].trust[2].owner: expected one spelling of the owner, as on GitHub, got "Other" and "other". The other: access.yaml:11:39 accounts[0].roles[0].trust[1].owner',
        '13:31 accounts[0].roles[0].ecr.repositories[0]: expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern), got "Web", did you mean web?',
        `13:45 accounts[0].roles[0].ecr.access: expected one of push (push images), pull (pull images), push-pull (push and pull images), read (describe images), got "write"`,
        '14:15 accounts[0].roles[1].name: duplicate role name "push" in this account (case is ignored). The other: access.yaml:8:15 accounts[0].roles[0].name',
        `15:22 accounts[0].roles[1].description: expected a string that CDKTF and JavaScript keep as it is, got "\${TfToken[TOKEN.0]}"`,
        '20:20 accounts[1].assumeRoleArn: expected an ARN of account 210987654321, got "arn:aws:iam::123456789012:role/x"',
        '23:45 accounts[1].roles[0].ecr.region: expected a region of the account\'s partition aws, got "cn-north-1"',
      ]),
    );
  });

  test("rejects those of one place each, in the order in which they were found", () => {
    expect(problemLines(fileWith({ 8: "          - {}" }))).toStrictEqual(
      inFile([
        `8:13 accounts[0].roles[0].trust[0]: ${NO_CONTEXT}`,
        "8:13 accounts[0].roles[0].trust[0].repository: missing. Expected repositories (one, or a list with at least one element)",
      ]),
    );
  });

  test("rejects them by places of the file with the line ends of Windows too", () => {
    const lines: Lines = { 2: "  owner: ac*", 10: "          repositories: [w]" };

    expect(problemLines(fileWith(lines).replaceAll("\n", "\r\n"))).toStrictEqual(
      problemLines(fileWith(lines)),
    );
    expect(problemLines(fileWith(lines))).toHaveLength(2);
  });

  test("rejects what an alias repeats for each place that has it, where it was written", () => {
    const text = `github: { owner: acme }
accounts:
  - id: "123456789012"
    region: us-east-1
    roles: &roles
      - { trust: [{ repository: "*", branch: main }], ecr: { repositories: [W] } }
  - id: "210987654321"
    region: us-east-1
    roles: *roles
`;
    const wrong =
      'expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern), got "W"';

    expect(problemLines(text)).toStrictEqual(
      inFile([
        `6:19 accounts[0].roles[0].trust[0]: ${broken("R06", '"repo:acme/*:ref:refs/heads/main"')}`,
        `6:19 accounts[1].roles[0].trust[0]: ${broken("R06", '"repo:acme/*:ref:refs/heads/main"')}`,
        `6:77 accounts[0].roles[0].ecr.repositories[0]: ${wrong}`,
        `6:77 accounts[1].roles[0].ecr.repositories[0]: ${wrong}`,
      ]),
    );
  });

  test("are an error whose message is their lines", () => {
    expect(() => parseConfig(fileWith({ 1: "", 2: "", 11: "x: y" }), NAME)).toThrow(
      new ConfigError([
        `access.yaml:3:1 github: missing. Expected a map with the keys ${GITHUB_KEYS}`,
        'access.yaml:11:1 x: unknown key "x". Allowed keys: github, state, providers, accounts',
      ]),
    );
  });
});

test("a file that only lacks ids is right value by value", () => {
  const text = fileWith({ 2: "  owner: acme\n  owners: { acme: { subject: immutable } }" });

  expect(problemLines(text)).not.toStrictEqual([]);
  expect(valuedFile(text, NAME).value).toMatchObject({
    github: { owners: { acme: { subject: "immutable" } } },
  });
});

test.each([
  ["values that are wrong by themselves", fileWith({ 2: "  owner: a.b\n  host: x" })],
  ["a text that is no YAML", "github: ["],
])("rejects %s with the lines that synth has for them", (_, text) => {
  expect(() => valuedFile(text, NAME)).toThrow(new ConfigError(problemLines(text)));
});
