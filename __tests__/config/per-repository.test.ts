import fc from "fast-check";
import { parseConfig } from "../../lib/config/load";
import type { Role } from "../../lib/config/types";
import { evaluate } from "../../lib/policy/iam/evaluate";
import { requestContext } from "../../lib/policy/iam/request-context";
import { editTexts, explained, tokenWith } from "../explain/explained";
import { synthesizedStacks } from "../stacks/synthesized";
import { ACCOUNT, ISSUER } from "../support/github";
import { runs } from "../support/runs";
import { fileWith, inFile, type Lines, NAME, problemLines, WITH_IDS } from "./access-file";

/** A role with `perRepository` and these entries of trust, and its own keys. */
const template = (trust: readonly string[], ...keys: readonly string[]): Lines => ({
  8: trust.map((entry) => `          - { ${entry} }`).join("\n"),
  10: '          repositories: ["{repository}"]',
  11: ["perRepository: true", ...keys].map((key) => `        ${key}`).join("\n"),
});
const NAMED = 'name: "push-{repository}"';
const rolesOf = (lines: Lines): readonly Role[] => parseConfig(fileWith(lines), NAME).accounts[0].roles;

interface Entry {
  readonly repositories: readonly string[];
  readonly isList: boolean;
  readonly context: Readonly<Record<string, unknown>>;
}

