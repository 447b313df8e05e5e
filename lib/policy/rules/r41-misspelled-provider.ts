import type { Statement } from "../document";
import { GITHUB_COM_ISSUER, isGithubIssuer } from "../github-issuer";
import { providerHost } from "../iam/evaluate";
import { meantProvider } from "../misspellings";
import type { LintContext } from "./context";
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

/** The principals of an Allow statement that misspell the ARN of GitHub's provider. Another casing alone is R34. */
export function misspelledProviders(
  { effect, path, principal: { federated, isNegated } }: Statement,
  { account }: LintContext,
): readonly Violation[] {
  if (effect !== "Allow" || isNegated) return [];
  return federated.flatMap((given) => {
    const expected = isGithubIssuer(providerHost(given) ?? "") ? undefined : meantProvider(given, account);
    return expected === undefined ? [] : [{ path: [...path, "Principal", "Federated"], given, expected }];
  });
}
