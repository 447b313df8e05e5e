import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  numbered,
  problemLines,
  secondAccount,
  secondRole,
} from "../access-file";

const WEB = "trust: [{ repository: web, tag: v1 }]";
const GUIDE = "AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME";

const writes = (what: string, place: string, other: string): string =>
  `another role also publishes the ${what} in ${place}. Set publish.prefix or publish: false in one of them. The other: access.yaml:${other}`;
const brings = (place: string, count: number, kind: string, limit: number, level: string): string =>
  `expected at most ${limit} ${kind} in one ${level}, got ${count} in ${place}. Publish fewer values, or to another level (publish.to)`;

/** The key of publish that names so many values. */
const values = (count: number, start: string): string =>
  `values: { ${numbered(count, start)
    .map((name) => `${name}: region`)
    .join(", ")} }`;

/** Roles with publish on lines 11, 15 and 19. */
function threeRoles(
  lines: Lines,
  keys: string,
  [first, second, third]: readonly [number, number, number],
): Lines {
  const entry = lines[8]?.trim().replace("- ", "") ?? "{ repository: web, branch: main }";
  const published = (count: number, start: string): string => `publish: { ${keys}, ${values(count, start)} }`;
  return {
    ...lines,
    11: [
      `        ${published(first, "A")}`,
      secondRole("name: B", `trust: [${entry}]`, published(second, "B")),
      secondRole("name: C", `trust: [${entry}]`, published(third, "C")),
    ].join("\n"),
  };
}

const PROD: Lines = { 8: "          - { repository: web, environment: prod }" };

/** How many values one place takes, as GitHub documents it. */
const LIMITS = [
  {
    title: "secrets in a repository",
    lines: {},
    keys: "to: repository",
    place: "acme/web",
    limit: 100,
    kind: "secrets",
    level: "repository",
  },
  {
    title: "variables in a repository",
    lines: {},
    keys: "to: repository, as: variables",
    place: "acme/web",
    limit: 500,
    kind: "variables",
    level: "repository",
  },
  {
    title: "Dependabot's secrets in a repository",
    lines: {},
    keys: "to: dependabot",
    place: "acme/web",
    limit: 100,
    kind: "dependabot secrets",
    level: "repository",
  },
  {
    title: "secrets in an environment",
    lines: PROD,
    keys: "to: environment",
    place: "the environment prod of acme/web",
    limit: 100,
    kind: "secrets",
    level: "environment",
  },
  {
    title: "variables in an environment",
    lines: PROD,
    keys: "to: environment, as: variables",
    place: "the environment prod of acme/web",
    limit: 100,
    kind: "variables",
    level: "environment",
  },
  {
    title: "secrets in an organization",
    lines: {},
    keys: "to: organization",
    place: "the organization acme",
    limit: 1_000,
    kind: "secrets",
    level: "organization",
  },
  {
    title: "variables in an organization",
    lines: {},
    keys: "to: organization, as: variables",
    place: "the organization acme",
    limit: 1_000,
    kind: "variables",
    level: "organization",
  },
] as const satisfies readonly object[];

