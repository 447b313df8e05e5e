import { ISSUER } from "../../support/github";
import { accepting, fileWith, inFile, type Lines, problemLines } from "../access-file";
import { broken } from "../problem-texts";

const OWN = "accounts[0].roles[0].trustPolicy";
const STATEMENT_KEYS =
  "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";
const MAIN = "repo:acme/web:ref:refs/heads/main";

/** A role with a custom trust policy, from line 8 on. */
function own(...lines: readonly string[]): Lines {
  return { 7: "      - trustPolicy:", 8: lines.map((line) => `          ${line}`).join("\n") };
}

/** A document with one statement, whose test of `sub` is line 16 and its value from column 62 on. */
function letting(subjects: string, issuer = ISSUER, audience = "StringEquals"): Lines {
  return own(
    'Version: "2012-10-17"',
    "Statement:",
    "  - Effect: Allow",
    `    Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/${issuer}" }`,
    "    Action: sts:AssumeRoleWithWebIdentity",
    "    Condition:",
    `      ${audience}: { "${issuer}:aud": sts.amazonaws.com }`,
    "      StringLike:",
    `        "${issuer}:sub": ${subjects}`,
  );
}

/** A document with a second statement, which is line 17 and begins at column 15. */
function withStatement(lines: Lines, statement: string): Lines {
  return { ...lines, 8: `${lines[8]}\n            - ${statement}` };
}

const STATEMENT = "expected a statement (a map with the keys Effect, Principal, Action, Condition), got";
const EVERYONE = 'expected principals by name, got "*", which allows everyone';
const SUB = `${OWN}.Statement[0].Condition.StringLike["${ISSUER}:sub"]`;