const REPOSITORIES = ["web", "api", "Docs.site", "team_x", "a-b"];
const CONTEXTS: readonly Readonly<Record<string, unknown>>[] = [
  { branch: "main" },
  { branch: ["main", "dev"] },
  { tag: "v*" },
  { environment: ["prod", "test"] },
  { mergeQueue: "main" },
  { branch: "release", claims: { actorId: ["1", "2"] } },
];
const entries = fc.array(
  fc.record<Entry>({
    repositories: fc.uniqueArray(fc.constantFrom(...REPOSITORIES), { minLength: 1, maxLength: 4 }),
    isList: fc.boolean(),
    context: fc.constantFrom(...CONTEXTS),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Keys of the role with `{repository}`, and what they are for a repository. */
const KEYS = fc.record(
  {
    policyName: fc.constant("{repository}.policy"),
    description: fc.constant("Images of {repository}, {repository} only"),
    tags: fc.constant({ repo: "{repository}", team: "base" }),
    path: fc.constant("/ci/"),
    publish: fc.constantFrom<unknown>(
      false,
      { as: "variables", prefix: "A_{repository}_" },
      { to: "organization", values: { "{repository}_ROLE": "roleArn" } },
      { repositories: ["{repository}", "{repository}-deploy"] },
    ),
  },
  { requiredKeys: [] },
);

function fileOf(roles: readonly unknown[]): string {
  return JSON.stringify({
    github: { owner: "acme" },
    accounts: [{ id: "123456789012", region: "eu-west-1", roles }],
  });
}

/** What the keys say, written by hand for one repository. */
function writtenOut(value: unknown, name: string): unknown {
  const text = JSON.stringify(value)
    .replace(
      /(A_)?\{repository\}(_ROLE|_")/g,
      (_, before = "", after) => `${before}${name.toUpperCase().replace(/[.-]/g, "_")}${after}`,
    )
    .replaceAll("{repository}", name);
  return JSON.parse(text);
}

const entryOf = ({ repositories, isList, context }: Entry) => ({
  repository: isList || repositories.length > 1 ? repositories : repositories[0],
  ...context,
});

/** What a role is, whatever its place in the file. */
const contentsOf = ({ source: _, trust: __, risks, ...role }: Role) => ({
  ...role,
  risks: risks.map(({ rule }) => rule.id),
});

describe("a role for each repository", () => {
  test("gives exactly the roles, the values and the addresses of roles written by hand", () => {
    fc.assert(
      fc.property(entries, KEYS, (trust, keys) => {
        const named = [...new Set(trust.flatMap(({ repositories }) => repositories))];
        const ecr = { repositories: ["{repository}", "{repository}/*"] };
        const short = fileOf([
          { name: "push-{repository}", perRepository: true, ...keys, trust: trust.map(entryOf), ecr },
        ]);
        const long = fileOf(
          named.map((name) => ({
            name: `push-${name}`,
            ...(writtenOut(keys, name) as object),
            trust: trust
              .filter(({ repositories }) => repositories.includes(name))
              .map(({ context }) => ({ repository: name, ...context })),
            ecr: { repositories: [name.toLowerCase(), `${name.toLowerCase()}/*`] },
          })),
        );
        const [one, other] = [short, long].map((text) => parseConfig(text, NAME));

        expect(one?.accounts[0].roles.map(contentsOf)).toStrictEqual(
          other?.accounts[0].roles.map(contentsOf),
        );
        expect(one?.owners).toStrictEqual(other?.owners);
      }),
      { numRuns: runs(2_000, 50) },
    );
  });

  test("allows each repository its own role, and no other", () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(...REPOSITORIES), (trust, repository) => {
        const roles = parseConfig(
          fileOf([
            {
              name: "push-{repository}",
              perRepository: true,
              trust: trust.map(entryOf),
              ecr: { repositories: ["{repository}"] },
            },
          ]),
          NAME,
        ).accounts[0].roles;
        const claims = { aud: "sts.amazonaws.com", actor_id: "1" };
        const contexts = [
          "ref:refs/heads/main",
          "ref:refs/heads/release",
          "ref:refs/tags/v1",
          "environment:prod",
          "ref:refs/heads/gh-readonly-queue/main/pr-1-abc",
        ];
        for (const context of contexts) {
          const sub = `repo:acme/${repository}:${context}`;
          const allowing = roles
            .filter(
              ({ parsedTrustPolicy }) =>
                evaluate(parsedTrustPolicy, requestContext({ ...claims, sub }, ISSUER, ACCOUNT)).outcome !==
                "denied",
            )
            .map(({ name }) => name);

          expect(allowing.filter((name) => name !== `push-${repository}`)).toStrictEqual([]);
        }
      }),
      { numRuns: runs(2_000, 50) },
    );
  });

  test("a repository that is added anywhere changes no other resource", () => {
    const stack = (repositories: readonly string[]) =>
      synthesizedStacks(
        fileWith(template([`repository: [${repositories.join(", ")}], branch: main`], NAMED)),
      );
    const before = stack(["web", "api"]);
    for (const repositories of [
      ["new", "web", "api"],
      ["web", "new", "api"],
      ["api", "web", "new"],
    ]) {
      const after = stack(repositories);
      for (const name of ["aws-123456789012", "github-acme"]) {
        for (const [type, resources] of Object.entries(before[name]?.resource ?? {})) {
          expect(after[name]?.resource?.[type]).toMatchObject(resources);
        }
      }

      expect(Object.keys(after["aws-123456789012"]?.resource?.aws_iam_role ?? {}).sort()).toStrictEqual([
        "push-api",
        "push-new",
        "push-web",
      ]);
    }
  });

  test("is named after the default role if it has no name", () => {
    expect(
      rolesOf(template(["repository: [web, Docs.site], branch: main"])).map(({ name, policyName, ecr }) => [
        name,
        policyName,
        ecr.repositories,
      ]),
    ).toStrictEqual([
      ["GitHubActionsECRRole-web", "GitHubActionsECRPolicy-web", ["web"]],
      ["GitHubActionsECRRole-Docs.site", "GitHubActionsECRPolicy-Docs.site", ["docs.site"]],
    ]);
  });

  test("accepts repositories of several owners and those that subjects name", () => {
    const lines: Lines = {
      2: "  owner: acme\n  owners: { other: {} }",
      ...template(
        [
          "repository: [web, other/api], branch: main",
          "repository: lib, owner: other, tag: v1",
          'subject: "repo:acme/docs:environment:prod"',
        ],
        NAMED,
        'publish: { repositories: ["{repository}", "acme/{repository}-deploy"], as: variables }',
      ),
    };

    expect(
      rolesOf(lines).map(({ name, source, trust, publish }) => [
        name,
        source,
        trust.kind === "entries" && trust.entries.map((entry) => entry.source),
        publish.repositories.map((each) => `${each.owner}/${each.name}`),
      ]),
    ).toStrictEqual([
      ["push-web", 0, [0], ["acme/web", "acme/web-deploy"]],
      ["push-api", 0, [0], ["other/api", "acme/api-deploy"]],
      ["push-lib", 0, [1], ["other/lib", "acme/lib-deploy"]],
      ["push-docs", 0, [2], ["acme/docs", "acme/docs-deploy"]],
    ]);
  });

  test.each([
    ["from which all its roles pull", "{ repositories: [base], access: pull }"],
    ["to which all its roles push, beside their own", '{ repositories: [base, "{repository}"] }'],
  ])("accepts ECR repositories %s", (_, ecr) => {
    const lines = {
      ...template(["repository: [web, api], branch: main"], NAMED),
      9: `        ecr: ${ecr}`,
      10: "",
    };

    expect(rolesOf(lines).map(({ ecr: { repositories } }) => repositories[0])).toStrictEqual([
      "base",
      "base",
    ]);
  });

  test("accepts a risk that one of its roles has", () => {
    const lines: Lines = {
      2: `${WITH_IDS}\n  # api has no id`.replace("web: { id: 2 }", "web: { id: 2 }, api: { subject: name }"),
      ...template(
        ["repository: [web, api], branch: main"],
        NAMED,
        "acceptRisks: [{ rule: R23, reason: api is old }]",
      ),
    };

    expect(rolesOf(lines).map(({ risks }) => risks.map(({ rule }) => rule.id))).toStrictEqual([[], ["R23"]]);
  });

  test("is edited at the entry and the element of the file", () => {
    const text = fileWith(
      template(["repository: docs, tag: v1", "repository: [web, API], branch: main"], NAMED),
    );

    expect(editTexts(explained(text, tokenWith("repo:acme/api:ref:refs/heads/main")))).toStrictEqual([
      '9:33 accounts[0].roles[0].trust[1].repository[1]: "api"',
    ]);
    expect(editTexts(explained(text, tokenWith("repo:acme/web:ref:refs/heads/Main")))).toStrictEqual([
      '9:47 accounts[0].roles[0].trust[1].branch: "Main"',
    ]);
  });
});

const R08 = "docs/rules.md#r08";
const LONG = "a".repeat(60);

test.each<[string, Lines, readonly string[]]>([
  [
    "a placeholder in a role without perRepository, once for all its texts",
    { 11: '        name: "push-{repository}"\n        tags: { repo: "{repository}" }' },
    [
      '11:15 accounts[0].roles[0].name: expected perRepository: true in a role with {repository}, got "push-{repository}" and 1 more',
    ],
  ],
  [
    "another word in braces",
    template(["repository: web, branch: main"], 'name: "push-{repo}"'),
    [
      '12:15 accounts[0].roles[0].name: expected the name of a role (1 to 64 letters, digits and _ + = , . @ -), got "push-{repo}", did you mean push-{repository}?',
    ],
  ],
  [
    "perRepository that is not true",
    { 11: "        perRepository: yes" },
    ['11:24 accounts[0].roles[0].perRepository: expected true, got "yes". Write true'],
  ],
  [
    "a custom trust policy",
    { ...template([]), 7: "      - trustPolicy: { Version: '2012-10-17', Statement: [] }", 8: "" },
    [
      "7:22 accounts[0].roles[0].trustPolicy: expected trust in a role with perRepository, because its entries name the repositories, got trustPolicy",
    ],
  ],
  [
    "patterns, once",
    template(["repository: [web, team-*], branch: main", "repository: '*', branch: main"], NAMED),
    [
      '8:33 accounts[0].roles[0].trust[0].repository[1]: expected a repository without wildcards, because perRepository creates a role for each, got "team-*" and 1 more',
    ],
  ],
  [
    "a subject that names no repository",
    template(['subject: "repo:acme/*:ref:refs/heads/main"'], NAMED),
    [
      '8:24 accounts[0].roles[0].trust[0].subject: expected a repository without wildcards, because perRepository creates a role for each, got "repo:acme/*:ref:refs/heads/main"',
    ],
  ],
  [
    "names that all the roles would have",
    template(["repository: web, branch: main"], "name: push", "policyName: images"),
    [
      '12:15 accounts[0].roles[0].name: expected {repository} in the name of a role with perRepository, got "push". Example: push-{repository}',
      '13:21 accounts[0].roles[0].policyName: expected {repository} in the policyName of a role with perRepository, got "images". Example: images-{repository}',
    ],
  ],
  [
    "ECR repositories to which all the roles would push",
    {
      ...template(["repository: [web, api], branch: main"], NAMED),
      9: "        ecr:",
      10: [
        '          - { repositories: ["{repository}-base"], access: [pull, read] }',
        "          - { repositories: [shared, other], access: [read, push] }",
        "          - { repositories: [more] }",
      ].join("\n"),
    },
    [
      `11:29 accounts[0].roles[0].ecr[1].repositories: expected {repository} in a name to which a role with perRepository can push, got "shared". Otherwise the roles can replace each other's images. Example: ["{repository}"]`,
    ],
  ],
  [
    "a name that grows too long, for all repositories at once",
    template([`repository: [web, ${LONG}1, ${LONG}2], branch: main`], NAMED),
    [
      `12:15 accounts[0].roles[0].name: expected the name of a role (1 to 64 letters, digits and _ + = , . @ -), got "push-${LONG}1" for acme/${LONG}1, acme/${LONG}2`,
    ],
  ],
  [
    "the default name that grows too long, at perRepository",
    template([`repository: ${LONG}, branch: main`]),
    [
      `11:24 accounts[0].roles[0].perRepository: expected the name of a role (1 to 64 letters, digits and _ + = , . @ -), got "GitHubActionsECRRole-${LONG}"… for acme/${LONG}`.replace(
        /"GitHub.*"…/,
        `"GitHubActionsECRRole-${"a".repeat(58)}…" (81 characters)`,
      ),
    ],
  ],
  [
    "the name of an ECR repository that AWS does not allow",
    template(["repository: _web, branch: main"], NAMED),
    [
      '10:26 accounts[0].roles[0].ecr.repositories[0]: expected the name of an ECR repository (2 to 256 characters: lower-case letters and digits, with . _ - / between them, or * in a pattern), got "_web" for acme/_web',
    ],
  ],
  [
    "a prefix that starts with a digit",
    template(["repository: 3d, branch: main"], NAMED, 'publish: { prefix: "{repository}_" }'),
    [
      '13:28 accounts[0].roles[0].publish.prefix: expected a prefix for names of secrets or variables (at most 100 letters, digits and _, not starting with a digit or with GITHUB_), got "3D_" for acme/3d',
    ],
  ],
  [
    "repositories of one name and two owners",
    {
      2: "  owner: acme\n  owners: { other: {} }",
      ...template(["repository: [web, other/web], branch: main"], NAMED),
    },
    [
      "13:15 accounts[0].roles[0].name: expected a different name for each role, got one name for acme/web and other/web. {repository} is the name without the owner: write one role for each owner",
    ],
  ],
  [
    "a name that another role has",
    {
      ...template(["repository: [web, api], branch: main"], NAMED),
      12: "      - name: Push-Api\n        trust: [{ repository: docs, branch: main }]\n        ecr: { repositories: [web] }",
    },
    [
      '12:15 accounts[0].roles[1].name: duplicate role name "Push-Api" in this account (case is ignored). The other: access.yaml:12:15 accounts[0].roles[0].name',
    ].map((line) => line.replace("12:15", "13:15")),
  ],
  [
    "values of all the roles under one name in the organization",
    template(["repository: [web, api, docs], branch: main"], NAMED, "publish: { to: organization }"),
    [
      "13:18 accounts[0].roles[0].publish: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in the organization acme. Use {repository} in publish.prefix, or publish to the repositories",
    ],
  ],
  [
    "a violation of all the roles, once for each entry",
    template(["repository: [web, api, docs], anyContext: true"], NAMED),
    [
      `8:13 accounts[0].roles[0].trust[0]: R08 any-context (high): every branch, tag, pull request and environment of the repository can assume the role, got "repo:acme/web:*" and 2 more. Fix: trust a branch, a tag or an environment, such as branch: main. To accept this risk, add { rule: R08, reason: ... } to acceptRisks. See ${R08}`,
    ],
  ],
  [
    "an accepted risk that none of its roles has",
    template(["repository: [web, api], branch: main"], NAMED, "acceptRisks: [{ rule: R35, reason: wanted }]"),
    [
      "13:31 accounts[0].roles[0].acceptRisks[0].rule: the role does not violate R35 long-session (low). The role violates R23. Remove the accepted risk",
    ],
  ],
  [
    "missing ids of one repository in a list",
    {
      2: "  owner: acme\n  owners: { acme: { id: 1, subject: immutable } }\n  repositories: { web: { id: 2 } }",
      ...template(["repository: [web, api], branch: main"], NAMED),
    },
    [
      "10:33 accounts[0].roles[0].trust[0].repository[1]: missing ids, which the tokens of acme/api contain. Add github.repositories.api.id: run the command resolve, or gh api repos/acme/api --jq '.owner.id, .id'. See docs/guide/ids.md",
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

const many = (count: number, account = ""): string =>
  fileWith({
    5: `    region: ap-northeast-2${account}`,
    ...template(
      [`repository: [${Array.from({ length: count }, (_, index) => `r${index}`).join(", ")}], branch: main`],
      NAMED,
      "publish: false",
    ),
  });

test("rejects more roles than an account has, with the quota that AWS raises", () => {
  expect(problemLines(many(1_000))).toStrictEqual([]);
  expect(problemLines(many(1_001))).toStrictEqual([
    "access.yaml:7:7 accounts[0].roles: expected at most 1000 roles in one account, got 1001. Use several accounts, or one role for several repositories. If AWS has raised the account's quota, set rolesPerAccount (at most 5000)",
  ]);
  expect(problemLines(many(1_001, "\n    rolesPerAccount: 1001"))).toStrictEqual([]);
});

test.each<[number, boolean]>([
  [999, false],
  [1_000, true],
  [5_000, true],
  [5_001, false],
])("a quota of %j roles is valid: %j", (quota, isValid) => {
  expect(problemLines(fileWith({ 5: `    region: eu-west-1\n    rolesPerAccount: ${quota}` }))).toHaveLength(
    isValid ? 0 : 1,
  );
});
