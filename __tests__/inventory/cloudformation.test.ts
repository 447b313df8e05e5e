import { ISSUER } from "../support/github";
import { found, problemsOf } from "./fixture";

/** A template with one role, whose provider and subject are given. */
function template(federated: unknown, subject: unknown, RoleName?: string): object {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: federated },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER}:sub`]: subject },
    },
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: {
      Push: {
        Type: "AWS::IAM::Role",
        Properties: { RoleName, AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [statement] } },
      },
      Provider: { Type: "AWS::IAM::OIDCProvider", Properties: { Url: `https://${ISSUER}` } },
      Unknown: { Type: "AWS::IAM::OIDCProvider", Properties: { Url: { Ref: "Url" } } },
      Repository: { Type: "AWS::ECR::Repository" },
    },
  };
}

const ARN = `arn:aws:iam:::oidc-provider/${ISSUER}`;
const SUBJECT = "repo:octo/web:*";

test.each<[string, unknown, string]>([
  ["a string", ARN, ARN],
  ["Ref of a provider", { Ref: "Provider" }, ARN],
  ["Fn::GetAtt of a provider, as a list", { "Fn::GetAtt": ["Provider", "Arn"] }, ARN],
  ["Fn::GetAtt of a provider, as a string", { "Fn::GetAtt": "Provider.Arn" }, ARN],
  [
    "Fn::Join with pseudo parameters",
    {
      "Fn::Join": [
        "",
        ["arn:", { Ref: "AWS::Partition" }, ":iam::", { Ref: "AWS::AccountId" }, `:oidc-provider/${ISSUER}`],
      ],
    },
    ARN,
  ],
  [
    "Fn::Sub with pseudo parameters",
    { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${ISSUER}` },
    ARN,
  ],
  ["Fn::Sub with an attribute", { "Fn::Sub": `\${Provider.Arn}` }, ARN],
  ["Fn::Sub with variables", { "Fn::Sub": [`\${Arn}`, { Arn: { Ref: "Provider" } }] }, ARN],
  ["Fn::Sub with a literal", { "Fn::Sub": `\${!Arn}` }, `\${Arn}`],
  ["Fn::Join of functions", { "Fn::Join": ["/", [{ "Fn::Sub": "a" }, "b"]] }, "a/b"],
])("evaluates %s", (_, federated, expected) => {
  const { roles } = found(template(federated, SUBJECT));

  expect(roles.map(({ document }) => document.statements[0]?.principal.federated)).toStrictEqual([
    [expected],
  ]);
});

test.each<[string, unknown]>([
  ["a parameter", { Ref: "Subject" }],
  ["a property of JavaScript objects", { Ref: "constructor" }],
  ["the region", { Ref: "AWS::Region" }],
  ["an attribute of another resource", { "Fn::GetAtt": ["Repository", "Arn"] }],
  ["another attribute of a provider", { "Fn::GetAtt": ["Provider", "Url"] }],
  ["a provider whose URL is not known", { Ref: "Unknown" }],
  ["text with a parameter", { "Fn::Sub": `repo:\${Owner}/web:*` }],
  [
    "text with a variable that is not known",
    { "Fn::Sub": [`repo:\${Owner}/web:*`, { Owner: { Ref: "Owner" } }] },
  ],
  ["a join with a parameter", { "Fn::Join": [":", ["repo", { Ref: "Owner" }]] }],
  ["a join of another form", { "Fn::Join": "a" }],
  ["a substitution of another form", { "Fn::Sub": [1] }],
  ["an import", { "Fn::ImportValue": "subject" }],
  ["a condition", { "Fn::If": ["IsProduction", "a", "b"] }],
])("names %s, which only CloudFormation can evaluate, and the command to use instead", (_, subject) => {
  const path = "Resources.Push.Properties.AssumeRolePolicyDocument";
  const contains = `contains ${JSON.stringify(subject)}, which only CloudFormation can evaluate. Check the deployed role instead:`;

  expect(problemsOf(template({ Ref: "Provider" }, subject, "push"))).toStrictEqual([
    `${path}: ${contains} aws iam get-role --role-name push`,
  ]);
  expect(problemsOf(template({ Ref: "Provider" }, [SUBJECT, subject]))).toStrictEqual([
    `${path}: ${contains} aws iam get-account-authorization-details`,
  ]);
});

test("a role without a trust policy is a problem", () => {
  expect(problemsOf({ Resources: { Push: { Type: "AWS::IAM::Role" } } })).toStrictEqual([
    "Resources.Push.Properties.AssumeRolePolicyDocument: missing. Expected a policy document (a map or its JSON text)",
  ]);
});

test("a policy names its role by the reference or by the name", () => {
  const statement = { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: { Ref: "Anything" } };
  const attached = (names: object) => ({
    Type: "AWS::IAM::Policy",
    Properties: { ...names, PolicyDocument: { Version: "2012-10-17", Statement: [statement] } },
  });
  const base = template(ARN, SUBJECT, "push") as { readonly Resources: object };
  const withPolicy = (names: object) =>
    found({ ...base, Resources: { ...base.Resources, Policy: attached(names) } }).roles.map(
      ({ permissions }) => permissions?.policies.length,
    );

  expect(withPolicy({ Roles: [{ Ref: "Push" }] })).toStrictEqual([1]);
  expect(withPolicy({ Roles: ["push"] })).toStrictEqual([1]);
  expect(withPolicy({ RoleName: { Ref: "Push" } })).toStrictEqual([1]);
  expect(withPolicy({ Roles: ["other"] })).toStrictEqual([undefined]);
});