test.each<[string, Lines, readonly string[]]>([
  [
    "two roles that write into one repository",
    { 11: secondRole("name: B", "trust: [{ repository: web, tag: v1 }]") },
    [
      "11:9 accounts[0].roles[1]: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in acme/web. Set publish.prefix or publish: false in one of them. The other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
  [
    "two roles that write into one repository, its name in another case",
    { 11: secondRole("name: B", "trust: [{ repository: WEB, tag: v1 }]") },
    [
      "11:9 accounts[0].roles[1]: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in acme/WEB. Set publish.prefix or publish: false in one of them. The other: access.yaml:7:9 accounts[0].roles[0]",
      '13:31 accounts[0].roles[1].trust[0].repository: expected one spelling of the repository, as on GitHub, got "WEB" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "roles of two accounts that write into one repository",
    { 11: secondAccount("210987654321", "b", "trust: [{ repository: web, branch: main }]") },
    [
      "15:9 accounts[1].roles[0]: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in acme/web. Set publish.prefix or publish: false in one of them. The other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
  [
    "a repository that one role trusts and another names, in another case",
    { 11: secondRole("name: B", "publish: { repositories: [acme/Web] }") },
    [
      "14:18 accounts[0].roles[1].publish: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in acme/Web. Set publish.prefix or publish: false in one of them. The other: access.yaml:7:9 accounts[0].roles[0]",
      '14:35 accounts[0].roles[1].publish.repositories[0]: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "variables of one name",
    {
      11: `        publish: { as: variables }\n${secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { as: variables }")}`,
    },
    [
      "15:18 accounts[0].roles[1].publish: another role also publishes the variables AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in acme/web. Set publish.prefix or publish: false in one of them. The other: access.yaml:11:18 accounts[0].roles[0].publish",
    ],
  ],
  [
    "prefixes that differ in case alone",
    {
      11: `        publish: { prefix: A_ }\n${secondRole("name: B", "trust: [{ repository: web, tag: v1 }]", "publish: { prefix: a_ }")}`,
    },
    [
      "15:18 accounts[0].roles[1].publish: another role also publishes the secrets a_AWS_REGION, a_AWS_ACCOUNT_ID, a_AWS_ROLE_NAME in acme/web. Set publish.prefix or publish: false in one of them. The other: access.yaml:11:18 accounts[0].roles[0].publish",
    ],
  ],
  [
    "the repositories that two roles share, once",
    {
      8: "          - { repository: [web, api], branch: main }",
      11: secondRole("name: B", "trust: [{ repository: [api, web], tag: v1 }]"),
    },
    [
      "11:9 accounts[0].roles[1]: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in 2 repositories: acme/api, acme/web. Set publish.prefix or publish: false in one of them. The other: access.yaml:7:9 accounts[0].roles[0]",
    ],
  ],
  [
    "a role that shares names with several others, at each of them",
    {
      11: [
        "        publish: { values: { A: region, B: accountId } }",
        secondRole("name: B", WEB, "publish: { values: { C: region } }"),
        secondRole(
          "name: C",
          "trust: [{ repository: web, tag: v2 }]",
          "publish: { values: { c: region, D: roleArn, b: region, a: region } }",
        ),
      ].join("\n"),
    },
    [
      `19:18 accounts[0].roles[2].publish: ${writes("secrets c", "acme/web", "15:18 accounts[0].roles[1].publish")}`,
      `19:18 accounts[0].roles[2].publish: ${writes("secrets b, a", "acme/web", "11:18 accounts[0].roles[0].publish")}`,
    ],
  ],
  [
    "roles that write into an environment that both trust, its name in another case",
    {
      8: "          - { repository: web, environment: prod }",
      11: `        publish: { to: environment }\n${secondRole("name: B", "trust: [{ repository: web, environment: Prod }]", "publish: { to: [repository, environment] }")}`,
    },
    [
      `15:18 accounts[0].roles[1].publish: ${writes(`secrets ${GUIDE}`, "the environment Prod of acme/web", "11:18 accounts[0].roles[0].publish")}`,
    ],
  ],
  [
    "roles of two accounts that write into one organization",
    {
      11: `        publish: { to: organization, as: variables }\n${secondAccount("210987654321", "b", "trust: [{ repository: api, branch: main }]", "publish: { as: variables, to: [organization, repository], prefix: '' }")}`,
    },
    [
      `18:18 accounts[1].roles[0].publish: ${writes(`variables ${GUIDE}`, "the organization acme", "11:18 accounts[0].roles[0].publish")}`,
    ],
  ],
  [
    "roles that write Dependabot's secrets into one repository",
    {
      11: `        publish: { to: [dependabot, repository], prefix: A_ }\n${secondRole("name: B", WEB, "publish: { to: dependabot, values: { a_aws_region: registry } }")}`,
    },
    [
      `15:18 accounts[0].roles[1].publish: ${writes("dependabot secrets a_aws_region", "acme/web", "11:18 accounts[0].roles[0].publish")}`,
    ],
  ],
  [
    "roles that write Dependabot's secrets into one organization",
    {
      11: `        publish: { to: [dependabot, organization] }\n${secondRole("name: B", "trust: [{ repository: api, tag: v1 }]", "publish: { to: [organization, dependabot] }")}`,
    },
    [
      `15:18 accounts[0].roles[1].publish: ${writes(`secrets ${GUIDE}`, "the organization acme", "11:18 accounts[0].roles[0].publish")}`,
      `15:18 accounts[0].roles[1].publish: ${writes(`dependabot secrets ${GUIDE}`, "the organization acme", "11:18 accounts[0].roles[0].publish")}`,
    ],
  ],
  ...LIMITS.flatMap(
    ({ title, lines, keys, place, limit, kind, level }): [string, Lines, readonly string[]][] => [
      [
        `${limit + 1} ${title} by one role`,
        { ...lines, 11: `        publish: { ${keys}, ${values(limit + 1, "A")} }` },
        [`11:18 accounts[0].roles[0].publish: ${brings(place, limit + 1, kind, limit, level)}`],
      ],
      [
        `${limit + 1} ${title} by three roles, at the one that is too many`,
        threeRoles(lines, keys, [limit - 1, 1, 1]),
        [
          `19:18 accounts[0].roles[2].publish: ${brings(place, limit + 1, kind, limit, level)}. The other: access.yaml:11:18 accounts[0].roles[0].publish`,
        ],
      ],
      [
        `more than ${limit} ${title}, once, where a further role adds to them`,
        threeRoles(lines, keys, [1, limit, 1]),
        [
          `15:18 accounts[0].roles[1].publish: ${brings(place, limit + 1, kind, limit, level)}. The other: access.yaml:11:18 accounts[0].roles[0].publish`,
        ],
      ],
    ],
  ),
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["another prefix", { 11: secondRole("name: B", WEB, "publish: { prefix: B_ }") }],
  [
    "secrets of one role and variables of another",
    { 11: secondRole("name: B", WEB, "publish: { as: variables }") },
  ],
  ["one role that publishes and another that does not", { 11: secondRole("name: B", WEB, "publish: false") }],
  [
    "one role that publishes elsewhere",
    { 11: secondRole("name: B", WEB, "publish: { repositories: [deploy] }") },
  ],
  [
    "a repository of that name of another owner",
    { 11: secondRole("name: B", "trust: [{ repository: web, owner: other, tag: v1 }]") },
  ],
  [
    "a pattern, to which nothing is published",
    { 11: secondRole("name: B", "trust: [{ repository: w*, tag: v1 }]", accepting("R07")) },
  ],
  [
    "one repository in two entries of a role",
    { 8: "          - { repository: [web, web], branch: main }\n          - { repository: web, tag: v1 }" },
  ],
  ...LIMITS.flatMap(({ title, lines, keys, limit }): [string, Lines][] => [
    [
      `${limit} ${title} by one role`,
      { ...lines, 11: `        publish: { ${keys}, ${values(limit, "A")} }` },
    ],
    [`${limit} ${title} by three roles`, threeRoles(lines, keys, [limit - 2, 1, 1])],
  ]),
  [
    "one name at every level of one repository",
    {
      8: "          - { repository: web, environment: prod }\n          - { repository: web, environment: test }",
      11: "        publish: { to: [repository, environment, organization, dependabot] }",
    },
  ],
  [
    "Dependabot's secrets of an organization beside those of its repository",
    {
      11: `        publish: { to: [organization, dependabot] }\n${secondRole("name: B", WEB, "publish: { to: [repository, dependabot] }")}`,
    },
  ],
  [
    "one environment's name in two repositories",
    {
      8: "          - { repository: web, environment: prod }",
      11: `        publish: { to: environment }\n${secondRole("name: B", "trust: [{ repository: api, environment: prod }]", "publish: { to: environment }")}`,
    },
  ],
  [
    "the values of two organizations",
    {
      11: `        publish: { to: organization }\n${secondRole("name: B", "trust: [{ repository: web, owner: other, tag: v1 }]", "publish: { to: organization }")}`,
    },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
