import { fileWith, inFile, type Lines, numbered, problemLines } from "../access-file";
import { ENVIRONMENT_KEYS, LIST, OWNER, REPOSITORY_OF_OWNER, TEMPLATE_ENTRY_KEYS } from "../file-keys";
import { empty, isNot, missing, onlyForGithub, unknownKey, type Wording } from "../problem-texts";

const ENVIRONMENT: Wording = [`a map with the keys ${ENVIRONMENT_KEYS}`];
const TEMPLATE: Wording = [`a map with the keys ${TEMPLATE_ENTRY_KEYS}`];
const REVIEWERS: Wording = ["a map with the keys users, teams"];
const NAME: Wording = [
  "the name of a GitHub environment",
  "1 to 255 characters up to U+00FF, without control characters and without %3A, * ? and $ are literal",
];
const REPOSITORIES: Wording = ["repositories", "one, or a list with at least one element"];
const REPOSITORY: Wording = [
  "the name or pattern of a GitHub repository",
  "NAME or OWNER/NAME, * is a wildcard in the name",
];
const BRANCHES: Wording = ["branches", "one, or a list with at least one element"];
const PATTERN: Wording = [
  "a pattern for branches or tags",
  "1 to 255 characters without spaces and without refs/heads/, * matches everything but /",
];
const TEAM: Wording = [
  "the slug of a team",
  "1 to 100 lower-case letters, digits and - _, without the organization",
];
const TRUTH: Wording = ["true or false"];
const MINUTES: Wording = ["a time in minutes", "a whole number from 0 to 43200"];
const FEW = "expected 1 to 6 reviewers (users and teams together), got";
const ELSEWHERE =
  "not allowed beside branches, tags, reviewers, preventSelfReview, waitMinutes, administratorsMayBypass, origin, policyIds. Remove protectedElsewhere, or keep only name and repositories";
const TEMPLATE_CLAIMS =
  "actor, actor_id, base_ref, check_run_id, context, enterprise, enterprise_id, environment, environment_node_id, event_name, head_ref, job_workflow_ref, job_workflow_sha, ref, ref_protected, ref_type, repo, repository, repository_id, repository_owner, repository_owner_id, repository_visibility, run_attempt, run_id, run_number, runner_environment, sha, workflow, workflow_ref, workflow_sha";
const KEYS: Wording = [`one of ${TEMPLATE_CLAIMS}`];

/** github.environments or github.subjectTemplates, whatever it is, on line 3. */
const named = (key: string, text: string): Lines => ({ 2: `  owner: acme\n  ${key}: ${text}` });

/** An element of one of the two lists, from line 4 on: its first key at column 7, and so are the others. */
const element = (list: string, keys: readonly string[]): Lines =>
  named(list, ["", ...keys.map((key, index) => `    ${index === 0 ? "- " : "  "}${key}`)].join("\n"));

/** An environment whose further keys stand from line 6 on. */
const prod = (...keys: readonly string[]): Lines =>
  element("environments", ["name: prod", "repositories: web", ...keys]);

const template = (...keys: readonly string[]): Lines => element("subjectTemplates", keys);

const E = "github.environments[0]";
const T = "github.subjectTemplates[0]";