describe("a document's form", () => {
  test.each<[string, Lines, readonly string[]]>([
    [
      "an element that no policy has",
      own('version: "2012-10-17"', "Statement: { Effect: Deny, Principal: '*', Action: '*' }"),
      [`8:20 ${OWN}.version: unknown key "version". Allowed keys: Version, Id, Statement`],
    ],
    [
      "a version that is none",
      own("Version: 2012-10-18", "Statement: { Effect: Deny, Principal: '*', Action: '*' }"),
      [`8:20 ${OWN}.Version: expected a policy version (2012-10-17), got "2012-10-18"`],
    ],
    [
      "an empty list of statements",
      own("Statement: []"),
      [`8:22 ${OWN}.Statement: expected a statement or a list of statements, got []`],
    ],
    [
      "a document without statements, once",
      own('Version: "2012-10-17"'),
      [`8:11 ${OWN}.Statement: missing. Expected a statement or a list of statements`],
    ],
    [
      "a document without anything in it",
      own("{}"),
      [`8:11 ${OWN}.Statement: missing. Expected a statement or a list of statements`],
    ],
    ["a statement that is text, once", own("Statement: x"), [`8:22 ${OWN}.Statement: ${STATEMENT} "x"`]],
    ["statements left empty", own("Statement:"), [`8:21 ${OWN}.Statement: ${STATEMENT} null`]],
    [
      "statements in a list that are no maps, each once",
      own("Statement:", "  - 5", "  - { Effect: Deny, Principal: '*', Action: '*' }", "  - []"),
      [`9:15 ${OWN}.Statement[0]: ${STATEMENT} 5`, `11:15 ${OWN}.Statement[2]: ${STATEMENT} []`],
    ],
    [
      "invalid principals",
      own(
        "Statement:",
        "  - { Effect: Allow, Action: x, Principal: x }",
        "  - { Effect: Allow, Action: x, Principal: {} }",
        "  - { Effect: Allow, Action: x, Principal: { AWS: [] } }",
        "  - { Effect: Allow, Action: x, Principal: { AWS: 5 } }",
      ),
      [
        `9:54 ${OWN}.Statement[0].Principal: expected a principal ("*" or a map such as { Federated: ARN }), got "x"`,
        `10:54 ${OWN}.Statement[1].Principal: expected a map such as { Federated: ARN }, got {}`,
        `11:61 ${OWN}.Statement[2].Principal.AWS: expected a string or a list of strings, got []`,
        `12:61 ${OWN}.Statement[3].Principal.AWS: expected a string or a list of strings, got 5`,
      ],
    ],
    [
      "its form alone, whatever its length and the role's acceptances",
      {
        ...own(
          'Version: "2012-10-18"',
          `Statement: { Effect: Allow, Principal: '*', Action: ${"x".repeat(2049)} }`,
        ),
        11: `        ${accepting("R01", "R08", "R08")}`,
      },
      [`8:20 ${OWN}.Version: expected a policy version (2012-10-17), got "2012-10-18"`],
    ],
    [
      "every problem of every statement",
      own(
        "Statement:",
        "  - Effect: allow",
        "    principal: x",
        "    Resource: '*'",
        "  - Effect: Allow",
        "    Principal: { federated: x }",
        "    NotPrincipal: '*'",
        "    Action: x",
        "    NotAction: x",
        "  - { Effect: Deny, Principal: '*', Action: '*', Condition: { Bool: { a: 'true' } }, sid: x }",
      ),
      [
        `9:15 ${OWN}.Statement[0]: expected exactly one of Action and NotAction, got none`,
        `9:15 ${OWN}.Statement[0]: expected exactly one of Principal and NotPrincipal, got none`,
        `9:23 ${OWN}.Statement[0].Effect: expected Allow or Deny, got "allow"`,
        `10:26 ${OWN}.Statement[0].principal: unknown key "principal". Allowed keys: ${STATEMENT_KEYS}`,
        `11:25 ${OWN}.Statement[0].Resource: not allowed in a trust policy. Remove it`,
        `12:15 ${OWN}.Statement[1]: expected exactly one of Action and NotAction, got both`,
        `12:15 ${OWN}.Statement[1]: expected exactly one of Principal and NotPrincipal, got both`,
        `17:101 ${OWN}.Statement[2].sid: unknown key "sid". Allowed keys: ${STATEMENT_KEYS}`,
      ],
    ],
    [
      "a kind of principal that is none",
      own("Statement: { Effect: Allow, Action: x, Principal: { federated: x } }"),
      [
        `8:74 ${OWN}.Statement.Principal.federated: unknown key "federated". Allowed keys: AWS, Federated, Service, CanonicalUser`,
      ],
    ],
    [
      "an effect that is left out",
      own("Statement: { Action: x, Principal: '*' }"),
      [`8:22 ${OWN}.Statement.Effect: missing. Expected Allow or Deny`],
    ],
  ])("rejects %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test("rejects conditions, operators and values that are no maps or texts, each at its place", () => {
    const lines = own(
      "Statement:",
      "  - { Effect: Deny, Principal: '*', Action: [x, { y: z }] }",
      "  - { Effect: Deny, Principal: '*', Action: x, Condition: [x] }",
      "  - { Effect: Deny, Principal: '*', Action: x, Condition: { StringLike: x } }",
      "  - { Effect: Deny, Principal: '*', Action: x, Condition: { StringLike: { a: [x, { b: c }] } } }",
    );

    expect(problemLines(fileWith(lines)).map((line) => line.slice(0, line.indexOf(": ")))).toStrictEqual(
      inFile([
        `9:59 ${OWN}.Statement[0].Action[1]`,
        `10:69 ${OWN}.Statement[1].Condition`,
        `11:83 ${OWN}.Statement[2].Condition.StringLike`,
        `12:92 ${OWN}.Statement[3].Condition.StringLike.a[1]`,
      ]),
    );
  });
});

