import { fileWith, inFile, type Lines, problemLines, secondAccount } from "../access-file";

test.each<[string, Lines, readonly string[]]>([
  [
    "an entry's owner in another spelling",
    { 8: "          - { repository: web, owner: Acme, branch: main }" },
    [
      '8:39 accounts[0].roles[0].trust[0].owner: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Acme" and "acme"; the other: access.yaml:2:10 github.owner',
    ],
  ],
  [
    "a third spelling too, and another owner's second",
    {
      8: "          - { repository: web, owner: Acme, branch: main }\n          - { repository: web, owner: ACME, branch: main }\n          - { repository: api, owner: Other, branch: main }",
      11: "        publish: { repositories: [web, other/api] }",
    },
    [
      '8:39 accounts[0].roles[0].trust[0].owner: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Acme" and "acme"; the other: access.yaml:2:10 github.owner',
      '9:39 accounts[0].roles[0].trust[1].owner: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "ACME" and "acme"; the other: access.yaml:2:10 github.owner',
      '13:40 accounts[0].roles[0].publish.repositories[1]: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "other" and "Other"; the other: access.yaml:10:39 accounts[0].roles[0].trust[2].owner',
    ],
  ],
  [
    "the owner of a repository to publish to in another spelling",
    { 11: "        publish: { repositories: [ACME/web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "ACME" and "acme"; the other: access.yaml:2:10 github.owner',
    ],
  ],
  [
    "a repository in another casing, in a list",
    { 8: "          - { repository: [web, Web], branch: main }" },
    [
      '8:33 accounts[0].roles[0].trust[0].repository[1]: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:28 accounts[0].roles[0].trust[0].repository[0]',
    ],
  ],
  [
    "a third casing of a repository too, in another entry of the same owner",
    {
      8: "          - { repository: Web, branch: main }\n          - { repository: web, owner: acme, tag: v1 }\n          - { repository: WEB, environment: prod }",
    },
    [
      '9:27 accounts[0].roles[0].trust[1].repository: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "web" and "Web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
      '10:27 accounts[0].roles[0].trust[2].repository: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "WEB" and "Web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository of another owner in two casings",
    {
      8: "          - { repository: web, owner: other, branch: main }",
      11: "        publish: { repositories: [other/Web] }",
    },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository of another account's role in another casing",
    {
      11: secondAccount("210987654321", "b", "trust: [{ repository: Web, branch: main }]", "publish: false"),
    },
    [
      '16:31 accounts[1].roles[0].trust[0].repository: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository to publish to in another casing",
    { 11: "        publish: { repositories: [Web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
    ],
  ],
  [
    "a repository to publish to and its owner, both in another casing",
    { 11: "        publish: { repositories: [ACME/Web] }" },
    [
      '11:35 accounts[0].roles[0].publish.repositories[0]: spells an owner in another way; allowed: GitHub\'s own casing, everywhere the same; given: "ACME" and "acme"; the other: access.yaml:2:10 github.owner',
      '11:35 accounts[0].roles[0].publish.repositories[0]: spells a repository in another way; allowed: GitHub\'s own casing, everywhere the same; given: "Web" and "web"; the other: access.yaml:8:27 accounts[0].roles[0].trust[0].repository',
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
    "a pattern in another casing, which is no name",
    { 8: "          - { repository: [web, Web*, wEb*], branch: main }" },
  ],
  [
    "one repository in one casing, everywhere",
    {
      8: "          - { repository: Web, branch: main }\n          - { repository: Web, tag: v1 }",
      11: "        publish: { repositories: [Web, acme/Web] }",
    },
  ],
])("takes %s", (_, lines) => {
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});
