import { accepting, fileWith, inFile, type Lines, problemLines, secondRole } from "../access-file";

/** Environments in github, one on each line from line 4 on. */
const environments = (...entries: readonly string[]): string =>
  ["  owner: acme", "  environments:", ...entries.map((entry) => `    - { ${entry} }`)].join("\n");

const E = "github.environments";

const isPattern = (given: string): string =>
  `expected repository names, got ${given}. Patterns are allowed only with protectedElsewhere: true`;
const isDots = (given: string): string =>
  `expected a name other than . and .., which an address of GitHub's API cannot contain, got ${given}`;
const again = (name: string, given: string, other: string): string =>
  `duplicate environment "${name}" of ${given} (case is ignored). The other: access.yaml:${other}`;
const twice = (noun: string, given: string, other: string): string =>
  `duplicate ${noun} ${given}. The other: access.yaml:${other}`;
const respelled = (given: string, known: string, other: string): string =>
  `expected one spelling of the environment, as on GitHub, got ${given} and ${known}. The other: access.yaml:${other}`;

test.each<[string, Lines, readonly string[]]>([
  [
    "repository patterns for an environment that is created",
    { 2: environments("name: prod, repositories: [web, 'team-*', 'other/*']") },
    [`4:41 ${E}[0].repositories[1]: ${isPattern('"team-*" and 1 more')}`],
  ],
  [
    "a single repository pattern for an environment that is created",
    { 2: environments("name: prod, repositories: '*'") },
    [`4:35 ${E}[0].repositories: ${isPattern('"*"')}`],
  ],
  [
    "a dot or two as the name of an environment that is created",
    { 2: environments("repositories: web, name: .", "repositories: web, name: ..") },
    [`4:34 ${E}[0].name: ${isDots('"."')}`, `5:34 ${E}[1].name: ${isDots('".."')}`],
  ],
  [
    "an environment twice in one list of repositories, written in three ways",
    { 2: environments("name: prod, repositories: [web, api, web, acme/api]") },
    [`4:46 ${E}[0].repositories[2]: ${again("prod", "acme/web, acme/api", `4:36 ${E}[0].repositories[0]`)}`],
  ],
  [
    "an environment in two entries, in another case, created and protected elsewhere",
    {
      2: environments(
        "name: prod, repositories: web",
        "name: Prod, repositories: [api, web]",
        "name: PROD, repositories: web, protectedElsewhere: true",
      ),
    },
    [
      `5:41 ${E}[1].repositories[1]: ${again("Prod", "acme/web", `4:35 ${E}[0].repositories`)}`,
      `6:35 ${E}[2].repositories: ${again("PROD", "acme/web", `4:35 ${E}[0].repositories`)}`,
    ],
  ],
  [
    "a pattern twice",
    {
      2: environments(
        "name: prod, repositories: 'team-*', protectedElsewhere: true",
        "name: prod, repositories: acme/team-*, protectedElsewhere: true",
      ),
    },
    [`5:35 ${E}[1].repositories: ${again("prod", "acme/team-*", `4:35 ${E}[0].repositories`)}`],
  ],
  [
    "duplicate patterns for branches and tags",
    { 2: environments("name: prod, repositories: web, branches: [main, x, main], tags: [v1, v1, v1]") },
    [
      `4:60 ${E}[0].branches[2]: ${twice("branch pattern", '"main"', `4:51 ${E}[0].branches[0]`)}`,
      `4:78 ${E}[0].tags[1]: ${twice("tag pattern", '"v1" (3 times)', `4:74 ${E}[0].tags[0]`)}`,
    ],
  ],
  [
    "duplicate reviewers, logins in another case",
    {
      2: environments("name: prod, repositories: web, reviewers: { users: [octo, Octo], teams: [ops, ops] }"),
    },
    [
      `4:67 ${E}[0].reviewers.users[1]: ${twice("reviewer", '"Octo"', `4:61 ${E}[0].reviewers.users[0]`)}`,
      `4:87 ${E}[0].reviewers.teams[1]: ${twice("team of reviewers", '"ops"', `4:82 ${E}[0].reviewers.teams[0]`)}`,
    ],
  ],
  [
    "an environment that trust spells differently from the one that is created",
    {
      2: environments("name: Prod, repositories: web"),
      8: "          - { repository: [api, web], environment: prod }",
    },
    [
      `10:52 accounts[0].roles[0].trust[0].environment: ${respelled('"prod"', '"Prod"', `4:15 ${E}[0].name`)}`,
    ],
  ],
  [
    "the same of one that is protected elsewhere, in a repository of another owner",
    {
      2: environments("name: Prod, repositories: other/web, protectedElsewhere: true"),
      8: "          - { repository: web, owner: other, environment: PROD }\n          - { repository: web, environment: PROD }",
    },
    [
      `10:59 accounts[0].roles[0].trust[0].environment: ${respelled('"PROD"', '"Prod"', `4:15 ${E}[0].name`)}`,
    ],
  ],
  [
    "the same of a pattern of repositories",
    {
      2: environments("name: Prod, repositories: 'team-*', protectedElsewhere: true"),
      8: "          - { repository: team-*, environment: prod }",
      11: `        ${accepting("R07")}`,
    },
    [
      `10:48 accounts[0].roles[0].trust[0].environment: ${respelled('"prod"', '"Prod"', `4:15 ${E}[0].name`)}`,
    ],
  ],
  [
    "everything about one environment at once",
    { 2: environments("name: '..', repositories: ['*', acme/*], tags: [v1, v1]") },
    [
      `4:15 ${E}[0].name: ${isDots('".."')}`,
      `4:36 ${E}[0].repositories[0]: ${isPattern('"*" and 1 more')}`,
      `4:41 ${E}[0].repositories[1]: ${again("..", "acme/*", `4:36 ${E}[0].repositories[0]`)}`,
      `4:61 ${E}[0].tags[1]: ${twice("tag pattern", '"v1"', `4:57 ${E}[0].tags[0]`)}`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  [
    "one name in several repositories, and several in one",
    {
      2: environments(
        "name: prod, repositories: [web, api, other/web]",
        "name: test, repositories: [web, api]",
      ),
    },
  ],
  [
    "an environment that a pattern beside it names too",
    {
      2: environments(
        "name: prod, repositories: 'team-*', protectedElsewhere: true",
        "name: prod, repositories: team-web",
      ),
    },
  ],
  [
    "a colon in an environment",
    {
      2: environments("name: 'prod:eu', repositories: web, protectedElsewhere: true"),
      8: "          - { repository: web, environment: 'prod:eu' }",
    },
  ],
  [
    "branches and tags of one name, and branches in two cases",
    { 2: environments("name: prod, repositories: web, branches: [main, Main], tags: [main]") },
  ],
  [
    "one reviewer of two environments, and a user by the name of a team",
    {
      2: environments(
        "name: prod, repositories: web, reviewers: { users: [octo], teams: [octo] }",
        "name: test, repositories: web, reviewers: { users: [octo] }",
      ),
    },
  ],
  [
    "an environment that trust spells the same, and another one of another repository",
    {
      2: environments("name: Prod, repositories: web"),
      8: "          - { repository: web, environment: Prod }\n          - { repository: api, environment: prod }",
      11: secondRole("name: B", "trust: [{ repository: web, owner: other, environment: PROD }]"),
    },
  ],
  [
    "an environment by the name of what is not there",
    {
      2: environments("name: undefined, repositories: web"),
      8: "          - { repository: web, branch: main }\n          - { repository: undefined, environment: undefined }",
    },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
