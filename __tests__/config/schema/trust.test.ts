import { fileWith, inFile, type Lines, problemLines } from "../access-file";
import { CONTEXT_KEYS, LIST, NO_CONTEXT, OWNER, TRUST_KEYS } from "../file-keys";
import { empty, isNot, missing, onlyForGithub, unknownKey, type Wording } from "../problem-texts";

const TRUST_ENTRY: Wording = [`a map with the keys ${TRUST_KEYS}`];
const REPOSITORIES: Wording = ["repositories", "one, or a list with at least one element"];
const REPOSITORY: Wording = [
  "the name or pattern of a GitHub repository",
  "NAME or OWNER/NAME, * is a wildcard in the name",
];
const REF_ALLOWED =
  "a valid Git name with characters up to U+00FF, without refs/heads/ or refs/tags/, * is a wildcard";
const BRANCH: Wording = ["the name or pattern of a branch", REF_ALLOWED];
const TAG: Wording = ["the name or pattern of a tag", REF_ALLOWED];
const BRANCHES: Wording = ["branches", "one, or a list with at least one element"];
const ENVIRONMENT: Wording = [
  "the name of a GitHub environment",
  "1 to 255 characters up to U+00FF, without control characters and without %3A, * ? and $ are literal",
];
const TRUE: Wording = ["true"];

