import { roleOfPolicy } from "../../lib/explain/candidates";
import { explainToken } from "../../lib/explain/explain";
import { tokenOfSubject } from "../../lib/explain/token";
import { parsePolicy } from "../../lib/policy/parse";
import { WITH_IDS } from "../config/access-file";
import { ISSUER } from "../support/github";
import { explained, NOW, tokenWith } from "./explained";
import { customPolicy, policyWith } from "./files";

/** The outcome, and the code, message and fix of the first cause. */
function answer(policy: object, sub: string, aud: string | undefined): readonly (string | undefined)[] {
  const document = parsePolicy(policy, "trust");
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  const { outcome, denial } = explainToken(
    [roleOfPolicy("role", document, undefined)],
    tokenOfSubject(sub, aud, ISSUER),
    undefined,
    NOW,
  );
  const [cause] = denial?.causes ?? [];
  return cause === undefined ? [outcome] : [outcome, cause.code, cause.message, cause.fix];
}

const NAMES = "repo:acme/web:ref:refs/heads/main";
const IN_CHINA = { Principal: { Federated: `arn:aws-cn:iam::123456789012:oidc-provider/${ISSUER}` } };
const STRING_EQUALS = "StringEquals";

test.each<[aud: string | readonly string[], given: string | undefined, expected: readonly string[]]>([
  ["sts.amazonaws.com", undefined, ["allowed"]],
  [["https://github.com/acme", "sts.amazonaws.com"], undefined, ["allowed"]],
  ["https://github.com/acme", "https://github.com/acme", ["allowed"]],
  [
    "https://github.com/acme",
    undefined,
    [
      "denied",
      "audience",
      "the role's trust policy expects the audience https://github.com/acme (GitHub's default audience); aws-actions/configure-aws-credentials requests sts.amazonaws.com",
      "write sts.amazonaws.com for aud in the role's trust policy. Every step of every job can get a token with GitHub's default audience",
    ],
  ],
  [
    "sigstore",
    undefined,
    [
      "denied",
      "audience",
      "the role's trust policy expects the audience sigstore; aws-actions/configure-aws-credentials requests sts.amazonaws.com",
      "write sts.amazonaws.com for aud in the role's trust policy. Or, if the role is for other tokens, set the input audience of aws-actions/configure-aws-credentials to sigstore",
    ],
  ],
  [
    "sts.amazonaws.com",
    "sts.amazonaws.com:acme",
    [
      "denied",
      "audience",
      "the role's trust policy expects the audience sts.amazonaws.com; the token has sts.amazonaws.com:acme",
      "request the audience sts.amazonaws.com: set the input audience of aws-actions/configure-aws-credentials, or add &audience=sts.amazonaws.com to your own request",
    ],
  ],
  [
    "sts.amazonaws.com",
    "sts.amazonaws.com.cn",
    [
      "denied",
      "audience",
      "the role's trust policy expects the audience sts.amazonaws.com; the token has the audience of another AWS partition, sts.amazonaws.com.cn",
      "request the audience sts.amazonaws.com: set the input audience of aws-actions/configure-aws-credentials, or add &audience=sts.amazonaws.com to your own request",
    ],
  ],
])("a role that expects the audience %j, and a token with %s", (aud, given, expected) => {
  const policy = policyWith([
    [STRING_EQUALS, "aud", aud],
    ["StringLike", "sub", NAMES],
  ]);

  expect(answer(policy, NAMES, given)).toStrictEqual(expected);
});

test.each<[aud: string, expected: string]>([
  ["sts.amazonaws.com.cn", "allowed"],
  ["sts.amazonaws.com", "denied"],
])("a role in China that expects %s: a workflow requests the audience of China", (aud, expected) => {
  const policy = policyWith(
    [
      [STRING_EQUALS, "aud", aud],
      ["StringLike", "sub", NAMES],
    ],
    IN_CHINA,
  );

  expect(answer(policy, NAMES, undefined)[0]).toBe(expected);
});

