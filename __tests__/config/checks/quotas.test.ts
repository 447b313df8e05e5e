import { parsedConfig } from "../../../lib/config/load";
import { ecrPolicy } from "../../../lib/policy/ecr-policy";
import { subjectPatterns } from "../../../lib/policy/subject";
import { trustPolicy } from "../../../lib/policy/trust-policy";
import { fileWith, inFile, type Lines, NAME, numbered, problemLines } from "../access-file";

/** Entries that come to 1,987 characters and those of the last name. */
const trusted = (last: number): string =>
  `          - { repository: [${[...numbered(35, "repository-"), "r".repeat(last)].join(", ")}], branch: main }`;

/** Repositories that come to 5,898 characters and those of the last name. */
const pushed = (last: number): string =>
  `          repositories: [${[...numbered(82, "repository-"), "r".repeat(last)].join(", ")}]`;

const TRUST_2049 =
  "accounts[0].roles[0].trust: makes a trust policy of 2049 characters; allowed: 2048; name repositories by a pattern, or divide the entries among several roles";
const ECR_6145 =
  "accounts[0].roles[0].ecr.repositories: makes an ECR policy of 6145 characters; allowed: 6144; name repositories by a pattern, or divide them among several roles";

test("a trust policy of 2,048 characters and an ECR policy of 6,144 are taken", () => {
  const [account] = parsedConfig(fileWith({ 8: trusted(61), 10: pushed(246) }), NAME).accounts;
  const [role] = account.roles;
  const trust = trustPolicy({
    providerArn: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    audience: account.audience,
    subjects: subjectPatterns(role.trust),
  });

  expect(JSON.stringify(trust)).toHaveLength(2048);
  expect(JSON.stringify(ecrPolicy(account, role.ecr))).toHaveLength(6144);
});

test.each<[string, Lines, readonly string[]]>([
  ["a trust policy of 2,049 characters", { 8: trusted(62) }, [`8:11 ${TRUST_2049}`]],
  ["an ECR policy of 6,145 characters", { 10: pushed(247) }, [`10:25 ${ECR_6145}`]],
  ["both", { 8: trusted(62), 10: pushed(247) }, [`8:11 ${TRUST_2049}`, `10:25 ${ECR_6145}`]],
  [
    "both in a file with other problems, of the role itself too",
    { 8: trusted(62), 10: pushed(247), 11: "state: {}", 12: "owner: x" },
    [
      `8:11 ${TRUST_2049}`,
      `10:25 ${ECR_6145}`,
      "11:8 state: has none; needed: exactly one of local, s3, gcs, azurerm, http, pg, cloud, remote, partial",
      '12:1 owner: is not a key here; did you mean state? allowed: github, state, accounts; given: "owner"',
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test("white space is not counted", () => {
  const spaced = (count: number): string =>
    `${trusted(1)}\n          - { repository: r, environment: "${"a ".repeat(count)}" }`;

  expect(problemLines(fileWith({ 8: spaced(33) }))).toStrictEqual([]);
  expect(problemLines(fileWith({ 8: spaced(34) }))).toStrictEqual(inFile([`8:11 ${TRUST_2049}`]));
});
