import { parseConfig } from "../../lib/config/load";
import { accessOf } from "../../lib/report/access";
import { reachText } from "../../lib/report/words";
import { fileWith, inFile, type Lines, NAME, problemLines } from "./access-file";

const profile = (name: string, { account = "123456789012", region = "ap-northeast-2" } = {}): string =>
  `arn:aws:signer:${region}:${account}:/signing-profiles/${name}`;
const signed = (...profiles: readonly string[]): Lines => ({
  11: `          signingProfileArn: [${profiles.map((arn) => `"${arn}"`).join(", ")}]`,
});

const LOGIN = { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" };
const sign = (resource: string | readonly string[]) => ({
  Sid: "SignImages",
  Effect: "Allow",
  Action: ["signer:SignPayload"],
  Resource: resource,
});

test.each<[string, Lines, object]>([
  [
    "one profile",
    { 11: `          signingProfileArn: ${profile("web")}` },
    sign("arn:aws:signer:ap-northeast-2:123456789012:/signing-profiles/web"),
  ],
  [
    "several profiles, each once",
    signed(profile("web"), profile("team_1"), profile("web")),
    sign([
      "arn:aws:signer:ap-northeast-2:123456789012:/signing-profiles/web",
      "arn:aws:signer:ap-northeast-2:123456789012:/signing-profiles/team_1",
    ]),
  ],
])("a role with %s may sign with nothing else", (_, lines, statement) => {
  const [role] = parseConfig(fileWith(lines), NAME).accounts[0].roles;
  const [policy, ...others] = role.policies;
  const [login, push, ...further] = policy.document.Statement;

  expect(others).toStrictEqual([]);
  expect(login).toStrictEqual(LOGIN);
  expect(push).toMatchObject({ Sid: "ECRPushPull" });
  expect(further).toStrictEqual([statement]);
  expect(role.risks.map(({ rule }) => rule.id)).not.toContain("R33");
});

test("elements of ecr share one statement for their profiles", () => {
  const lines = {
    9: "        ecr:",
    10: `          - { repositories: web, signingProfileArn: "${profile("web")}" }
          - { repositories: api, access: push-pull, signingProfileArn: "${profile("api")}" }`,
  };
  const [role] = parseConfig(fileWith(lines), NAME).accounts[0].roles;

  expect(role.policies.map(({ document }) => document.Statement.map(({ Sid }) => Sid))).toHaveLength(1);
  expect(role.policies[0].document.Statement.at(-1)).toStrictEqual(sign([profile("web"), profile("api")]));
});

test("a role without a profile has no right to sign", () => {
  const [{ document }] = parseConfig(fileWith({}), NAME).accounts[0].roles[0].policies;

  expect(JSON.stringify(document)).not.toContain("signer:");
});

test("reports name the profiles", () => {
  const [role] = accessOf(parseConfig(fileWith(signed(profile("web"), profile("api"))), NAME)).roles;

  expect(role?.signingProfileArns).toStrictEqual([profile("web"), profile("api")]);
  expect(role && reachText(role)).toMatch(/^push to .* in ap-northeast-2 \(signed with web, api\)$/);
});

const AT = "11:31 accounts[0].roles[0].ecr.signingProfileArn[0]";

test.each<[string, Lines, readonly string[]]>([
  [
    "a profile of another account",
    signed(profile("web", { account: "210987654321" })),
    [`${AT}: expected an ARN of account 123456789012, got "${profile("web", { account: "210987654321" })}"`],
  ],
  [
    "a profile of another partition, once",
    signed("arn:aws-cn:signer:cn-north-1:123456789012:/signing-profiles/web"),
    [
      `${AT}: expected an ARN that starts with arn:aws:, got "arn:aws-cn:signer:cn-north-1:123456789012:/signing-profiles/web"`,
    ],
  ],
  [
    "a profile of another region",
    signed(profile("web", { region: "eu-west-1" })),
    [
      `${AT}: expected a signing profile in a region of the ECR repositories (ap-northeast-2), got "${profile("web", { region: "eu-west-1" })}"`,
    ],
  ],
  [
    "a profile for a role that only pulls",
    {
      11: `          signingProfileArn: "${profile("web")}"
          access: pull`,
    },
    [
      '11:11 accounts[0].roles[0].ecr.signingProfileArn: expected access: push or push-pull beside it, got "pull". ECR signs images when they are pushed',
    ],
  ],
  [
    "the name of a profile",
    signed("web"),
    [
      `${AT}: expected the ARN of a signing profile (arn:PARTITION:signer:REGION:ACCOUNT:/signing-profiles/NAME), got "web"`,
    ],
  ],
  [
    "a wildcard",
    signed(profile("*")),
    [
      `${AT}: expected the ARN of a signing profile (arn:PARTITION:signer:REGION:ACCOUNT:/signing-profiles/NAME), got "${profile("*")}"`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test.each<[string, string]>([
  [
    "a region of the repositories",
    `region: [us-east-1, eu-west-1], signingProfileArn: "${profile("web", { region: "eu-west-1" })}"`,
  ],
  [
    "the account of the repositories",
    `account: "210987654321", signingProfileArn: "${profile("web", { account: "210987654321" })}"`,
  ],
  ["a role that also lists", `access: [push, read], signingProfileArn: "${profile("web")}"`],
])("accepts a profile for %s", (_, keys) => {
  expect(problemLines(fileWith({ 9: `        ecr: { repositories: web, ${keys} }`, 10: "" }))).toStrictEqual(
    [],
  );
});
