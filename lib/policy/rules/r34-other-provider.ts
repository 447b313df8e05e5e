import { isInAccount, oidcProviderArn } from "../arn";
import { isGithubIssuer } from "../github-issuer";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { meantKey } from "../misspellings";
import type { Statement } from "../policy-document";
import type { LintContext } from "./context";
import { type GithubStatement, issuerOfKey } from "./github-statement";
import { openStatements } from "./open-principal";
import { misspelledProviders } from "./r41-misspelled-provider";
import type { Rule, Violation } from "./rule";
import { AUDIENCE, exampleStatement, SUBJECT } from "./rule";

export const r34: Rule = {
  id: "R34",
  name: "other-provider",
  severity: "medium",
  requirement: "the provider and the condition keys belong to the role's own account and GitHub",
  impact: "the statement never matches, or it allows tokens of another issuer",
  fix: "use the ARN of the account's own provider, and its host as prefix of the condition keys",
  details:
    "A provider belongs to one account. The rule needs to know the account of the role: from its ARN, or from access.yaml.",
  example: {
    bad: {
      shown: {
        Statement: [
          exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }, "210987654321"),
        ],
      },
      where: "in account 123456789012",
      context: { account: { partition: "aws", accountId: "123456789012" } },
    },
    good: {
      shown: {
        Statement: [
          exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } }, "123456789012"),
        ],
      },
      where: "in account 123456789012",
      context: { account: { partition: "aws", accountId: "123456789012" } },
    },
  },
  violations: ({ document, written, context }) => {
    // R40 reports a principal that nothing restricts.
    const open = openStatements(document, written);
    return [
      ...document.statements
        .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
        .filter((statement) => !open.includes(statement))
        .flatMap((statement) => foreignPrincipals(statement, context)),
      ...written.flatMap(foreignKeys),
    ];
  },
};

/** Principals that are anyone, identity providers of another account, and other providers of the own account, if both are known. */
function foreignPrincipals(statement: Statement, context: LintContext): readonly Violation[] {
  const { path, principal } = statement;
  const { isEverybody, isNegated, federated } = principal;
  const { account, issuerHost } = context;
  const place = [...path, isNegated ? "NotPrincipal" : "Principal"];
  if (isEverybody || isNegated) return [{ path: place, given: isNegated ? "NotPrincipal" : "*" }];
  const own =
    account === undefined || issuerHost === undefined ? undefined : oidcProviderArn(account, issuerHost);
  const misspelled = misspelledProviders(statement, context).map(({ given }) => given);
  return federated
    .filter((arn) => arn !== own && isForeign(arn, account, issuerHost) && !misspelled.includes(arn))
    .map((arn) => {
      const host = issuerHost ?? providerHost(arn);
      const isKnown = account !== undefined && host !== undefined;
      return {
        path: [...place, "Federated"],
        given: arn,
        ...(isKnown && { expected: oidcProviderArn(account, host) }),
      };
    });
}

function isForeign(
  arn: string,
  account: LintContext["account"],
  issuerHost: LintContext["issuerHost"],
): boolean {
  const host = providerHost(arn);
  if (host === undefined) return arn === "*";
  const isElsewhere = account !== undefined && !isInAccount(arn, account);
  return isElsewhere || (issuerHost !== undefined && host !== issuerHost);
}

/** Conditions on claims of another GitHub than that of the statement's principal. */
function foreignKeys({ issuerHost, statement }: GithubStatement): readonly Violation[] {
  return statement.conditions
    .filter(({ key }) => {
      const issuer = issuerOfKey(key);
      return issuer.toLowerCase() !== issuerHost.toLowerCase() && isGithubIssuer(issuer);
    })
    .map(({ path, key }) => {
      const expected = meantKey(key, issuerHost);
      return { path, given: key, ...(expected !== undefined && { expected }) };
    });
}
