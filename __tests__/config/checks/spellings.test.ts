import { ISSUER } from "../../support/github";
import { accepting, fileWith, inFile, type Lines, problemLines, secondAccount } from "../access-file";

/** A role with a custom trust policy, from line 8 on. The subjects that it allows are at 14:74. */
function own(subjects: string, denied = "x"): Lines {
  return {
    7: "      - trustPolicy:",
    8: [
      "Statement:",
      "  - Effect: Allow",
      `    Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${ISSUER}" }`,
      "    Action: sts:AssumeRoleWithWebIdentity",
      "    Condition:",
      `      StringEquals: { "${ISSUER}:aud": sts.amazonaws.com }`,
      `      StringLike: { "${ISSUER}:sub": ${subjects} }`,
      `  - { Effect: Deny, Principal: "*", Action: "*", Condition: { StringLike: { "${ISSUER}:sub": "${denied}" } } }`,
    ]
      .map((line) => `          ${line}`)
      .join("\n"),
  };
}

const SUB = `accounts[0].roles[0].trustPolicy.Statement[0].Condition.StringLike["${ISSUER}:sub"]`;
const respelled = (noun: string, given: string, known: string, other: string): string =>
  `expected one spelling of the ${noun}, as on GitHub, got "${given}" and "${known}". The other: access.yaml:${other}`;

