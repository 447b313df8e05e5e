import { parseConfig } from "../../../lib/config/load";
import { ELSEWHERE } from "../../../lib/config/normalize/risks";
import type { Risk } from "../../../lib/config/types";
import { NEIGHBOURS } from "../../policy/rules/neighbours";
import { ISSUER, PROVIDER_ARN } from "../../support/github";
import { accepting, fileWith, type Lines, NAME, WITH_IDS } from "../access-file";

type Row = readonly [
  rule: string,
  reason: string | undefined,
  ...places: readonly (readonly [string, string])[],
];

/** A risk in short: the rule, the reason, and each place with what is given there. */
function inShort({ rule, reason, places }: Risk): Row {
  return [rule.id, reason, ...places.map(({ path, given }) => [path.join("."), given] as const)];
}

/** Entries of trust, from line 8 on. */
const entries = (...keys: readonly string[]): Lines => ({
  8: keys.map((each) => `          - { ${each} }`).join("\n"),
});

/** A trust policy of the role's own; its second statement is about another principal. */
function own(...subjects: readonly string[]): Lines {
  const document = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${ISSUER}:sub`]: subjects },
        },
      },
    ],
  };
  return { 7: `      - trustPolicy: ${JSON.stringify(document)}`, 8: "" };
}

const SUB = `trustPolicy.Statement.1.Condition.StringLike.${ISSUER}:sub`;
const MAIN = "repo:acme/web:ref:refs/heads/main";

test.each<[string, Lines, readonly Row[]]>([
  ["none where tokens carry ids", { 2: WITH_IDS }, []],
  ["names alone", {}, [["R23", undefined, ["trust.0", MAIN]]]],
  [
    "names alone, with a reason",
    { 11: `        ${accepting("R23")}` },
    [["R23", "wanted", ["trust.0", MAIN]]],
  ],
  [
    "one rule at several entries, by their subjects",
    entries("repository: [web, api], branch: main", "repository: web, tag: v1"),
    [
      [
        "R23",
        undefined,
        ["trust.0", MAIN],
        ["trust.0", "repo:acme/api:ref:refs/heads/main"],
        ["trust.1", "repo:acme/web:ref:refs/tags/v1"],
      ],
      ["R39", undefined, ["ecr", "acme/web and acme/api"]],
    ],
  ],
  [
    "a subject that two entries make, at the first of them",
    entries("repository: web, branch: main", "repository: [web, api], branch: main"),
    [
      ["R23", undefined, ["trust.0", MAIN], ["trust.1", "repo:acme/api:ref:refs/heads/main"]],
      ["R39", undefined, ["ecr", "acme/web and acme/api"]],
    ],
  ],
  [
    "entries with claims, each in its own place",
    entries(
      "repository: web, branch: main, claims: { actorId: 5 }",
      "repository: api, branch: main",
      "repository: docs, branch: main, claims: { actorId: ['5', 5] }",
    ),
    [
      [
        "R23",
        undefined,
        ["trust.0", MAIN],
        ["trust.2", "repo:acme/docs:ref:refs/heads/main"],
        ["trust.1", "repo:acme/api:ref:refs/heads/main"],
      ],
      ["R39", undefined, ["ecr", "acme/web, acme/docs and 1 more"]],
    ],
  ],
  [
    "a claim that is a weak guard, at the first entry that has it",
    {
      2: WITH_IDS,
      ...entries(
        "repository: web, branch: main",
        "repository: web, tag: v1, claims: { workflow: push }",
        "repository: web, tag: v2, claims: { workflow: push }",
      ),
    },
    [["R30", undefined, ["trust.1", `${ISSUER}:workflow`]]],
  ],
  [
    "an entry that allows what another restricts, at the entry whose subject matches more",
    {
      2: WITH_IDS.replace("id: 2 }", "id: 2 }, docs: { id: 3 }"),
      ...entries(
        "repository: docs, branch: main",
        "repository: [docs, web], tag: v1",
        "repository: web, tag: v1, claims: { actorId: 5 }",
      ),
      11: `        ${accepting("R32")}`,
    },
    [
      ["R32", "wanted", ["trust.1", "repo:acme@1/web@2:ref:refs/tags/v1"]],
      ["R39", undefined, ["ecr", "acme/docs and acme/web"]],
    ],
  ],
  [
    "no weaker entry, if each allows something else",
    {
      2: WITH_IDS,
      ...entries("repository: web, tag: v1", "repository: web, tag: v2, claims: { actorId: 5 }"),
    },
    [],
  ],
  [
    "an environment in both forms of its colon, on a server",
    { 2: "  owner: acme\n  host: git.example.com", ...entries("repository: web, environment: 'a:b'") },
    [
      [
        "R13",
        undefined,
        ["trust.0", "repo:acme/web:environment:a%3Ab"],
        ["trust.0", "repo:acme/web:environment:a:b"],
      ],
      ["R38", undefined, ["trust.0", "repo:acme/web:environment:a%3Ab"]],
    ],
  ],
  [
    "rules about other keys than trust, at these",
    { 2: WITH_IDS, 10: "          repositories: ['*', web]", 11: "        maxSessionSeconds: 7200" },
    [
      ["R35", undefined, ["maxSessionSeconds", "7200 seconds"]],
      ["R37", undefined, ["ecr.repositories", "arn:aws:ecr:ap-northeast-2:123456789012:repository/*"]],
    ],
  ],
  [
    "push to everything in each of several regions",
    { 2: WITH_IDS, 10: "          repositories: '*'", 11: "          region: [us-east-1, us-west-2]" },
    [
      [
        "R37",
        undefined,
        ["ecr.repositories", "arn:aws:ecr:us-east-1:123456789012:repository/*"],
        ["ecr.repositories", "arn:aws:ecr:us-west-2:123456789012:repository/*"],
      ],
    ],
  ],
  [
    "a custom trust policy, with the places in it",
    { ...own("repo:acme/web:environment:a", MAIN), 11: `        ${accepting("R13")}` },
    [
      ["R13", "wanted", [`${SUB}.0`, "repo:acme/web:environment:a"]],
      ["R23", undefined, [`${SUB}.0`, "repo:acme/web:environment:a"], [`${SUB}.1`, MAIN]],
    ],
  ],
  [
    "a custom trust policy in another case than the file",
    { ...own("repo:Acme/w*:ref:refs/heads/main"), 11: `        ${accepting("R07")}` },
    [
      ["R07", "wanted", [`${SUB}.0`, "repo:Acme/w*:ref:refs/heads/main"]],
      ["R23", undefined, [`${SUB}.0`, "repo:Acme/w*:ref:refs/heads/main"]],
      ["R31", undefined, [`${SUB}.0`, "repo:Acme/w*:ref:refs/heads/main"]],
    ],
  ],
  [
    "names in a custom trust policy, if the repository sends ids",
    { 2: WITH_IDS, ...own(MAIN) },
    [["R27", undefined, [`${SUB}.0`, MAIN]]],
  ],
])("a role's risks are %s", (_, lines, expected) => {
  const [role] = parseConfig(fileWith(lines), NAME).accounts[0].roles;

  expect(role.risks.map(inShort)).toStrictEqual(expected);
});

test("each rule that is not about the trust policy has a place in the role", () => {
  const others = Object.entries(NEIGHBOURS).flatMap(([id, { place }]) =>
    place.path.length === 0 ? [id] : [],
  );

  expect(Object.keys(ELSEWHERE)).toStrictEqual(others);
});
