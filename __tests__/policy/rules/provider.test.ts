import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import type { DocumentPath } from "../../../lib/policy/policy-document";
import { EMPTY_CONTEXT, type LintContext } from "../../../lib/policy/rules/context";
import { lintTrustPolicy } from "../../../lib/policy/rules/lint";
import { ACCOUNT, ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  ACTION,
  conditionPath,
  documentOf,
  documentWith,
  issuerDocument,
  type JsonMap,
  providerArn,
  type Reported,
  readAs,
  reported,
  SERVER_HOST,
  SUB,
  SUBJECT,
  statementWith,
  TESTED_AUD,
} from "./document";
import { NEIGHBOURS } from "./neighbours";

const GOOD = { StringEquals: TESTED_AUD, StringLike: { [SUB]: SUBJECT } };
const OPEN = { StringEquals: TESTED_AUD, StringLike: { [SUB]: "repo:acme*" } };
const KNOWN: Partial<LintContext> = { account: ACCOUNT, issuerHost: ISSUER };

const PRINCIPAL = ["Statement", 0, "Principal"];
const FEDERATED = [...PRINCIPAL, "Federated"];
const NOT_PRINCIPAL = ["Statement", 0, "NotPrincipal"];

test.each<[JsonMap, DocumentPath, string]>([
  [{ Principal: "*" }, PRINCIPAL, "*"],
  [{ Principal: { AWS: "*" } }, PRINCIPAL, "*"],
  [{ Principal: { AWS: ["123456789012", "*"] } }, PRINCIPAL, "*"],
  [{ Principal: { AWS: "*", Federated: PROVIDER_ARN } }, PRINCIPAL, "*"],
  [{ Principal: { Federated: "*" } }, FEDERATED, "*"],
  [{ Principal: { Federated: [PROVIDER_ARN, "*"] } }, FEDERATED, "*"],
  [{ Principal: undefined, NotPrincipal: "*" }, NOT_PRINCIPAL, "NotPrincipal"],
  [
    { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
    NOT_PRINCIPAL,
    "NotPrincipal",
  ],
  [{ Principal: undefined, NotPrincipal: { Federated: PROVIDER_ARN } }, NOT_PRINCIPAL, "NotPrincipal"],
  [{ Principal: "*", Action: "sts:*" }, PRINCIPAL, "*"],
  [{ Principal: "*", Action: undefined, NotAction: "sts:AssumeRole" }, PRINCIPAL, "*"],
  [{ Principal: "*", Action: ["sts:TagSession", ACTION] }, PRINCIPAL, "*"],
])("reports a statement whose principal can be anyone: %j", (own, path, given) => {
  const foreign = { rule: "R34", path, given };
  // AWS does not document what a wildcard means for providers; that all others are open to everyone is R40.
  const open = { rule: path === FEDERATED ? "R34" : "R40", path, given };

  for (const known of [{}, KNOWN]) {
    expect(reported(documentOf(statementWith(GOOD, own)), known)).toStrictEqual([foreign]);
    expect(reported(documentOf(statementWith({}, own)), known)).toStrictEqual([...untested(ISSUER), open]);
  }
});

test.each<[JsonMap]>([
  [{ Effect: "Deny", Principal: "*" }],
  [{ Effect: "Deny", Principal: { Federated: "*" } }],
  [{ Effect: "Deny", Principal: { Federated: providerArn(ISSUER, "210987654321") } }],
  [{ Effect: "Deny", Principal: undefined, NotPrincipal: "*" }],
  [{ Principal: "*", Action: "sts:AssumeRole" }],
  [{ Principal: { AWS: "*" }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
  [{ Principal: { Federated: "*" }, Action: "sts:AssumeRoleWithSAML" }],
  [{ Principal: { Federated: providerArn("gitlab.com") }, Action: "sts:TagSession" }],
  [{ Principal: "*", Action: undefined, NotAction: ["sts:AssumeRoleWith*"] }],
  [{ Principal: undefined, NotPrincipal: "*", Action: "sts:AssumeRole" }],
  [{ Principal: { Federated: "arn:aws:iam::210987654321:saml-provider/acme" }, Action: "sts:*" }],
  [{ Principal: { Federated: "arn:aws:iam::210987654321:saml-provider/acme" } }],
  [{ Principal: { Federated: "arn:aws:iam::210987654321:role/acme" } }],
  [{ Principal: { Federated: "accounts.google.com" } }],
  [{ Principal: { AWS: "arn:aws:iam::210987654321:root" } }],
  [{ Principal: { Service: "*" } }],
])("ignores a statement that allows no token of another provider: %j", (own) => {
  for (const known of [{}, KNOWN]) {
    expect(reported(documentOf(statementWith(OPEN, own)), known)).toStrictEqual([]);
  }
});

test("reads a principal of anyone as tokens of the known GitHub", () => {
  const document = documentOf(statementWith({}, { Principal: "*" }));

  expect(reported(document, { issuerHost: SERVER_HOST })).toStrictEqual([
    ...untested(SERVER_HOST),
    { rule: "R40", path: PRINCIPAL, given: "*" },
  ]);
});

test.each<[string, string | undefined, string, boolean]>([
  ["its own", ISSUER, PROVIDER_ARN, false],
  ["its own, where the issuer is not known", undefined, PROVIDER_ARN, false],
  ["that of another account", ISSUER, providerArn(ISSUER, "210987654321"), true],
  [
    "that of another account, where the issuer is not known",
    undefined,
    providerArn(ISSUER, "123456789013"),
    true,
  ],
  ["that of another partition", ISSUER, providerArn(ISSUER, "123456789012", "aws-cn"), true],
  ["that of an enterprise", `${ISSUER}/acme-corp`, PROVIDER_ARN, true],
  ["another provider", ISSUER, providerArn("gitlab.com"), true],
  ["another provider, with an unknown issuer", undefined, providerArn("gitlab.com"), false],
])("checks the provider of a known account: %s", (_, issuerHost, given, isForeign) => {
  const document = documentOf(statementWith(GOOD, { Principal: { Federated: given } }));

  expect(reported(document, { account: ACCOUNT, ...(issuerHost && { issuerHost }) })).toStrictEqual(
    isForeign ? [{ rule: "R34", path: FEDERATED, given }] : [],
  );
});

test.each([
  [ISSUER, ISSUER.toUpperCase(), "R41"],
  ["Token.Actions.GitHubUserContent.com", ISSUER, "R34"],
  [`${ISSUER}/acme-corp`, `${ISSUER}/Acme-Corp`, "R34"],
])(
  "rejects for the issuer %s a provider in another casing, %s, which IAM takes for another one, by %s",
  (issuerHost, host, rule) => {
    expect(reported(issuerDocument(host, SUBJECT), { ...KNOWN, issuerHost })).toStrictEqual([
      { rule, path: FEDERATED, given: providerArn(host) },
    ]);
  },
);

const GHE_ARN = providerArn("token.actions.kim-lab.ghe.com");

test.each<[Federated: string, expected: string]>([
  [ISSUER, PROVIDER_ARN],
  [`https://${ISSUER}`, PROVIDER_ARN],
  [providerArn(`https://${ISSUER}`), PROVIDER_ARN],
  [`${PROVIDER_ARN}/`, PROVIDER_ARN],
  [`${PROVIDER_ARN}/acme-corp/`, `${PROVIDER_ARN}/acme-corp`],
  [providerArn("vstoken.actions.githubusercontent.com"), PROVIDER_ARN],
  [providerArn("token.action.githubusercontent.com"), PROVIDER_ARN],
  [providerArn("kim-lab.ghe.com/_services/token"), GHE_ARN],
  [providerArn("https://token.actions.kim-lab.ghe.com"), GHE_ARN],
  [providerArn(`https://${SERVER_HOST}`), providerArn(SERVER_HOST)],
])("reports the misspelled provider %s by R41, and expects %s", (Federated, expected) => {
  for (const known of [{ account: ACCOUNT }, KNOWN]) {
    for (const conditions of [GOOD, OPEN, {}]) {
      const document = readAs("trust", documentOf(statementWith(conditions, { Principal: { Federated } })));

      expect(
        lintTrustPolicy(document, { ...EMPTY_CONTEXT, ...known }).map((finding) => ({
          ...finding,
          rule: finding.rule.id,
        })),
      ).toStrictEqual([{ rule: "R41", path: FEDERATED, given: Federated, expected }]);
    }
  }
});

test("a misspelled provider without an account has a placeholder, if the role's account is not known", () => {
  const document = readAs("trust", documentOf(statementWith(GOOD, { Principal: { Federated: ISSUER } })));

  expect(lintTrustPolicy(document, EMPTY_CONTEXT).map(({ expected }) => expected)).toStrictEqual([
    `arn:aws:iam::ACCOUNT:oidc-provider/${ISSUER}`,
  ]);
});

test("reports of several providers each that is foreign", () => {
  const foreign = [providerArn(ISSUER, "210987654321"), providerArn("gitlab.com"), "*"];
  const Federated = [PROVIDER_ARN, ...foreign, "arn:aws:iam::210987654321:saml-provider/acme"];

  expect(reported(documentOf(statementWith(GOOD, { Principal: { Federated } })), KNOWN)).toStrictEqual(
    foreign.map((given) => ({ rule: "R34", path: FEDERATED, given })),
  );
});

const FOREIGN: readonly (readonly [string, string])[] = [
  ["another account", providerArn(ISSUER, "210987654321")],
  ["another partition", providerArn(ISSUER, "123456789012", "aws-cn")],
];
/** Rules about what the role may do, about its name, its size or other principals, or about a part that is wrong whatever the provider is. */
const OF_ANY_PROVIDER = "R18 R28 R29 R30 R31 R33 R34 R35 R37 R40 R41 R42 R43 R44".split(" ");
/** Those about a statement that allows no token of the provider anyway, or that names another one. */
const WITHOUT_R34 = ["R41", "R44"];
const CASES = FOREIGN.flatMap(([where, arn]) =>
  Object.entries(NEIGHBOURS).map(([id, { bad, known }]) => ({ where, arn, id, bad, known })),
);

test.each(CASES)(
  "reports what a provider of $where makes harmless ($id) only as R34",
  ({ arn, id, bad, known }) => {
    const context = { ...known, account: ACCOUNT };
    const foreign = JSON.parse(JSON.stringify(bad).replaceAll(PROVIDER_ARN, arn));

    expect(reported(bad, context).map(({ rule }) => rule)).toContain(id);
    const rules = reported(foreign, context).map(({ rule }) => rule);
    expect(rules.filter((rule) => !OF_ANY_PROVIDER.includes(rule))).toStrictEqual([]);
    expect(rules.includes("R34")).toBe(!WITHOUT_R34.includes(id));
  },
);

test.each<[string, string, boolean, boolean]>([
  ["its own", PROVIDER_ARN, true, false],
  ...FOREIGN.map(([where, arn]): [string, string, boolean, boolean] => [where, arn, false, true]),
])(
  "of a role that trusts a provider of %s, %s, a token is allowed: %j, and R34 reports it: %j",
  (_, arn, isAllowed, isReported) => {
    const sub = "repo:acme@123456/web@456789:ref:refs/heads/main";
    const request = requestContext({ sub, aud: "sts.amazonaws.com" }, ISSUER, ACCOUNT);
    for (const subject of ["*", "repo:acme@123456/*", sub]) {
      const document = documentOf(
        statementWith(
          { StringEquals: TESTED_AUD, StringLike: { [SUB]: subject } },
          { Principal: { Federated: arn } },
        ),
      );

      expect(evaluate(readAs("trust", document), request).outcome).toBe(isAllowed ? "allowed" : "denied");
      expect(reported(document, { account: ACCOUNT }).some(({ rule }) => rule === "R34")).toBe(isReported);
    }
  },
);

test("of a provider of another account beside the role's own, a token is allowed, and R34 reports only the other one", () => {
  const Federated = [providerArn(ISSUER, "210987654321"), PROVIDER_ARN];
  const document = documentOf(statementWith(GOOD, { Principal: { Federated } }));
  const request = requestContext({ sub: SUBJECT, aud: "sts.amazonaws.com" }, ISSUER, ACCOUNT);

  expect(evaluate(readAs("trust", document), request).outcome).toBe("allowed");
  expect(reported(document, { account: ACCOUNT })).toStrictEqual([
    { rule: "R34", path: FEDERATED, given: providerArn(ISSUER, "210987654321") },
  ]);
});

test("returns no account if it is not known", () => {
  const Principal = { Federated: providerArn(ISSUER, "210987654321", "aws-us-gov") };

  expect(reported(documentOf(statementWith(GOOD, { Principal })))).toStrictEqual([]);
  expect(reported(documentWith(OPEN))).toStrictEqual([
    { rule: "R04", path: conditionPath("StringLike", SUB), given: "repo:acme*" },
  ]);
});

/** What is reported of a statement without conditions. */
function untested(host: string): readonly Reported[] {
  return ["sub", "aud"].map((claim, at) => ({
    rule: at === 0 ? "R01" : "R17",
    path: ["Statement", 0],
    given: `no condition on ${host}:${claim}`,
  }));
}
