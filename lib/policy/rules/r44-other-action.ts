import type { Statement } from "../document";
import { isGithubIssuer } from "../github-issuer";
import { isAbout, providerHost, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { meantProvider } from "../misspellings";
import { AUDIENCE, exampleStatement, type Rule, SUBJECT, type Violation } from "./rule";

const GOOD = exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } });

export const r44: Rule = {
  id: "R44",
  name: "other-action",
  severity: "medium",
  requirement: `the action for an OIDC provider is ${WEB_IDENTITY_ACTION}`,
  impact: "the statement allows no token of GitHub",
  fix: `use the action ${WEB_IDENTITY_ACTION}`,
  details:
    "`sts:AssumeRole` is for principals with AWS credentials, and `sts:AssumeRoleWithSAML` for SAML providers.",
  example: {
    bad: { shown: { Statement: [{ ...GOOD, Action: "sts:AssumeRole" }] } },
    good: { shown: { Statement: [GOOD] } },
  },
  violations: ({ document }) => document.statements.flatMap(otherActions),
};

/** The actions of an Allow statement for GitHub's provider that assume a role, but not with a token. */
export function otherActions(statement: Statement): readonly Violation[] {
  const { effect, path, principal, action } = statement;
  if (effect !== "Allow" || action.isNegated || principal.isNegated) return [];
  if (isAbout(statement, WEB_IDENTITY_ACTION) || !principal.federated.some(isOfGithub)) return [];
  return action.patterns
    .filter((pattern) => /assume/i.test(pattern))
    .map((given) => ({ path: [...path, "Action"], given, expected: WEB_IDENTITY_ACTION }));
}

function isOfGithub(arn: string): boolean {
  return isGithubIssuer(providerHost(arn) ?? "") || meantProvider(arn, undefined) !== undefined;
}
