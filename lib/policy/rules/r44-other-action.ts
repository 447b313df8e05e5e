import { isAbout, WEB_IDENTITY_ACTION } from "../iam/evaluate";
import { meantProvider } from "../misspellings";
import type { Statement } from "../policy-document";
import { githubIssuerOf } from "./github-statement";
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
    "`sts:AssumeRole` is for principals with AWS credentials, and `sts:AssumeRoleWithSAML` for SAML providers. The rule does not report other actions, such as `sts:TagSession`, beside a statement with the right one.",
  example: {
    bad: { shown: { Statement: [{ ...GOOD, Action: "sts:AssumeRole" }] } },
    good: { shown: { Statement: [GOOD] } },
  },
  violations: ({ document }) =>
    document.statements.flatMap((statement) => otherActions(statement, document.statements)),
};

/**
 * The actions of an Allow statement for GitHub's provider by which no token assumes the role. Beside a statement with the right action, only
 * those that assume a role are a mistake: a statement with sts:TagSession can stand alone.
 */
export function otherActions(statement: Statement, all: readonly Statement[]): readonly Violation[] {
  const { path, action } = statement;
  if (!isForGithub(statement) || isAbout(statement, WEB_IDENTITY_ACTION)) return [];
  const isBeside = all.some((other) => isForGithub(other) && isAbout(other, WEB_IDENTITY_ACTION));
  return action.patterns
    .filter((pattern) => !isBeside || (!action.isNegated && /assume/i.test(pattern)))
    .map((given) => ({
      path: [...path, action.isNegated ? "NotAction" : "Action"],
      given,
      expected: WEB_IDENTITY_ACTION,
    }));
}

function isForGithub({ effect, principal: { isNegated, federated } }: Statement): boolean {
  return (
    effect === "Allow" &&
    !isNegated &&
    federated.some((arn) => githubIssuerOf(arn) !== undefined || meantProvider(arn, undefined) !== undefined)
  );
}