describe("trust", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a role without trust",
      { 7: "      - name: x", 8: "" },
      ["7:9 accounts[0].roles[0]: expected exactly one of trust, trustPolicy, got none"],
    ],
    [
      "no entry",
      { 7: "      - trust: []", 8: "" },
      [`7:16 accounts[0].roles[0].trust: ${isNot(LIST, "[]")}`],
    ],
    [
      "trust that is a map",
      { 8: "          { repository: web, branch: main }" },
      [
        `8:11 accounts[0].roles[0].trust: ${isNot(LIST, '{"repository":"web","branch":"main"}. Write a - before each element')}`,
      ],
    ],
    [
      "a trust entry that is text",
      { 8: "          - web" },
      [`8:13 accounts[0].roles[0].trust[0]: ${isNot(TRUST_ENTRY, '"web"')}`],
    ],
    [
      "a trust entry that is empty",
      { 8: "          -" },
      [`8:12 accounts[0].roles[0].trust[0]: ${empty(TRUST_ENTRY)}`],
    ],
    [
      "an unknown key in a trust entry",
      { 8: "          - { repository: web, branch: main, brnch: x }" },
      [`8:46 accounts[0].roles[0].trust[0].brnch: ${unknownKey("brnch", "branch", TRUST_KEYS)}`],
    ],
    [
      "a trust entry without a repository",
      { 8: "          - { branch: main }" },
      [`8:13 accounts[0].roles[0].trust[0].repository: ${missing(REPOSITORIES)}`],
    ],
    [
      "a trust entry without a context",
      { 8: "          - { repository: web }" },
      [`8:13 accounts[0].roles[0].trust[0]: ${NO_CONTEXT}`],
    ],
    [
      "a trust entry with two contexts",
      { 8: "          - { repository: web, branch: main, tag: v1 }" },
      [
        `8:13 accounts[0].roles[0].trust[0]: expected exactly one of ${CONTEXT_KEYS}, got branch and tag. They are alternatives: write one entry for each`,
      ],
    ],
    [
      "a trust entry with every context",
      { 8: "          - { repository: web, branch: main, tag: v1, environment: x, pullRequest: true }" },
      [
        `8:13 accounts[0].roles[0].trust[0]: expected exactly one of ${CONTEXT_KEYS}, got branch and tag and environment and pullRequest. They are alternatives: write one entry for each`,
      ],
    ],
    [
      "a context in another spelling, which is not missing as well",
      { 8: "          - { repository: web, Branch: main }" },
      [`8:32 accounts[0].roles[0].trust[0].Branch: ${unknownKey("Branch", "branch", TRUST_KEYS)}`],
    ],
    [
      "an entry's owner with a wildcard",
      { 8: "          - { repository: web, owner: '*', branch: main }" },
      [`8:39 accounts[0].roles[0].trust[0].owner: ${isNot(OWNER, '"*"')}`],
    ],
    [
      "a repository with more than its owner",
      { 8: "          - { repository: github.com/acme/web, branch: main }" },
      [
        `8:27 accounts[0].roles[0].trust[0].repository: ${isNot(REPOSITORY, '"github.com/acme/web", did you mean acme/web?')}`,
      ],
    ],
    [
      "an owner with a wildcard before a repository, in a list",
      { 8: "          - { repository: [web, '*/api'], branch: main }" },
      [`8:33 accounts[0].roles[0].trust[0].repository[1]: ${isNot(REPOSITORY, '"*/api"')}`],
    ],
    [
      "a repository of another owner than the entry's",
      { 8: "          - { repository: [other/web, partner/web, api], owner: partner, branch: main }" },
      [
        '8:28 accounts[0].roles[0].trust[0].repository[0]: expected a repository of partner, the owner of this entry, got "other/web". Remove owner, or write web',
      ],
    ],
    [
      "an empty list of repositories",
      { 8: "          - { repository: [], branch: main }" },
      [`8:27 accounts[0].roles[0].trust[0].repository: ${isNot(LIST, "[]")}`],
    ],
    [
      "a repository that is a number",
      { 8: "          - { repository: 5, branch: main }" },
      [`8:27 accounts[0].roles[0].trust[0].repository: ${isNot(REPOSITORY, "5. Put it in quotes")}`],
    ],
    [
      "a repository that is a number, in a list",
      { 8: "          - { repository: [5], branch: main }" },
      [`8:28 accounts[0].roles[0].trust[0].repository[0]: ${isNot(REPOSITORY, "5. Put it in quotes")}`],
    ],
    [
      "a repository of 101 characters",
      { 8: `          - { repository: ${"a".repeat(101)}, branch: main }` },
      [
        `8:27 accounts[0].roles[0].trust[0].repository: ${isNot(REPOSITORY, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (101 characters)')}`,
      ],
    ],
    [
      "a repository with an id",
      { 8: "          - { repository: web@123, branch: main }" },
      [`8:27 accounts[0].roles[0].trust[0].repository: ${isNot(REPOSITORY, '"web@123"')}`],
    ],
    [
      "a branch with refs/heads/",
      { 8: "          - { repository: web, branch: refs/heads/main }" },
      [
        `8:40 accounts[0].roles[0].trust[0].branch: ${isNot(BRANCH, '"refs/heads/main", did you mean main?')}`,
      ],
    ],
    [
      "a branch that is a number",
      { 8: "          - { repository: web, branch: 2024 }" },
      [`8:40 accounts[0].roles[0].trust[0].branch: ${isNot(BRANCH, "2024. Put it in quotes")}`],
    ],
    [
      "an empty list of branches",
      { 8: "          - { repository: web, branch: [] }" },
      [`8:40 accounts[0].roles[0].trust[0].branch: ${isNot(LIST, "[]")}`],
    ],
    [
      "a wrong branch in a list, at its own place",
      { 8: "          - { repository: web, branch: [main, refs/heads/dev, 5] }" },
      [
        `8:47 accounts[0].roles[0].trust[0].branch[1]: ${isNot(BRANCH, '"refs/heads/dev", did you mean dev?')}`,
        `8:63 accounts[0].roles[0].trust[0].branch[2]: ${isNot(BRANCH, "5. Put it in quotes")}`,
      ],
    ],
    [
      "a list in a list of tags",
      { 8: "          - { repository: web, tag: [[v1]] }" },
      [`8:38 accounts[0].roles[0].trust[0].tag[0]: ${isNot(TAG, '["v1"]')}`],
    ],
    [
      "a branch that is a map",
      { 8: "          - { repository: web, branch: { name: main } }" },
      [`8:40 accounts[0].roles[0].trust[0].branch: ${isNot(BRANCHES, '{"name":"main"}')}`],
    ],
    [
      "a branch left empty",
      { 8: "          - { repository: web, branch: }" },
      [`8:40 accounts[0].roles[0].trust[0].branch: ${empty(BRANCHES)}`],
    ],
    [
      "a branch with ?",
      { 8: "          - { repository: web, branch: releas? }" },
      [`8:40 accounts[0].roles[0].trust[0].branch: ${isNot(BRANCH, '"releas?"')}`],
    ],
    [
      "a tag that Git does not allow",
      { 8: "          - { repository: web, tag: v..1 }" },
      [`8:37 accounts[0].roles[0].trust[0].tag: ${isNot(TAG, '"v..1"')}`],
    ],
    [
      "a tag past U+00FF",
      { 8: "          - { repository: web, tag: 배포 }" },
      [`8:37 accounts[0].roles[0].trust[0].tag: ${onlyForGithub(TAG, '"배포"')}`],
    ],
    [
      "an environment without characters",
      { 8: "          - { repository: web, environment: '' }" },
      [`8:45 accounts[0].roles[0].trust[0].environment: ${isNot(ENVIRONMENT, '""')}`],
    ],
    [
      "an environment without characters in a list",
      { 8: "          - { repository: web, environment: [prod, ''] }" },
      [`8:52 accounts[0].roles[0].trust[0].environment[1]: ${isNot(ENVIRONMENT, '""')}`],
    ],
    [
      "an environment of 256 characters",
      { 8: `          - { repository: web, environment: ${"a".repeat(256)} }` },
      [
        `8:45 accounts[0].roles[0].trust[0].environment: ${isNot(ENVIRONMENT, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (256 characters)')}`,
      ],
    ],
    [
      "an environment past U+00FF",
      { 8: "          - { repository: web, environment: 배포 }" },
      [`8:45 accounts[0].roles[0].trust[0].environment: ${onlyForGithub(ENVIRONMENT, '"배포"')}`],
    ],
    [
      "a branch beside an environment",
      { 8: "          - { repository: web, branch: main, environment: prod }" },
      [
        `8:13 accounts[0].roles[0].trust[0]: expected exactly one of ${CONTEXT_KEYS}, got branch and environment. To require both, write environment and claims: { ref: "refs/heads/main" }. For either, write two entries`,
      ],
    ],
    [
      "tags beside an environment",
      { 8: "          - { repository: web, tag: [v1, v2], environment: prod }" },
      [
        `8:13 accounts[0].roles[0].trust[0]: expected exactly one of ${CONTEXT_KEYS}, got tag and environment. To require both, write environment and claims: { ref: "refs/tags/NAME" }. For either, write two entries`,
      ],
    ],
    [
      "pullRequest: no, which asks for nothing",
      { 8: "          - { repository: web, pullRequest: no }" },
      [`8:45 accounts[0].roles[0].trust[0].pullRequest: ${isNot(TRUE, '"no"')}`],
    ],
    [
      "pullRequest: On",
      { 8: "          - { repository: web, pullRequest: On }" },
      [`8:45 accounts[0].roles[0].trust[0].pullRequest: ${isNot(TRUE, '"On". Write true')}`],
    ],
    [
      "pullRequest: false",
      { 8: "          - { repository: web, pullRequest: false }" },
      [`8:45 accounts[0].roles[0].trust[0].pullRequest: ${isNot(TRUE, "false")}`],
    ],
    [
      "pullRequest that is text",
      { 8: "          - { repository: web, pullRequest: yes }" },
      [`8:45 accounts[0].roles[0].trust[0].pullRequest: ${isNot(TRUE, '"yes". Write true')}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});
