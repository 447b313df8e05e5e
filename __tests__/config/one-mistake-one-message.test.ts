import { ISSUER } from "../support/github";
import { numbered, problemLines } from "./access-file";

/** Names of 12 repositories, and of 40. */
const TWELVE = ["web", "api", "docs", "lib", "auth", "cart", "mail", "pay", "jobs", "cron", "find", "admin"];
const FORTY = numbered(40, "svc-");

const list = (names: readonly string[]): string => `[${names.join(", ")}]`;
const all = list(TWELVE);

const ACCOUNT = `accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
`;

/** A role for each repository. */
const roleEach = (...keys: readonly string[]): string =>
  TWELVE.map((name) =>
    [
      `      - trust: [{ repository: ${name}, branch: main }]`,
      `        ecr: { repositories: [${name}] }`,
      ...keys.map((key) => `        ${key.replaceAll("NAME", name)}`),
    ].join("\n"),
  )
    .concat("")
    .join("\n");

/** One role for all of them. */
const roleOf = (name: string, trust: string, ...keys: readonly string[]): string =>
  [
    `      - name: ${name}`,
    `        trust: [{ ${trust} }]`,
    ...(keys.some((key) => key.startsWith("ecr:")) ? [] : [`        ecr: { repositories: ${all} }`]),
    ...keys.map((key) => `        ${key}`),
    "",
  ].join("\n");