describe("github.environments", () => {
  test.each<[string, Lines, readonly string[]]>([
    ["environments left empty", named("environments", ""), [`3:17 github.environments: ${empty(LIST)}`]],
    [
      "an empty list of environments",
      named("environments", "[]"),
      [`3:17 github.environments: ${isNot(LIST, "[]")}`],
    ],
    [
      "a single environment, not in a list",
      named("environments", "{ name: prod, repositories: web }"),
      [
        `3:17 github.environments: ${isNot(LIST, '{"name":"prod","repositories":"web"}. Write a - before each element')}`,
      ],
    ],
    [
      "environments of other kinds, each",
      named("environments", "[null, 5, prod, [prod]]"),
      [
        `3:18 ${E}: ${empty(ENVIRONMENT)}`,
        `3:24 github.environments[1]: ${isNot(ENVIRONMENT, "5")}`,
        `3:27 github.environments[2]: ${isNot(ENVIRONMENT, '"prod"')}`,
        `3:33 github.environments[3]: ${isNot(ENVIRONMENT, '["prod"]')}`,
      ],
    ],
    [
      "an environment with nothing in it",
      named("environments", "[{}]"),
      [`3:18 ${E}.name: ${missing(NAME)}`, `3:18 ${E}.repositories: ${missing(REPOSITORIES)}`],
    ],
    [
      "two environments without a name, each for that alone",
      named("environments", "[{ repositories: web }, { repositories: web, name: 5 }]"),
      [
        `3:18 ${E}.name: ${missing(NAME)}`,
        `3:68 github.environments[1].name: ${isNot(NAME, "5. Put it in quotes")}`,
      ],
    ],
    [
      "an unknown key in an environment",
      prod("branchs: main"),
      [`6:7 ${E}.branchs: ${unknownKey("branchs", "branches", ENVIRONMENT_KEYS)}`],
    ],
    [
      "an environment's name of 256 characters",
      element("environments", [`name: ${"a".repeat(256)}`, "repositories: web"]),
      [`4:13 ${E}.name: ${isNot(NAME, `"${"a".repeat(79)}…" (256 characters)`)}`],
    ],
    [
      "a name with an encoded colon",
      element("environments", ["name: a%3ab", "repositories: web"]),
      [`4:13 ${E}.name: ${isNot(NAME, '"a%3ab"')}`],
    ],
    [
      "a name past U+00FF",
      element("environments", ["name: prod→eu", "repositories: web"]),
      [`4:13 ${E}.name: ${onlyForGithub(NAME, '"prod→eu"')}`],
    ],
    [
      "repositories of other kinds",
      element("environments", ["name: prod", "repositories: [5, null, '']"]),
      [
        `5:22 ${E}.repositories[0]: ${isNot(REPOSITORY, "5. Put it in quotes")}`,
        `5:25 ${E}.repositories[1]: ${empty(REPOSITORY)}`,
        `5:31 ${E}.repositories[2]: ${isNot(REPOSITORY, '""')}`,
      ],
    ],
    [
      "repositories that are a map",
      element("environments", ["name: prod", "repositories: { web: true }"]),
      [`5:21 ${E}.repositories: ${isNot(REPOSITORIES, '{"web":true}')}`],
    ],
    [
      "an empty list of repositories",
      element("environments", ["name: prod", "repositories: []"]),
      [`5:21 ${E}.repositories: ${isNot(LIST, "[]")}`],
    ],
    [
      "a wildcard in a repository's owner, and one name too many",
      element("environments", [
        "name: prod",
        "repositories: ['ac*/web', acme/web/x]",
        "protectedElsewhere: true",
      ]),
      [
        `5:22 ${E}.repositories[0]: ${isNot(REPOSITORY, '"ac*/web"')}`,
        `5:33 ${E}.repositories[1]: ${isNot(REPOSITORY, '"acme/web/x"')}`,
      ],
    ],
    [
      "a repository of 101 characters",
      element("environments", ["name: prod", `repositories: ${"a".repeat(101)}`]),
      [`5:21 ${E}.repositories: ${isNot(REPOSITORY, `"${"a".repeat(79)}…" (101 characters)`)}`],
    ],
    [
      "an empty list of branches and one of tags",
      prod("branches: []", "tags: []"),
      [`6:17 ${E}.branches: ${isNot(LIST, "[]")}`, `7:13 ${E}.tags: ${isNot(LIST, "[]")}`],
    ],
    [
      "branches of other kinds",
      prod("branches: { main: true }", "tags: 5"),
      [
        `6:17 ${E}.branches: ${isNot(BRANCHES, '{"main":true}')}`,
        `7:13 ${E}.tags: ${isNot(PATTERN, "5. Put it in quotes")}`,
      ],
    ],
    [
      "patterns with a space, with a ref before them, and without a sign",
      prod("branches: [a b, refs/heads/main, '']"),
      [
        `6:18 ${E}.branches[0]: ${isNot(PATTERN, '"a b"')}`,
        `6:23 ${E}.branches[1]: ${isNot(PATTERN, '"refs/heads/main"')}`,
        `6:40 ${E}.branches[2]: ${isNot(PATTERN, '""')}`,
      ],
    ],
    [
      "a pattern of 256 characters",
      prod(`tags: ${"v".repeat(256)}`),
      [`6:13 ${E}.tags: ${isNot(PATTERN, `"${"v".repeat(79)}…" (256 characters)`)}`],
    ],
    ["reviewers left empty", prod("reviewers:"), [`6:17 ${E}.reviewers: ${empty(REVIEWERS)}`]],
    [
      "reviewers that are a list",
      prod("reviewers: [octo]"),
      [`6:18 ${E}.reviewers: ${isNot(REVIEWERS, '["octo"]')}`],
    ],
    ["reviewers that are none", prod("reviewers: {}"), [`6:18 ${E}.reviewers: ${FEW} 0`]],
    [
      "users left empty, and teams of another kind",
      prod("reviewers:", "  users:", "  teams: 5"),
      [`7:15 ${E}.reviewers.users: ${empty(LIST)}`, `8:16 ${E}.reviewers.teams: ${isNot(LIST, "5")}`],
    ],
    [
      "empty lists of users and teams",
      prod("reviewers: { users: [], teams: [] }"),
      [`6:27 ${E}.reviewers.users: ${isNot(LIST, "[]")}`, `6:38 ${E}.reviewers.teams: ${isNot(LIST, "[]")}`],
    ],
    [
      "seven users",
      prod(`reviewers: { users: [${numbered(7, "u").join(", ")}] }`),
      [`6:18 ${E}.reviewers: ${FEW} 7`],
    ],
    [
      "seven users and teams together",
      prod(`reviewers: { users: [${numbered(3, "u").join(", ")}], teams: [${numbered(4, "t").join(", ")}] }`),
      [`6:18 ${E}.reviewers: ${FEW} 7`],
    ],
    [
      "a user and teams that have no such names",
      prod(`reviewers: { users: [oc*], teams: [Platform, acme/platform, ${"a".repeat(101)}] }`),
      [
        `6:28 ${E}.reviewers.users[0]: ${isNot(OWNER, '"oc*"')}`,
        `6:42 ${E}.reviewers.teams[0]: ${isNot(TEAM, '"Platform"')}`,
        `6:52 ${E}.reviewers.teams[1]: ${isNot(TEAM, '"acme/platform"')}`,
        `6:67 ${E}.reviewers.teams[2]: ${isNot(TEAM, `"${"a".repeat(79)}…" (101 characters)`)}`,
      ],
    ],
    [
      "choices that are none",
      prod('preventSelfReview: "true"', "administratorsMayBypass:", "waitMinutes: '5'"),
      [
        `6:26 ${E}.preventSelfReview: ${isNot(TRUTH, '"true". Write true without quotes')}`,
        `7:31 ${E}.administratorsMayBypass: ${empty(TRUTH)}`,
        `8:20 ${E}.waitMinutes: ${isNot(MINUTES, '"5". Remove the quotes')}`,
      ],
    ],
    [
      "preventSelfReview without reviewers",
      prod("preventSelfReview: true"),
      [`6:26 ${E}.preventSelfReview: needs reviewers. Add reviewers, or remove preventSelfReview`],
    ],
    [
      "a wait of less than no minute",
      prod("waitMinutes: -1"),
      [`6:20 ${E}.waitMinutes: ${isNot(MINUTES, "-1")}`],
    ],
    [
      "a wait of 43,201 minutes",
      prod("waitMinutes: 43201"),
      [`6:20 ${E}.waitMinutes: ${isNot(MINUTES, "43201")}`],
    ],
    [
      "a wait of half a minute",
      prod("waitMinutes: 0.5"),
      [`6:20 ${E}.waitMinutes: ${isNot(MINUTES, "0.5")}`],
    ],
    [
      "protectedElsewhere: false, for that alone",
      prod("branches: main", "protectedElsewhere: false"),
      [`7:27 ${E}.protectedElsewhere: expected true, got false`],
    ],
    ...[
      "branches: main",
      "tags: v1",
      "reviewers: { users: [octo] }",
      "preventSelfReview: false",
      "waitMinutes: 0",
      "administratorsMayBypass: false",
    ].map((key): [string, Lines, readonly string[]] => [
      `protectedElsewhere beside ${key}`,
      prod("protectedElsewhere: true", key),
      [`6:27 ${E}.protectedElsewhere: ${ELSEWHERE}`],
    ]),
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["a name and a repository alone", prod()],
    ["a name of 255 characters", element("environments", [`name: ${"a".repeat(255)}`, "repositories: web"])],
    ["a name of signs", element("environments", ["name: ' *?$/\\äÿ '", "repositories: web"])],
    [
      "a repository of 100 characters, and one of another owner",
      element("environments", ["name: prod", `repositories: [${"a".repeat(100)}, other/web]`]),
    ],
    [
      "patterns of repositories that are protected elsewhere",
      element("environments", [
        "name: prod",
        "repositories: ['*', 'team-*', 'other/*-x']",
        "protectedElsewhere: true",
      ]),
    ],
    ["a single branch and a single tag", prod("branches: main", "tags: v1")],
    [
      "patterns of 1 and of 255 characters",
      prod(`branches: [x, ${"b".repeat(255)}]`, "tags: ['*', 'v[0-9]*', '→']"),
    ],
    ["one user", prod("reviewers: { users: [octo] }")],
    ["one team, of 100 characters", prod(`reviewers: { teams: [${"t".repeat(100)}] }`)],
    ["six users", prod(`reviewers: { users: [${numbered(6, "u").join(", ")}] }`)],
    [
      "six users and teams together",
      prod(`reviewers: { users: [${numbered(2, "u").join(", ")}], teams: [${numbered(4, "t").join(", ")}] }`),
    ],
    ["preventSelfReview with reviewers", prod("reviewers: { users: [octo] }", "preventSelfReview: true")],
    ["preventSelfReview: false without reviewers", prod("preventSelfReview: false")],
    ["no wait", prod("waitMinutes: 0")],
    ["a wait of 43,200 minutes", prod("waitMinutes: 43200")],
    ["administrators who may bypass", prod("administratorsMayBypass: true")],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});

describe("github.subjectTemplates", () => {
  test.each<[string, Lines, readonly string[]]>([
    ["templates left empty", named("subjectTemplates", ""), [`3:21 github.subjectTemplates: ${empty(LIST)}`]],
    [
      "an empty list of templates",
      named("subjectTemplates", "[]"),
      [`3:21 github.subjectTemplates: ${isNot(LIST, "[]")}`],
    ],
    [
      "templates of other kinds, each",
      named("subjectTemplates", "[null, repo]"),
      [`3:22 ${T}: ${empty(TEMPLATE)}`, `3:28 github.subjectTemplates[1]: ${isNot(TEMPLATE, '"repo"')}`],
    ],
    [
      "a template with nothing in it",
      named("subjectTemplates", "[{}]"),
      [
        `3:22 ${T}.claims: ${missing(LIST)}`,
        `3:22 ${T}: expected repositories, organization or both, got neither`,
      ],
    ],
    [
      "a template without repositories and organization",
      template("claims: [repo, context]"),
      [`4:7 ${T}: expected repositories, organization or both, got neither`],
    ],
    [
      "an unknown key in a template",
      template("claims: [repo]", "repository: web", "repositories: web"),
      [`5:7 ${T}.repository: ${unknownKey("repository", "repositories", TEMPLATE_ENTRY_KEYS)}`],
    ],
    [
      "a template of no key, and one that is no list",
      named("subjectTemplates", "[{ claims: [], organization: acme }, { claims: repo, repositories: web }]"),
      [
        `3:32 ${T}.claims: ${isNot(LIST, "[]")}`,
        `3:68 github.subjectTemplates[1].claims: ${isNot(LIST, '"repo"')}`,
      ],
    ],
    [
      "keys that GitHub does not know",
      template("claims: [repo, aud, Context, 5, null]", "organization: acme"),
      [
        `4:22 ${T}.claims[1]: ${isNot(KEYS, '"aud"')}`,
        `4:27 ${T}.claims[2]: ${isNot(KEYS, '"Context", did you mean context?')}`,
        `4:36 ${T}.claims[3]: ${isNot(KEYS, "5")}`,
        `4:39 ${T}.claims[4]: ${empty(KEYS)}`,
      ],
    ],
    [
      "patterns of repositories, and an organization with one",
      template("claims: [repo, context]", "repositories: ['team-*', 5, null]", "organization: ac*"),
      [
        `5:22 ${T}.repositories[0]: ${isNot(REPOSITORY_OF_OWNER, '"team-*"')}`,
        `5:32 ${T}.repositories[1]: ${isNot(REPOSITORY_OF_OWNER, "5. Put it in quotes")}`,
        `5:35 ${T}.repositories[2]: ${empty(REPOSITORY_OF_OWNER)}`,
        `6:21 ${T}.organization: ${isNot(OWNER, '"ac*"')}`,
      ],
    ],
    [
      "an empty list of repositories, and an organization left empty",
      template("claims: [repo, context]", "repositories: []", "organization:"),
      [`5:21 ${T}.repositories: ${isNot(LIST, "[]")}`, `6:20 ${T}.organization: ${empty(OWNER)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["a template of one repository", template("claims: [repo, context]", "repositories: web")],
    ["a template of an organization alone", template("claims: [repo, context]", "organization: acme")],
    [
      "a template of every key, for repositories of two owners and for an organization",
      template(`claims: [${TEMPLATE_CLAIMS}]`, "repositories: [api, other/api]", "organization: acme"),
    ],
  ])("accepts %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