const BRANCH = "repo:acme/web:ref:refs/heads/main";

test.each<[operator: string, sub: string, code: string, fix: string]>([
  [
    "StringEquals",
    "repo:acme/*",
    "literal-wildcard",
    `use StringLike for this condition, or write the exact subject, such as ${BRANCH}`,
  ],
  [
    "StringEquals",
    "*",
    "literal-wildcard",
    `use StringLike for this condition, or write the exact subject, such as ${BRANCH}`,
  ],
  [
    "StringEqualsIgnoreCase",
    "repo:acme/web*:*",
    "literal-wildcard",
    `use StringLike for this condition, or write the exact subject, such as ${BRANCH}`,
  ],
  ["StringLike", "repo:acme/web/*", "misspelled-subject", "write repo:acme/web:*"],
  ["StringLike", "acme/web:*", "misspelled-subject", "write repo:acme/web:*"],
  ["StringLike", "repo:https://github.com/acme/web:*", "misspelled-subject", "write repo:acme/web:*"],
  ["StringLike", `${BRANCH} `, "misspelled-subject", `write ${BRANCH}`],
  ["StringLike", "repo:acme/{web,api}:*", "misspelled-subject", "write repo:acme/web:* and repo:acme/api:*"],
  [
    "StringLike",
    `repo:\${var.owner}/web:*`,
    "misspelled-subject",
    "write the subject as a token has it: repo:OWNER/REPOSITORY: and then ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request",
  ],
])("the first cause for %s %j is %s", (operator, sub, code, fix) => {
  const [outcome, cause, , advice] = answer(
    policyWith([[operator, "sub", sub]]),
    BRANCH,
    "sts.amazonaws.com",
  );

  expect([outcome, cause, advice]).toStrictEqual(["denied", code, fix]);
});

test.each<[string, readonly (readonly [string, string, string])[]]>([
  [
    "two subjects",
    [
      ["StringEquals", "sub", BRANCH],
      ["StringLike", "sub", "repo:acme/web:environment:prod"],
    ],
  ],
  [
    "a branch and the claim environment",
    [
      ["StringEquals", "sub", BRANCH],
      ["StringLike", "environment", "prod"],
    ],
  ],
  [
    "two branches",
    [
      ["StringEquals", "sub", BRANCH],
      ["StringLike", "ref", "refs/heads/dev"],
    ],
  ],
  [
    "the ids of two repositories",
    [
      ["StringEquals", "sub", "repo:acme@1/web@2:pull_request"],
      ["StringLike", "repository_id", "3"],
    ],
  ],
])("the only cause for %s in one statement is that no token has both", (_, conditions) => {
  const policy = policyWith(conditions.map(([operator, claim, value]) => [operator, claim, value]));
  const document = parsePolicy(policy, "trust");
  if ("problems" in document) throw new Error("unreadable");
  const token = tokenOfSubject(BRANCH, "sts.amazonaws.com", ISSUER);
  const { denial } = explainToken([roleOfPolicy("role", document, undefined)], token, undefined, NOW);

  expect(denial?.causes.map(({ code }) => code)).toStrictEqual(["excluding-conditions"]);
});

test("conditions exclude each other in subjects of the default template only", () => {
  const sub = "repo:acme@1/web@2:ref:refs/heads/main";
  const document = policyWith([
    ["StringLike", "sub", sub],
    ["StringEquals", "environment", "production"],
  ]);
  const withTemplate = customPolicy(document).replace(
    "  owner: acme\n",
    `${WITH_IDS}\n  subjectTemplates: [{ claims: [repo, ref], repositories: web }]\n`,
  );
  const codes = (file: string) => explained(file, tokenWith(sub)).denial?.causes.map(({ code }) => code);

  expect(codes(customPolicy(document))).toStrictEqual(["excluding-conditions"]);
  expect(codes(withTemplate)).toStrictEqual(["missing-claim"]);
});
