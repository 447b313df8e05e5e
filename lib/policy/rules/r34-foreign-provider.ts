import { arnScopeOf, oidcProviderArn } from "../arn";
import type { Statement } from "../evaluation/document";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../evaluation/evaluation";
import { isGithubIssuer } from "../github-issuer";
import type { Breach, Rule } from "./rule";
import type { Surroundings } from "./surroundings";
import type { TrustingStatement } from "./trusting-statement";

export const r34: Rule = {
  id: "R34",
  severity: "medium",
  state: "provider and condition keys are those of the role's own account and GitHub",
  why: "the statement never matches, or it trusts tokens that somebody else signs",
  mend: "write the ARN of the account's own provider, and its issuer before each claim",
  breaches: ({ document, statements, surroundings }) => [
    ...document.statements
      .filter((statement) => statement.effect === "Allow" && isAbout(statement, WEB_IDENTITY_ACTION))
      .flatMap((statement) => foreignPrincipals(statement, surroundings)),
    ...statements.flatMap(foreignKeys),
  ],
};

/** Everybody; identity providers of another account, and those of the own account that are not its GitHub's, where this is known. */
function foreignPrincipals(
  { path, principal: { isEverybody, isNegated, federated } }: Statement,
  { account, issuerHost }: Surroundings,
): readonly Breach[] {
  const place = [...path, isNegated ? "NotPrincipal" : "Principal"];
  if (isEverybody || isNegated) return [{ path: place, given: isNegated ? "NotPrincipal" : "*" }];
  const own =
    account === undefined || issuerHost === undefined ? undefined : oidcProviderArn(account, issuerHost);
  return federated
    .filter((arn) => arn !== own && isForeign(arn, account, issuerHost))
    .map((arn) => ({ path: [...place, "Federated"], given: arn }));
}

function isForeign(
  arn: string,
  account: Surroundings["account"],
  issuerHost: Surroundings["issuerHost"],
): boolean {
  const host = providerHost(arn);
  if (host === undefined) return arn === "*";
  const scope = arnScopeOf(arn);
  const isElsewhere =
    account !== undefined && (scope.accountId !== account.accountId || scope.partition !== account.partition);
  return isElsewhere || (issuerHost !== undefined && host !== issuerHost);
}

/** Conditions on claims of another GitHub than the statement's principal. */
function foreignKeys({ issuerHost, statement }: TrustingStatement): readonly Breach[] {
  return statement.conditions
    .filter(({ key }) => {
      const issuer = key.slice(0, key.lastIndexOf(":"));
      return issuer.toLowerCase() !== issuerHost.toLowerCase() && isGithubIssuer(issuer);
    })
    .map(({ path, key }) => ({ path, given: key }));
}
