import { openStatements } from "./open-principal";
import { AUDIENCE, exampleStatement, type Rule, SUBJECT } from "./rule";

const GITHUB = exampleStatement({ StringEquals: { aud: AUDIENCE }, StringLike: { sub: SUBJECT } });

export const r40: Rule = {
  id: "R40",
  name: "everyone-principal",
  severity: "critical",
  requirement: "no statement allows every principal to assume the role",
  impact: "anyone with an AWS account can assume the role",
  fix: "name the account, the role or the OIDC provider as principal, or add a condition on aws:PrincipalOrgID",
  details:
    '`Principal: "*"`, `AWS: "*"` and `NotPrincipal` match the principals of every AWS account. The rule also reports statements that are not about GitHub. A condition that names accounts, organizations, principals or networks restricts the statement: `aws:PrincipalOrgID`, `aws:PrincipalAccount`, `aws:PrincipalArn`, `aws:SourceVpce`, `aws:SourceIp` and others. `sts:ExternalId` and `aws:PrincipalTag` do not, because others can choose these values.',
  example: {
    bad: {
      shown: { Statement: [GITHUB, { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }] },
    },
    good: {
      shown: {
        Statement: [
          GITHUB,
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:role/admin" },
            Action: "sts:AssumeRole",
          },
        ],
      },
    },
  },
  violations: ({ document, written }) =>
    openStatements(document, written).map(({ path, principal: { isNegated } }) => ({
      path: [...path, isNegated ? "NotPrincipal" : "Principal"],
      given: isNegated ? "NotPrincipal" : "*",
    })),
};