describe("what a policy allows", () => {
  const noWorkflow = (host: string): string =>
    `8:11 ${OWN}: expected a statement that allows sts:AssumeRoleWithWebIdentity for the OIDC provider of ${host}. Without it, no workflow can assume the role`;
  const user =
    "Statement: { Effect: Allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: sts:AssumeRole }";

  test.each<[string, Lines, readonly string[]]>([
    ["another principal alone", own('Version: "2012-10-17"', user), [noWorkflow(ISSUER)]],
    [
      "another action alone",
      own(
        `Statement: { Effect: Allow, Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/${ISSUER}' }, Action: sts:TagSession }`,
      ),
      [noWorkflow(ISSUER)],
    ],
    ["only another provider than GitHub", letting(`"${MAIN}"`, "gitlab.com"), [noWorkflow(ISSUER)]],
    [
      "no workflow of the file's host",
      { 2: "  owner: acme\n  host: git.example.com", ...own(user) },
      [noWorkflow("git.example.com/_services/token").replace("8:11", "9:11")],
    ],
    [
      "only those it keeps out",
      own(`Statement: { Effect: Deny, Principal: '*', Action: '*' }`),
      [noWorkflow(ISSUER)],
    ],
    [
      "characters past U+00FF",
      letting('"repo:acme/web:environment:배포"'),
      [`8:11 ${OWN}: expected characters up to U+00FF, as IAM requires, got "배"`],
    ],
    [
      "a character of two halves past U+00FF, in a place that no rule reads",
      own("Id: a🚀b", `Statement: { Effect: Allow, Principal: { AWS: x }, Action: sts:AssumeRole }`),
      [noWorkflow(ISSUER), `8:11 ${OWN}: expected characters up to U+00FF, as IAM requires, got "🚀"`],
    ],
    [
      "workflows of another GitHub alone",
      letting(`"${MAIN}"`, "git.example.com/_services/token"),
      [noWorkflow(ISSUER)],
    ],
    [
      "workflows of github.com alone, where the file's GitHub is another",
      { 2: "  owner: acme\n  host: acme.ghe.com", ...letting(`"${MAIN}"`) },
      [noWorkflow("token.actions.acme.ghe.com").replace("8:11", "9:11")],
    ],
    [
      "only workflows of github.com, if the file's enterprise has its own issuer",
      { 2: "  owner: acme\n  enterprise: acme-corp", ...letting(`"${MAIN}"`) },
      [noWorkflow(`${ISSUER}/acme-corp`).replace("8:11", "9:11")],
    ],
    [
      "everyone by another action, in each of two forms, and no workflow",
      own(
        "Statement:",
        "  - { Effect: Allow, Principal: '*', Action: sts:AssumeRole }",
        "  - { Effect: Allow, Principal: { AWS: ['*'] }, Action: 'sts:Tag*' }",
      ),
      [
        noWorkflow(ISSUER),
        `9:43 ${OWN}.Statement[0].Principal: ${EVERYONE}`,
        `10:43 ${OWN}.Statement[1].Principal: ${EVERYONE}`,
      ],
    ],
    [
      "everyone by another action beside a workflow",
      withStatement(letting(`"${MAIN}"`), "{ Effect: Allow, Principal: '*', Action: sts:AssumeRole }"),
      [`17:43 ${OWN}.Statement[1].Principal: ${EVERYONE}`],
    ],
    [
      "every repository of the owner",
      letting('"repo:acme/*:ref:refs/heads/main"'),
      [`16:62 ${SUB}: ${broken("R06", '"repo:acme/*:ref:refs/heads/main"')}`],
    ],
    [
      "two patterns among three, each at its own place",
      letting(`["repo:acme/*:environment:a", "${MAIN}", "repo:acme/w*:environment:b"]`),
      [
        `16:63 ${SUB}[0]: ${broken("R06", '"repo:acme/*:environment:a"')}`,
        `16:129 ${SUB}[2]: ${broken("R07", '"repo:acme/w*:environment:b"')}`,
      ],
    ],
    [
      "a repository of any owner",
      letting('"repo:*/web:ref:refs/heads/main"'),
      [`16:62 ${SUB}: ${broken("R03", '"repo:*/web:ref:refs/heads/main"')}`],
    ],
    [
      "another owner that the file does not name",
      letting('"repo:other/web:ref:refs/heads/main"'),
      [`16:62 ${SUB}: ${broken("R05", '"repo:other/web:ref:refs/heads/main"')}`],
    ],
    [
      "an owner by another id than the file's",
      {
        2: "  owner: acme\n  owners: { acme: { id: 1 } }",
        ...letting('"repo:acme@9/web@2:ref:refs/heads/main"'),
      },
      [`17:62 ${SUB}: ${broken("R05", '"repo:acme@9/web@2:ref:refs/heads/main"')}`],
    ],
    [
      "tokens for whatever audience",
      letting(`"${MAIN}"`, ISSUER, "StringEqualsIfExists"),
      [
        `14:84 ${OWN}.Statement[0].Condition.StringEqualsIfExists["${ISSUER}:aud"]: ${broken("R15", '"StringEqualsIfExists"')}`,
      ],
    ],
    [
      "everyone",
      own("Statement: { Effect: Allow, Principal: '*', Action: sts:AssumeRoleWithWebIdentity }"),
      [
        `8:22 ${OWN}.Statement: ${broken("R01", `"no condition on ${ISSUER}:sub"`)}`,
        `8:22 ${OWN}.Statement: ${broken("R17", `"no condition on ${ISSUER}:aud"`)}`,
        `8:50 ${OWN}.Statement.Principal: ${EVERYONE}`,
      ],
    ],
    [
      "whom an operator names that IAM does not have",
      letting(`"${MAIN}"`, ISSUER, "StringEqual"),
      [
        `14:17 ${OWN}.Statement[0].Condition.StringEqual: expected a condition operator with IAM's spelling, such as StringEquals or StringLike, got "StringEqual", did you mean StringEquals?`,
      ],
    ],
    [
      "whom a key of another issuer names",
      { ...letting(`"${MAIN}"\n                StringNotEquals: { "gitlab.com:sub": x }`) },
      [
        `17:36 ${OWN}.Statement[0].Condition.StringNotEquals["gitlab.com:sub"]: expected a condition key that starts with ${ISSUER}:, got "gitlab.com:sub"`,
      ],
    ],
    [
      "everyone but one",
      withStatement(
        letting(`"${MAIN}"`),
        "{ Effect: Allow, NotPrincipal: { AWS: '123456789012' }, Action: sts:AssumeRole }",
      ),
      [
        `17:46 ${OWN}.Statement[1].NotPrincipal: expected Principal, because IAM rejects NotPrincipal in a trust policy`,
      ],
    ],
  ])("rejects a policy that allows %s", (_, lines, problems) => {
    expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
  });

  test.each<[string, Lines]>([
    ["one branch", letting(`"${MAIN}"`)],
    [
      "workflows of the file's GitHub and of another",
      withStatement(
        letting(`"${MAIN}"`),
        "{ Effect: Allow, Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/git.example.com/_services/token' }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { 'git.example.com/_services/token:aud': sts.amazonaws.com, 'git.example.com/_services/token:sub': 'repo:acme/web:ref:refs/heads/main' } } }",
      ),
    ],
    [
      "one branch, and no one by another action",
      withStatement(letting(`"${MAIN}"`), "{ Effect: Deny, Principal: '*', Action: sts:AssumeRole }"),
    ],
    [
      "one branch, and another principal by its name",
      withStatement(
        letting(`"${MAIN}"`),
        "{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: sts:AssumeRole }",
      ),
    ],
    ["one branch, in a list", letting(`["${MAIN}"]`)],
    [
      "another owner that github.owners names",
      { 2: "  owner: acme\n  owners: { other: {} }", ...letting('"repo:other/web:ref:refs/heads/main"') },
    ],
    [
      "every repository of the owner, where that is accepted",
      { ...letting('"repo:acme/*:ref:refs/heads/main"'), 11: `        ${accepting("R06")}` },
    ],
    ["characters up to U+00FF", letting('"repo:acme/web:environment:prÿ"')],
    [
      "workflows of a GitHub Enterprise Server",
      {
        2: "  owner: acme\n  host: git.example.com",
        ...letting(`"${MAIN}"`, "git.example.com/_services/token"),
      },
    ],
  ])("accepts a policy that allows %s", (_, lines) => {
    expect(problemLines(fileWith(lines))).toStrictEqual([]);
  });
});
