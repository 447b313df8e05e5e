import { problemsOfParts, problemsOfRoles } from "../../../lib/config/checks/roles";
import { validValues } from "../../../lib/config/checks/valid-values";
import { yamlFile } from "../../../lib/config/file/yaml-file";
import { fileContext } from "../../../lib/config/file-context";
import { parseConfig } from "../../../lib/config/load";
import { pathText } from "../../../lib/config/problem";
import { accessFile } from "../../../lib/config/schema/access-file";
import { schemaProblems } from "../../../lib/config/schema/schema-problems";
import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  NAME,
  problemLines,
  secondAccount,
  secondRole,
} from "../access-file";
import { ACCOUNT_KEYS, ROLE_KEYS } from "../file-keys";
import { broken, isNot, unknownKey, type Wording } from "../problem-texts";

const PATTERN: Lines = { 8: "          - { repository: a-*, branch: main }" };
const R07 = `8:13 accounts[0].roles[0].trust[0]: ${broken("R07", '"repo:acme/a-*:ref:refs/heads/main"')}`;

const ACCOUNT_NAME: Wording = [
  "an account name",
  "1 to 64 letters, digits and . _ -, starting with a letter or digit",
];

/** Repositories of 254 characters each: 18 fill the first policy. */
const TWO_POLICIES = `          repositories: [${Array.from({ length: 19 }, (_, index) => `${"r".repeat(250)}-${100 + index}`).join(", ")}]`;
const TAKEN =
  '10:25 accounts[0].roles[0].ecr.repositories: the role\'s repositories need a further policy, and another role has a policy of its name, "GitHubActionsECRPolicy-2". Change policyName of one role';
const NAMED_SO = secondRole("name: B", "policyName: GitHubActionsECRPolicy-2");

/** The value of a text. */
function placeOf(text: string) {
  const file = yamlFile(text);
  if ("errors" in file) throw new TypeError("no YAML");
  return { value: file.value, path: [] };
}

/** The paths of the problems of valid roles, and of valid trust. */
function pathsOfParts(lines: Lines): readonly string[] {
  const file = placeOf(fileWith(lines));
  const context = fileContext(file);
  if (context === undefined) throw new TypeError("an invalid github");
  const { error } = accessFile.safeParse(file.value);
  const invalid =
    error === undefined ? [] : schemaProblems(error, { value: file.value, source: () => undefined });
  const valid = { value: validValues(file.value, invalid), path: [] };
  return problemsOfParts(valid, context).map(({ path }) => pathText(path));
}

