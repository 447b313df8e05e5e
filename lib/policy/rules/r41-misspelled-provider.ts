import { GITHUB_COM_ISSUER, isGithubIssuer, SERVER_ISSUER } from "../github-issuer";
import { providerHost } from "../iam/evaluate";
import { meantProvider } from "../misspellings";
import type { Statement } from "../policy-document";
import type { LintContext } from "./context";
import { githubIssuerOf, keyIssuers } from "./github-statement";
import { AUDIENCE, exampleStatement, type Rule, SUBJECT, type Violation } from "./rule";

const GOOD = exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } });

export const r41: Rule = {
  id: "R41",
  name: "misspelled-provider",
  severity: "medium",
  requirement: "the principal for GitHub is the ARN of the OIDC provider",
  impact: "the statement allows no token of GitHub",
  fix: "use the ARN arn:aws:iam::ACCOUNT:oidc-provider/ISSUER, without https:// and without a slash at the end",
  details:
    "The issuer is `token.actions.githubusercontent.com` for github.com, the same with `/ENTERPRISE` for enterprises that use it, `token.actions.SUBDOMAIN.ghe.com` for GHE.com, and `HOST/_services/token` for a GitHub Enterprise Server.",
  example: {
    bad: { shown: { Statement: [{ ...GOOD, Principal: { Federated: GITHUB_COM_ISSUER } }] } },
    good: { shown: { Statement: [GOOD] } },
  },
  violations: ({ document, context }) =>
    document.statements.flatMap((statement) => misspelledProviders(statement, context)),
};

/** A principal that is meant to be the OIDC provider of a GitHub, and the ARN of that provider. */
export interface MisspelledProvider extends Violation {
  readonly expected: string;
}

/** The principals of an Allow statement that misspell the ARN of a GitHub's provider. */
export function misspelledProviders(
  statement: Statement,
  { account }: Pick<LintContext, "account">,
): readonly MisspelledProvider[] {
  const { effect, path, principal } = statement;
  const { federated, others, isNegated } = principal;
  if (effect !== "Allow" || isNegated) return [];
  const meantBy = (given: string) =>
    githubIssuerOf(given) === undefined
      ? meantProvider(given, account, issuerInKeys(given, statement))
      : given;
  return [
    ...federated.flatMap((given): readonly MisspelledProvider[] => {
      const expected = meantBy(given);
      if (expected === undefined || expected === given) return [];
      return [{ path: [...path, "Principal", "Federated"], given, expected }];
    }),
    ...others.flatMap((given): readonly MisspelledProvider[] => {
      const expected = meantBy(given);
      return expected === undefined
        ? []
        : [{ path: [...path, "Principal"], given, expected, hint: OTHER_KIND }];
    }),
  ];
}

const OTHER_KIND = "an OIDC provider is a Federated principal";

/**
 * The issuer in the keys of a statement's conditions, if the ARN of its provider has a wildcard in the place of the issuer, or the host of a
 * server without the path of its issuer. A server's subjects begin as those of every GitHub do.
 */
function issuerInKeys(arn: string, statement: Statement): string | undefined {
  const host = providerHost(arn)?.toLowerCase();
  if (host === undefined) return undefined;
  const issuers = keyIssuers(statement);
  if (host.includes("*")) return issuers[0];
  const server = `${host}${SERVER_ISSUER}`;
  const isSubject = statement.conditions.some(
    ({ key, values }) =>
      key.toLowerCase() === `${host}:sub` && values.some((value) => /^repo:[\w-]+\//.test(value)),
  );
  return isGithubIssuer(server) && (issuers.includes(server) || isSubject) ? server : undefined;
}
