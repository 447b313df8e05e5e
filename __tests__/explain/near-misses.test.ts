import { roleOfPolicy } from "../../lib/explain/candidates";
import type { CauseCode } from "../../lib/explain/causes/cause";
import { type Explanation, explainToken } from "../../lib/explain/explain";
import { tokenOfSubject } from "../../lib/explain/token";
import { parsePolicy } from "../../lib/policy/parse";
import { ACCOUNT, ISSUER, PROVIDER_ARN } from "../support/github";
import { NOW } from "./explained";
import { SUB } from "./files";

const ARN = PROVIDER_ARN;
const GHE_HOST = "token.actions.kim-lab.ghe.com";
const CONDITIONS = { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: SUB } };

function explained(changes: object, issuerHost = ISSUER): Explanation {
  const Statement = {
    Effect: "Allow",
    Principal: { Federated: ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: CONDITIONS,
    ...changes,
  };
  const document = parsePolicy({ Version: "2012-10-17", Statement }, "trust");
  if ("problems" in document) throw new Error(JSON.stringify(document.problems));
  const token = tokenOfSubject(SUB, "sts.amazonaws.com", issuerHost);
  return explainToken([roleOfPolicy("role", document, ACCOUNT)], token, undefined, NOW);
}

/** The outcome, and the code, the message and the fix of the first cause. */
function answer({ outcome, denial }: Explanation): readonly (string | undefined)[] {
  const cause = denial?.causes[0];
  return [outcome, cause?.code, cause?.message, cause?.fix];
}

const NOT_AN_ARN = "the Principal must be the ARN of the OIDC provider";
const HTTPS = "the ARN of an OIDC provider contains no https://";
const SLASH = "the ARN of an OIDC provider does not end with a slash";
const OTHER_ISSUER = "GitHub has another issuer";
const FORM = "the ARN of an OIDC provider is arn:PARTITION:iam::ACCOUNT:oidc-provider/ISSUER";
const LOWER_CASE = "the issuer in an ARN is in lower case";

test.each<[Federated: string, why: string, meant: string]>([
  [ISSUER, NOT_AN_ARN, ARN],
  [`https://${ISSUER}`, NOT_AN_ARN, ARN],
  [`https://${ISSUER}/`, NOT_AN_ARN, ARN],
  [`oidc-provider/${ISSUER}`, NOT_AN_ARN, ARN],
  ["vstoken.actions.githubusercontent.com", NOT_AN_ARN, ARN],
  ["github.com", NOT_AN_ARN, ARN],
  [ARN.replace(ISSUER, `https://${ISSUER}`), HTTPS, ARN],
  [ARN.replace(ISSUER, `http://${ISSUER}/`), HTTPS, ARN],
  [`${ARN}/`, SLASH, ARN],
  [`${ARN}/acme-corp/`, SLASH, `${ARN}/acme-corp`],
  [ARN.replace("token.", "vstoken."), OTHER_ISSUER, ARN],
  [ARN.replace("actions.", "action."), OTHER_ISSUER, ARN],
  [ARN.replace(ISSUER, "actions.githubusercontent.com"), OTHER_ISSUER, ARN],
  [ARN.replace(ISSUER, "token.actions.github.com"), OTHER_ISSUER, ARN],
  [ARN.replace(ISSUER, ISSUER.toUpperCase()), LOWER_CASE, ARN],
  [ARN.replace("oidc-provider/", "saml-provider/"), FORM, ARN],
  [ARN.replace("oidc-provider/", "oidc-providers/"), FORM, ARN],
  [ARN.replace("oidc-provider/", "oidc/"), FORM, ARN],
  [ARN.replace("oidc-provider/", ""), FORM, ARN],
  [ARN.replace("iam:", "iam:us-east-1"), FORM, ARN],
  [ARN.replace("iam:", "sts:"), FORM, ARN],
  [` ${ARN}`, FORM, ARN],
  [`${ARN}:sub`, FORM, ARN],
  [`${ARN}/acme/corp`, FORM, `${ARN}/acme`],
  [ARN.replace("arn:", ""), NOT_AN_ARN, ARN],
  [ARN.replace("123456789012", "1234"), FORM, ARN],
  [ARN.replace("123456789012", "<ACCOUNT_ID>"), FORM, ARN],
  [ARN.replace("123456789012", `\${AWS::AccountId}`), FORM, ARN],
  [ARN.replace(ISSUER, "kim-lab.ghe.com/_services/token"), OTHER_ISSUER, ARN.replace(ISSUER, GHE_HOST)],
  [ARN.replace(ISSUER, "kim-lab.ghe.com"), OTHER_ISSUER, ARN.replace(ISSUER, GHE_HOST)],
])("the cause for the principal %s is its spelling", (Federated, why, meant) => {
  expect(answer(explained({ Principal: { Federated } }))).toStrictEqual([
    "denied",
    "misspelled-provider",
    `the statement trusts ${Federated}; ${why}`,
    `write ${meant} as the Federated principal`,
  ]);
});

test.each<[principal: object, why: string, meant: string]>([
  [{ AWS: ARN }, "an OIDC provider is a Federated principal", ARN],
  [{ Service: ISSUER }, "an OIDC provider is a Federated principal", ARN],
])("the cause for the principal %j is its kind or its issuer", (Principal, why, meant) => {
  const [outcome, code, message, fix] = answer(explained({ Principal }));
  expect([outcome, code, fix]).toStrictEqual([
    "denied",
    "misspelled-provider",
    `write ${meant} as the Federated principal`,
  ]);
  expect(message).toContain(why);
});

test("the cause for a server without the path of its issuer is its spelling", () => {
  const [host, issuer] = ["git.acme.example", "git.acme.example/_services/token"];
  const Principal = { Federated: ARN.replace(ISSUER, host) };
  for (const prefix of [host, issuer]) {
    const Condition = { StringEquals: { [`${prefix}:sub`]: SUB } };
    expect(answer(explained({ Principal, Condition }, issuer))).toStrictEqual([
      "denied",
      "misspelled-provider",
      `the statement trusts ${Principal.Federated}; ${OTHER_ISSUER}`,
      `write ${ARN.replace(ISSUER, issuer)} as the Federated principal`,
    ]);
  }
});

test.each(["*", "arn:aws:iam::123456789012:oidc-provider/*"])(
  "the cause for the principal %s is the wildcard",
  (Federated) => {
    const { outcome, denial } = explained({ Principal: { Federated } });
    // AWS does not document what a wildcard alone means for providers, and allows none inside an ARN.
    expect([outcome, denial?.causes.map(({ code }) => code)]).toStrictEqual(
      Federated === "*" ? ["undetermined", ["principal"]] : ["denied", ["misspelled-provider"]],
    );
    expect(denial?.causes[0]?.fix).toContain("as the Federated principal");
  },
);

test.each([
  "accounts.google.com",
  "arn:aws:iam::123456789012:oidc-provider/gitlab.com",
  "arn:aws:iam::123456789012:oidc-provider/evil.token.actions.githubusercontent.com",
  "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com.evil.com",
  "arn:aws:iam::123456789012:oidc-provider/token.actions.ghe.com",
  "arn:aws:iam::123456789012:saml-provider/acme",
  "arn:aws:iam::123456789012:role/github.com",
  `${"a".repeat(600)}.github.com`,
])("the principal %s is another one, not a misspelled one", (Federated) => {
  expect(answer(explained({ Principal: { Federated } }))[1]).toMatch(/^(?:principal|other-github-host)$/);
});

test.each<[key: string, meant: string]>([
  [`https://${ISSUER}:sub`, `${ISSUER}:sub`],
  [`http://${ISSUER}:sub`, `${ISSUER}:sub`],
  [`${ISSUER}/:sub`, `${ISSUER}:sub`],
  [`${ISSUER}/acme-corp:sub`, `${ISSUER}:sub`],
  [`${ISSUER}/sub`, `${ISSUER}:sub`],
  [`${ISSUER}.sub`, `${ISSUER}:sub`],
  [` ${ISSUER}:sub`, `${ISSUER}:sub`],
  [`${ARN}:sub`, `${ISSUER}:sub`],
  ["vstoken.actions.githubusercontent.com:sub", `${ISSUER}:sub`],
  ["actions.githubusercontent.com:job_workflow_ref", `${ISSUER}:job_workflow_ref`],
  [`${GHE_HOST}:sub`, `${ISSUER}:sub`],
  ["sub", `${ISSUER}:sub`],
  ["subject", `${ISSUER}:sub`],
])("the cause for the condition key %j is its spelling, not a claim that is missing", (key, meant) => {
  for (const Condition of [{ StringLike: { [key]: "*" } }, { ...CONDITIONS, StringLike: { [key]: SUB } }]) {
    expect(answer(explained({ Condition }))).toStrictEqual([
      "denied",
      "misspelled-key",
      `AWS never fills the condition key ${key} for this token, so the condition never holds`,
      `write ${meant}`,
    ]);
  }
});

test("the spelling of a key comes before the audience and the subject, which match no more", () => {
  const Condition = {
    StringEquals: { [`${ISSUER}:aud`]: "other", [`${ISSUER}:sub`]: "repo:acme/api:pull_request" },
    StringLike: { [`https://${ISSUER}:ref`]: "refs/heads/main" },
  };
  expect(explained({ Condition }).denial?.causes.map(({ code }) => code)).toStrictEqual([
    "misspelled-key",
    "audience",
    "other-repository",
    "branch-instead-of-pull-request",
  ]);
});

test("GHE.com has token.actions. before the host in its keys too", () => {
  const Principal = { Federated: ARN.replace(ISSUER, GHE_HOST) };
  const Condition = { StringEquals: { "kim-lab.ghe.com/_services/token:sub": SUB } };
  expect(answer(explained({ Principal, Condition }, GHE_HOST))).toStrictEqual([
    "denied",
    "misspelled-key",
    "AWS never fills the condition key kim-lab.ghe.com/_services/token:sub for this token, so the condition never holds",
    `write ${GHE_HOST}:sub`,
  ]);
});

test.each([
  ["stringequals", "write StringEquals. The names of operators are case-sensitive"],
  ["StringEqual", "write StringEquals"],
  ["stringLike", "write StringLike. The names of operators are case-sensitive"],
  ["ForAnyValues:StringLike", "write ForAnyValue:StringLike"],
  ["StringLikeIgnoreCase", "write StringLike"],
  ["StringIn", "write an operator of IAM, such as StringEquals or StringLike"],
])("the cause for the operator %s is that IAM does not have it", (operator, fix) => {
  expect(answer(explained({ Condition: { [operator]: CONDITIONS.StringEquals } }))).toStrictEqual([
    "denied",
    "unknown-operator",
    `IAM has no operator ${operator}, and rejects the policy with MalformedPolicyDocument`,
    fix,
  ]);
});

const NO_CALLER = "the call has no AWS credentials, so it has no calling principal";

test.each<[operator: string, key: string, value: string, why: string]>([
  ["StringEquals", "sts:ExternalId", "acme", "AssumeRoleWithWebIdentity has no external id"],
  ["Bool", "sts:RoleAuthorizedByIdp", "true", "it needs a claim that GitHub does not send"],
  ["StringEquals", "aws:PrincipalOrgID", "o-acme12345", NO_CALLER],
  ["StringEquals", "aws:PrincipalTag/team", "web", NO_CALLER],
  ["StringEquals", "aws:PrincipalAccount", "123456789012", NO_CALLER],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:*", NO_CALLER],
  ["StringEquals", "aws:username", "mona", NO_CALLER],
  ["Bool", "aws:MultiFactorAuthPresent", "true", NO_CALLER],
  ["StringEquals", "aws:RequestTag/team", "web", "session tags are a claim that GitHub does not send"],
  ["StringEquals", "accounts.google.com:aud", "x", "AWS fills the keys of the token's own issuer only"],
])("%s on %s never holds, and is the cause", (operator, key, value, why) => {
  const Condition = { "ForAnyValue:StringEquals": CONDITIONS.StringEquals, [operator]: { [key]: value } };
  expect(answer(explained({ Condition }))).toStrictEqual([
    "denied",
    "unfilled-key",
    `the role's trust policy has a condition on ${key}, which never holds: ${why}`,
    "remove the condition",
  ]);
});

test.each<[operator: string, key: string, value: string]>([
  ["StringNotEquals", "aws:PrincipalOrgID", "o-acme12345"],
  ["StringEqualsIfExists", "sts:ExternalId", "acme"],
  ["BoolIfExists", "aws:MultiFactorAuthPresent", "true"],
  ["Null", "aws:PrincipalArn", "true"],
  ["StringNotLike", `https://${ISSUER}:sub`, "*"],
])("%s on %s always holds", (operator, key, value) => {
  const Condition = { ...CONDITIONS, [operator]: { [key]: value } };
  expect(explained({ Condition }).outcome).toBe("allowed");
});

test.each<[operator: string, key: string, value: string, why: string, fix: RegExp]>([
  ["StringLike", "sts:RoleSessionName", "ci-*", "the workflow chooses the session name", /role-session-name/],
  ["IpAddress", "aws:SourceIp", "192.0.2.0/24", "the address and the network of the runner decide", /runner/],
  ["StringEquals", "aws:SourceVpce", "vpce-1", "the address and the network of the runner decide", /runner/],
  [
    "StringEquals",
    "aws:RequestedRegion",
    "eu-west-1",
    "the region of the STS endpoint decides",
    /aws-region/,
  ],
  ["DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z", "the time of the call decides", /time/],
  ["StringLike", "aws:UserAgent", "*", "the client chooses the value", /client/],
])("%s on %s depends on the request, and the fix says what to set", (operator, key, value, why, fix) => {
  const Condition = { "ForAnyValue:StringEquals": CONDITIONS.StringEquals, [operator]: { [key]: value } };
  const [outcome, code, message, found] = answer(explained({ Condition }));

  expect([outcome, code, message]).toStrictEqual([
    "undetermined",
    "undetermined-condition" satisfies CauseCode,
    `the role's trust policy expects ${operator} ${value} for ${key}: ${why}`,
  ]);
  expect(found).toMatch(fix);
});

test("NotAction with the action is to be replaced by Action", () => {
  expect(
    answer(
      explained({ Action: undefined, NotAction: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] }),
    )[3],
  ).toBe("write Action with sts:AssumeRoleWithWebIdentity in place of NotAction");
});

test("a statement for every principal is to be replaced, not to get the action too", () => {
  const [outcome, code, , fix] = answer(explained({ Principal: "*", Action: "sts:AssumeRole" }));

  expect([outcome, code, fix]).toStrictEqual([
    "denied",
    "action" satisfies CauseCode,
    "add a statement with the action sts:AssumeRoleWithWebIdentity, with the ARN of the account's OIDC provider for GitHub as the Federated principal and conditions on aud and sub. This one allows every principal: remove it, or name its principals",
  ]);
});

test("the cause for sts:AssumeRole with an OIDC provider is the action", () => {
  expect(answer(explained({ Action: "sts:AssumeRole" }))).toStrictEqual([
    "denied",
    "action",
    "the statement does not allow the action sts:AssumeRoleWithWebIdentity, which the token needs",
    "add sts:AssumeRoleWithWebIdentity to the statement's Action",
  ]);
});