describe("roles of a file with other errors", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "a role whose account has a wrong name",
      { ...PATTERN, 11: "    name: a b" },
      [R07, `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`],
    ],
    [
      "a role whose account has an unknown key",
      { ...PATTERN, 11: "    nme: a" },
      [R07, `11:5 accounts[0].nme: ${unknownKey("nme", "name", ACCOUNT_KEYS)}`],
    ],
    [
      "a role beside an invalid one",
      { ...PATTERN, 11: secondRole("name: B", "polcyName: x") },
      [R07, `14:9 accounts[0].roles[1].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`],
    ],
    [
      "a role of another account than the one that is wrong",
      {
        4: '  - id: "12"',
        11: secondAccount("210987654321", "b", "trust: [{ repository: b-*, branch: main }]"),
      },
      [
        '4:9 accounts[0].id: expected an AWS account id (12 digits in quotes), got "12"',
        `16:17 accounts[1].roles[0].trust[0]: ${broken("R07", '"repo:acme/b-*:ref:refs/heads/main"')}`,
      ],
    ],
    [
      "a role in a file whose values are right by themselves and wrong together",
      { ...PATTERN, 11: secondRole("trust: [{ repository: web, tag: v1 }]", "policyName: x") },
      [
        R07,
        '11:9 accounts[0].roles[1]: duplicate role name "GitHubActionsECRRole" in this account (case is ignored). A role without name is GitHubActionsECRRole. The other: access.yaml:7:9 accounts[0].roles[0]',
      ],
    ],
    [
      "a role by the length that its account allows, though its account has a wrong name",
      {
        8: `          - { subject: "${"repo:acme/web:environment:".padEnd(1695, "a")}" }`,
        11: "    name: a b\n    trustPolicyCharacters: 2049",
      },
      [
        "8:11 accounts[0].roles[0].trust: expected a trust policy of at most 2049 characters, got 2050. Split the entries over several roles, or use repository patterns. If AWS has raised the account's quota, set trustPolicyCharacters (at most 8192)",
        `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`,
      ],
    ],
    [
      "only the form of a custom trust policy",
      {
        7: "      - trustPolicy: { Version: 1 }",
        8: `        ${accepting("R08")}`,
        11: "    name: a b",
      },
      [
        "7:22 accounts[0].roles[0].trustPolicy.Statement: missing. Expected a statement or a list of statements",
        "7:33 accounts[0].roles[0].trustPolicy.Version: expected a policy version (2012-10-17), got 1",
        `11:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`,
      ],
    ],
    [
      "a further policy by the name of another role's, though their account has a wrong name",
      { 10: TWO_POLICIES, 11: `${NAMED_SO}\n    name: a b` },
      [TAKEN, `16:11 accounts[0].name: ${isNot(ACCOUNT_NAME, '"a b"')}`],
    ],
    [
      "a further policy by the name of another role's, though a third role is wrong",
      { 10: TWO_POLICIES, 11: `${NAMED_SO}\n${secondRole("name: C", "polcyName: x")}` },
      [TAKEN, `19:9 accounts[0].roles[2].polcyName: ${unknownKey("polcyName", "policyName", ROLE_KEYS)}`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines, readonly string[]]>([
    ["one that violates no rule", { 11: "    name: a b" }, []],
    ["one that violates a rule", { ...PATTERN, 11: "    name: a b" }, ["accounts[0].roles[0].trust[0]"]],
    ["none with an unknown key, which may be acceptRisks", { ...PATTERN, 11: "        polcyName: x" }, []],
    ["none with invalid accepted risks", { ...PATTERN, 11: "        acceptRisks: R07" }, []],
    ["none with an invalid entry of trust", { 8: `${PATTERN[8]}\n          - { repository: b-* }` }, []],
    [
      "the trust of one with another invalid value",
      { ...PATTERN, 10: "          repositories: [W]", 11: "        maxSessionSeconds: 1" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust of one with another invalid value, not what it accepts",
      { ...PATTERN, 10: "          repositories: [W]", 11: `        ${accepting("R07", "R35")}` },
      [],
    ],
    [
      "the trust in an account with an invalid id",
      { ...PATTERN, 4: "  - id: 12" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid region",
      { ...PATTERN, 5: "    region: mars" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid audience",
      { ...PATTERN, 11: "    audience: '*'" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "the trust in an account with an invalid quota",
      { ...PATTERN, 11: "    trustPolicyCharacters: 1" },
      ["accounts[0].roles[0].trust[0]"],
    ],
    [
      "none without an id that its tokens contain",
      {
        2: "  owner: acme\n  owners: { acme: { id: 1, subject: immutable } }",
        8: "          - { repository: [web, a-*], branch: main }",
      },
      [],
    ],
    [
      "another beside one without an id",
      {
        2: "  owner: acme\n  repositories: { web: { subject: immutable } }",
        11: secondRole("name: B", "trust: [{ repository: a-*, branch: main }]"),
      },
      ["accounts[0].roles[1].trust[0]"],
    ],
    [
      "each, without the policy names of an invalid role",
      {
        10: TWO_POLICIES,
        11: secondRole("name: B", "policyName: GitHubActionsECRPolicy-2", "polcyName: x"),
      },
      [],
    ],
    [
      "no further policy by the name of another account's",
      {
        10: TWO_POLICIES,
        11: secondAccount("210987654321", "b", "policyName: GitHubActionsECRPolicy-2"),
      },
      [],
    ],
  ])("are checked: %s", (_, lines, paths) => {
    expect(pathsOfParts(lines)).toStrictEqual(paths);
  });

  test.each<[string, unknown]>([
    ["no accounts", {}],
    ["accounts of other kinds", { accounts: ["x", 5, { roles: ["x", null] }, { roles: 5 }] }],
  ])("are not checked if there are none: %s", (_, keys) => {
    const file = { value: { github: { owner: "acme" }, ...(keys as object) }, path: [] };
    const context = fileContext(file);
    if (context === undefined) throw new TypeError("an invalid github");

    expect(problemsOfParts(file, context)).toStrictEqual([]);
  });
});

describe("roles of a file without other errors", () => {
  test("have no problems in a valid file, in whole or in part", () => {
    const text = fileWith();

    expect(problemsOfRoles(parseConfig(text, NAME), placeOf(text))).toStrictEqual([]);
    expect(pathsOfParts({})).toStrictEqual([]);
  });

  test.each<[string, Lines, readonly string[]]>([
    ["by the rules they break", PATTERN, [R07]],
    ["by the names of their further policies", { 10: TWO_POLICIES, 11: NAMED_SO }, [TAKEN]],
    [
      "in each account, at their own places",
      {
        ...PATTERN,
        11: secondAccount("210987654321", "b", "trust: [{ repository: b-*, branch: main }]"),
      },
      [R07, `16:17 accounts[1].roles[0].trust[0]: ${broken("R07", '"repo:acme/b-*:ref:refs/heads/main"')}`],
    ],
  ])("rejects them %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });
});