/** Each mistake by the place of its message and the start of its text. */
test.each<[string, string, readonly string[]]>([
  [
    "two roles of one name, which publish to the same repositories",
    `github: { owner: acme }\n${ACCOUNT}${roleOf("Push", `repository: ${all}, branch: main`)}${roleOf("push", `repository: ${all}, branch: dev`)}`,
    ['accounts[0].roles[1].name: duplicate role name "push"'],
  ],
  [
    "roles without names, in a second account with the same repositories and an unquoted id",
    `github: { owner: acme }\n${ACCOUNT}${roleEach()}  - id: 210987654321
    region: us-east-1
    roles:
${roleEach("name: NAME")}`,
    [
      "accounts[0].roles[1]: duplicate role name",
      "accounts[1].id: expected an AWS account id",
      "accounts[1].roles[0]: another role also publishes the secrets AWS_REGION, AWS_ACCOUNT_ID, AWS_ROLE_NAME in 12 repositories: acme/web, acme/api, acme/docs and 9 more",
    ],
  ],
  [
    "two accounts with the same repositories, in one of which publish and access are misspelled",
    `github: { owner: acme }\n${ACCOUNT}${roleOf("Push", `repository: ${all}, branch: main`)}  - id: "210987654321"
    region: us-east-1
    roles:
${roleOf("Push", `repository: ${all}, branch: dev`, `ecr: { repositories: ${all}, acess: pull }`, "publsh: false")}`,
    [
      'accounts[1].roles[0].ecr.acess: unknown key "acess"',
      'accounts[1].roles[0].publsh: unknown key "publsh"',
    ],
  ],
  [
    "immutable subjects without ids, an account's tag twice, a tag of the roles that differs in case",
    `github: { owner: acme, owners: { acme: { subject: immutable } } }
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    tags: { team: x, Team: y, cost: z }
    roles:
${roleEach("name: NAME", "tags: { Cost: w }")}`,
    [
      'accounts[0].tags.Team: duplicate tag key "Team"',
      "accounts[0].roles[0].trust[0].repository: missing ids, which the tokens of acme/web, acme/api, acme/docs and 9 more contain",
      'accounts[0].roles[0].tags.Cost: duplicate tag key "Cost" (13 times)',
    ],
  ],
  [
    "immutable subjects on a server, boundaries of another account, one state, a wildcard and a capital",
    `github:
  owner: acme
  host: git.example.com
  owners: { acme: { id: 5, subject: immutable } }
  repositories: { ${TWELVE.map((name, index) => `${name}: { id: ${index + 1}, subject: immutable }`).join(", ")} }
state: { gcs: { bucket: b, prefix: x } }
${ACCOUNT}${roleEach("name: NAME", "permissionsBoundaryArn: arn:aws:iam::999999999999:policy/b")}${roleOf("All", "repository: 'team-*', branch: main", "ecr: { repositories: [Web] }", "publish: false")}`,
    [
      "github.owners.acme.subject: expected name",
      "state.gcs: expected {stack}",
      "accounts[0].roles[0].permissionsBoundaryArn: expected an ARN of account 123456789012",
      "accounts[0].roles[12].trust[0]: R07 repository-wildcard (high)",
      "accounts[0].roles[12].ecr.repositories[0]: expected the name of an ECR repository",
    ],
  ],
  [
    "environments and templates twice, an environment in another case, and an invalid list",
    `github:
  owner: acme
  environments:
    - { name: prod, repositories: ${all}, branches: main }
    - { name: prod, repositories: ${all}, reviewers: { users: [octo] } }
  subjectTemplates:
    - { claims: [repo, context], repositories: ${all} }
    - { claims: [repo, ref], repositories: ${all} }
${ACCOUNT}${roleOf("Push", `repository: ${all}, environment: PROD`, "ecr: { repositories: 5 }")}`,
    [
      'github.environments[1].repositories[0]: duplicate environment "prod" of acme/web, acme/api, acme/docs and 9 more',
      'github.subjectTemplates[1].repositories[0]: duplicate repository in subjectTemplates "web", "api", "docs" and 9 more',
      'accounts[0].roles[0].trust[0].environment: expected one spelling of the environment, as on GitHub, got "PROD" (12 times) and "prod"',
      "accounts[0].roles[0].ecr.repositories: expected the name of an ECR repository",
    ],
  ],
  [
    "an owner with a space, a short account id, misspelled keys and a role name twice",
    `github: { owner: acme corp }
accounts:
  - id: "12345678901"
    region: ap-northeast-2
    roles:
${roleEach("name: NAME")}${roleOf("web", `repository: ${all}, brnch: main`, `ecr: { repositries: ${all} }`, "publish: { as: secret, to: environment }")}`,
    [
      'github.owner: expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "acme corp"',
      "accounts[0].id: expected an AWS account id",
      'accounts[0].roles[12].name: duplicate role name "web"',
      'accounts[0].roles[12].trust[0].brnch: unknown key "brnch", did you mean branch?',
      'accounts[0].roles[12].ecr.repositries: unknown key "repositries", did you mean repositories?',
      "accounts[0].roles[12].publish.as: expected one of secrets, variables",
    ],
  ],
  [
    "an owner in another case in every role, an owner prefix and a session that is too short",
    `github: { owner: acme }
${ACCOUNT}${roleEach("name: NAME").replaceAll("{ repository:", "{ owner: Acme, repository:")}${roleOf("Push", "subject: 'repo:acme*'", "maxSessionSeconds: 100")}`,
    [
      'accounts[0].roles[0].trust[0].owner: expected one spelling of the owner, as on GitHub, got "Acme" (12 times) and "acme"',
      "accounts[0].roles[12].trust[0]: R04 owner-prefix (critical)",
      "accounts[0].roles[12].maxSessionSeconds: expected",
    ],
  ],
  [
    "wildcards in a custom trust policy, ids for selected repositories, an unknown access and a prefix",
    `github: { owner: acme }
${ACCOUNT}      - trustPolicy:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }
              Action: sts:AssumeRoleWithWebIdentity
              Condition:
                StringEquals: { "${ISSUER}:aud": sts.amazonaws.com }
                StringLike: { "${ISSUER}:sub": ${list(TWELVE.map((name) => `"repo:acme/${name}-*:ref:refs/heads/main"`))} }
        ecr: { repositories: ${all} }
        publish: { to: organization, visibility: selected, repositories: ${all} }
${roleOf("B", `repository: ${all}, branch: main`, `ecr: { repositories: ${all}, access: pul }`, "publish: { prefix: GITHUB_ }")}`,
    [
      `accounts[0].roles[0].trustPolicy.Statement[0].Condition.StringLike["${ISSUER}:sub"][0]: R07 repository-wildcard (high)`,
      "accounts[0].roles[0].publish.visibility: missing ids of the selected repositories. Add github.repositories.web.id, github.repositories.api.id, github.repositories.docs.id and 9 more",
      "accounts[0].roles[1].ecr.access: expected one of push (push images), pull (pull images), push-pull (push and pull images)",
      "accounts[0].roles[1].publish.prefix: expected",
    ],
  ],
  [
    "40 repositories: one name of two roles, two regions of another partition, two contexts",
    `github: { owner: acme }
${ACCOUNT}${roleOf("A", `repository: ${list(FORTY)}, branch: main`, "publish: { as: variables, values: { A: roleArn } }")}${roleOf("B", `repository: ${list(FORTY)}, tag: v1`, "publish: { as: variables, values: { a: roleArn } }")}${roleOf("C", `repository: ${list(FORTY)}, branch: main`, `ecr: { repositories: ${list(FORTY)}, region: [cn-north-1, cn-northwest-1] }`, "publish: { as: variables, values: { C: roleArn } }")}${roleOf("D", `repository: ${list(FORTY)}, branch: main, environment: prod`)}`,
    [
      "accounts[0].roles[1].publish: another role also publishes the variables a in 40 repositories: acme/svc-0, acme/svc-1, acme/svc-2 and 37 more",
      'accounts[0].roles[2].ecr.region[0]: expected a region of the account\'s partition aws, got "cn-north-1" and 1 more',
      "accounts[0].roles[3].trust[0]:",
    ],
  ],
  [
    "an invalid id of the owner, a misspelled region and an account twice",
    `github:
  owner: acme
  owners: { acme: { id: x, subject: immutable } }
  repositories: { ${TWELVE.map((name, index) => `${name}: { id: ${index + 1} }`).join(", ")} }
accounts:
  - id: "123456789012"
    regoin: ap-northeast-2
    roles:
${roleEach("name: NAME")}  - id: "123456789012"
    region: ap-northeast-2
    roles:
${roleOf("All", `repository: ${all}, branch: dev`, "publish: { prefix: X_ }")}`,
    [
      "github.owners.acme.id: expected a GitHub id",
      'accounts[0].regoin: unknown key "regoin", did you mean region?',
      'accounts[1].id: duplicate account id "123456789012"',
    ],
  ],
])("reports each mistake once: %s", (_, text, expected) => {
  const lines = problemLines(text).map((line) => line.slice(line.indexOf(" ") + 1));

  expect(lines.map((line, index) => line.slice(0, expected[index]?.length))).toStrictEqual(expected);
});