test.each<[string, Lines, readonly string[]]>([
  [
    "the owner of a subject in another casing",
    { 8: "          - { subject: 'repo:Acme/web:ref:refs/heads/main' }" },
    [
      `8:24 accounts[0].roles[0].trust[0].subject: ${respelled("owner", "Acme", "acme", "2:10 github.owner")}`,
    ],
  ],
  [
    "the repository of a subject in another casing, with ids and without",
    {
      8: "          - { repository: web, branch: main }\n          - { subject: 'repo:acme/Web:ref:refs/tags/v1' }\n          - { subject: 'repo:acme@1/WEB@2:ref:refs/tags/v2' }",
    },
    [
      `9:24 accounts[0].roles[0].trust[1].subject: ${respelled("repository", "Web", "web", "8:27 accounts[0].roles[0].trust[0].repository")}`,
      `10:24 accounts[0].roles[0].trust[2].subject: ${respelled("repository", "WEB", "web", "8:27 accounts[0].roles[0].trust[0].repository")}`,
    ],
  ],
  [
    "the owner and the repository of a trust policy's subject in another casing",
    {
      ...own('["repo:acme/web:ref:refs/heads/main", "repo:ACME/Web:ref:refs/tags/v1"]'),
    },
    [
      `14:112 ${SUB}[1]: ${respelled("owner", "ACME", "acme", "2:10 github.owner")}`,
      `14:112 ${SUB}[1]: ${respelled("repository", "Web", "web", `14:75 ${SUB}[0]`)}`,
    ],
  ],
  [
    "the repository of a trust policy's single subject in another casing than in github.repositories",
    {
      2: "  owner: acme\n  repositories: { web: {} }",
      ...own('"repo:acme/Web:ref:refs/heads/main"'),
    },
    [`15:74 ${SUB}: ${respelled("repository", "Web", "web", "3:24 github.repositories.web")}`],
  ],
  [
    "an entry's owner in another spelling",
    { 8: "          - { repository: web, owner: Acme, branch: main }" },
    [
      '8:39 accounts[0].roles[0].trust[0].owner: expected one spelling of the owner, as on GitHub, got "Acme" and "acme". The other: access.yaml:2:10 github.owner',
    ],
  ],
  [
    "a third spelling too, and another owner's second",
    {
      8: "          - { repository: web, owner: Acme, branch: main }\n          - { repository: web, owner: ACME, branch: main }\n          - { repository: api, owner: Other, branch: main }",
      11: "        publish: { repositories: [web, other/api] }",
    },
    [
      '8:39 accounts[0].roles[0].trust[0].owner: expected one spelling of the owner, as on GitHub, got "Acme" and "acme". The other: access.yaml:2:10 github.owner',
      '9:39 accounts[0].roles[0].trust[1].owner: expected one spelling of the owner, as on GitHub, got "ACME" and "acme". The other: access.yaml:2:10 github.owner',
      '13:40 accounts[0].roles[0].publish.repositories[1]: expected one spelling of the owner, as on GitHub, got "other" and "Other". The other: access.yaml:10:39 accounts[0].roles[0].trust[2].owner',
    ],
  ],
  [
    "the owner of a repository to publish to in another spelling",
    { 11: "        publish: { repositories: [ACME/web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: expected one spelling of the owner, as on GitHub, got "ACME" and "acme". The other: access.yaml:2:10 github.owner',
    ],
  ],
  [
    "a repository in another casing, in a list",
    { 8: "          - { repository: [web, Web], branch: main }" },
    [
      '8:33 accounts[0].roles[0].trust[0].repository[1]: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:28 accounts[0].roles[0].trust[0].repository[0]',
    ],
  ],
  [
    "a third casing of a repository too, in another entry of the same owner",
    {
      8: "          - { repository: Web, branch: main }\n          - { repository: web, owner: acme, tag: v1 }\n          - { repository: WEB, environment: prod }",
    },
    [
      '9:27 accounts[0].roles[0].trust[1].repository: expected one spelling of the repository, as on GitHub, got "web" and "Web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
      '10:27 accounts[0].roles[0].trust[2].repository: expected one spelling of the repository, as on GitHub, got "WEB" and "Web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository of another owner in two casings",
    {
      8: "          - { repository: web, owner: other, branch: main }",
      11: "        publish: { repositories: [other/Web] }",
    },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository of another account's role in another casing",
    {
      11: secondAccount("210987654321", "b", "trust: [{ repository: Web, branch: main }]", "publish: false"),
    },
    [
      '16:31 accounts[1].roles[0].trust[0].repository: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository to publish to in another casing",
    { 11: "        publish: { repositories: [Web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository of trust in another casing than in github.repositories",
    { 2: "  owner: acme\n  repositories: { Web: { id: 2 } }" },
    [
      '9:27 accounts[0].roles[0].trust[0].repository: expected one spelling of the repository, as on GitHub, got "web" and "Web". The other: access.yaml:3:24 github.repositories.Web',
    ],
  ],
  [
    "the owner of a repository in another casing in github.repositories",
    { 2: "  owner: acme\n  repositories: { ACME/api: {} }" },
    [
      '3:29 github.repositories["ACME/api"]: expected one spelling of the owner, as on GitHub, got "ACME" and "acme". The other: access.yaml:2:10 github.owner',
    ],
  ],
  [
    "an owner of trust in another casing than in github.owners",
    {
      2: "  owner: acme\n  owners: { Other: { id: 2 } }",
      8: "          - { repository: web, owner: other, branch: main }",
    },
    [
      '9:39 accounts[0].roles[0].trust[0].owner: expected one spelling of the owner, as on GitHub, got "other" and "Other". The other: access.yaml:3:20 github.owners.Other',
    ],
  ],
  [
    "a repository to publish to and its owner, both in another casing",
    { 11: "        publish: { repositories: [ACME/Web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: expected one spelling of the owner, as on GitHub, got "ACME" and "acme". The other: access.yaml:2:10 github.owner',
      '11:35 accounts[0].roles[0].publish.repositories[0]: expected one spelling of the repository, as on GitHub, got "Web" and "web". The other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "owners and repositories of environments in another casing, patterns by their owner alone",
    {
      2: [
        "  owner: acme",
        "  environments:",
        "    - { name: prod, repositories: [Web, ACME/docs] }",
        "    - { name: test, repositories: ['Acme/team-*', 'WE*'], protectedElsewhere: true }",
      ].join("\n"),
    },
    [
      `4:36 github.environments[0].repositories[0]: ${respelled("repository", "Web", "web", "11:27 accounts[0].roles[0].trust[0].repository")}`,
      `4:41 github.environments[0].repositories[1]: ${respelled("owner", "ACME", "acme", "2:10 github.owner")}`,
      `5:36 github.environments[1].repositories[0]: ${respelled("owner", "Acme", "acme", "2:10 github.owner")}`,
    ],
  ],
  [
    "owners and repositories of templates in another casing, and an organization",
    {
      2: [
        "  owner: acme",
        "  environments: [{ name: prod, repositories: other/Api }]",
        "  subjectTemplates:",
        "    - { claims: [repo, context], repositories: [other/api, Acme/docs], organization: Other }",
      ].join("\n"),
    },
    [
      `5:49 github.subjectTemplates[0].repositories[0]: ${respelled("repository", "api", "Api", "3:46 github.environments[0].repositories")}`,
      `5:60 github.subjectTemplates[0].repositories[1]: ${respelled("owner", "Acme", "acme", "2:10 github.owner")}`,
      `5:86 github.subjectTemplates[0].organization: ${respelled("owner", "Other", "other", "3:46 github.environments[0].repositories")}`,
    ],
  ],
  [
    "one repository of environments and of templates in two casings",
    {
      2: "  owner: acme\n  environments: [{ name: prod, repositories: [Docs, api] }]\n  subjectTemplates: [{ claims: [repo, context], repositories: docs }]",
    },
    [
      `4:63 github.subjectTemplates[0].repositories: ${respelled("repository", "docs", "Docs", "3:47 github.environments[0].repositories[0]")}`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, Lines]>([
  ["owners that differ", { 8: "          - { repository: web, owner: Acme-Corp, branch: main }" }],
  [
    "one owner in one spelling, everywhere",
    {
      8: "          - { repository: web, owner: acme, branch: main }",
      11: "        publish: { repositories: [acme/web, api] }",
    },
  ],
  [
    "one casing in github and in trust",
    {
      2: "  owner: acme\n  owners: { acme: {}, Other: {} }\n  repositories: { web: {}, Other/Api: {}, acme/docs: {} }",
      8: "          - { repository: [web, docs], branch: main }\n          - { repository: Api, owner: Other, branch: main }",
    },
  ],
  [
    "subjects in one casing, everywhere",
    {
      8: "          - { repository: Web, branch: main }\n          - { subject: 'repo:acme/Web:ref:refs/tags/v1' }",
      11: "        publish: { repositories: [acme/Web] }",
    },
  ],
  [
    "a trust policy's subjects in one casing",
    own('["repo:acme/web:ref:refs/heads/main", "repo:acme/web:ref:refs/tags/v1"]'),
  ],
  [
    "subjects that a Deny names in another casing",
    own('"repo:acme/web:ref:refs/heads/main"', "repo:ACME/Web:*"),
  ],
  [
    "a repository in the owner's letters",
    { 8: "          - { repository: ACME, branch: main }", 11: "        publish: { repositories: [ACME] }" },
  ],
  [
    "a repository of that name in another casing of another owner",
    {
      8: "          - { repository: web, branch: main }\n          - { repository: Web, owner: other, branch: main }",
    },
  ],
  [
    "a pattern in another case",
    { 8: "          - { repository: [web, Web*, wEb*], branch: main }", 11: `        ${accepting("R07")}` },
  ],
  [
    "one repository in one casing, everywhere",
    {
      8: "          - { repository: Web, branch: main }\n          - { repository: Web, tag: v1 }",
      11: "        publish: { repositories: [Web, acme/Web] }",
    },
  ],
  [
    "environments and templates in one casing",
    {
      2: "  owner: acme\n  environments: [{ name: prod, repositories: [web, Other/Docs] }]\n  subjectTemplates: [{ claims: [repo, context], repositories: [acme/web, Other/Docs], organization: Other }]",
    },
  ],
])("accepts %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
