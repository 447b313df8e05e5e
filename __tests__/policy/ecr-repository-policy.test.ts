import { ECR_REPOSITORY_NAME } from "../../lib/policy/ecr-names";
import {
  isBelowPrefix,
  NAMESPACE_PREFIX,
  NO_PULL_GRANTS,
  needsCredentials,
  type PullGrants,
  REPLICATION_PREFIX,
  type RepositoryGrant,
  repositoryPolicy,
  UPSTREAM,
  UPSTREAM_NAMES,
  upstreamAccount,
  upstreamHost,
} from "../../lib/policy/ecr-registry";
import { ACCOUNT } from "../support/github";

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const RETRIEVAL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const ORGANIZATION = "o-a1b2c3d4e5";

function statements(pull: Partial<PullGrants>, grants: readonly RepositoryGrant[] = []): unknown {
  return repositoryPolicy(ACCOUNT, "eu-west-1", { ...NO_PULL_GRANTS, ...pull }, grants);
}

const policy = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

test("without anyone outside of the account there is no policy", () => {
  expect(statements({})).toBeUndefined();
});

test.each<[string, Partial<PullGrants>, readonly object[]]>([
  [
    "one account",
    { accounts: ["210987654321"] },
    [
      {
        Sid: "AccountsPull",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:root" },
        Action: PULL,
      },
    ],
  ],
  [
    "several accounts",
    { accounts: ["210987654321", "345678901234"] },
    [
      {
        Sid: "AccountsPull",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::210987654321:root", "arn:aws:iam::345678901234:root"] },
        Action: PULL,
      },
    ],
  ],
  [
    "an organization, which is no principal",
    { organization: ORGANIZATION },
    [
      {
        Sid: "OrganizationPull",
        Effect: "Allow",
        Principal: "*",
        Action: PULL,
        Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
      },
    ],
  ],
  [
    "Lambda functions of the account",
    { lambda: true },
    [
      {
        Sid: "LambdaECRImageRetrievalPolicy",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: RETRIEVAL,
        Condition: { StringLike: { "aws:SourceArn": "arn:aws:lambda:eu-west-1:123456789012:function:*" } },
      },
    ],
  ],
])("%s", (_, pull, expected) => {
  expect(statements(pull)).toStrictEqual(policy(...expected));
});

test("Lambda functions of the accounts and of the organization may pull where these may", () => {
  expect(statements({ lambda: true, accounts: ["210987654321"], organization: ORGANIZATION })).toMatchObject({
    Statement: [
      { Sid: "AccountsPull" },
      { Sid: "OrganizationPull" },
      {
        Sid: "LambdaECRImageRetrievalPolicy",
        Condition: {
          StringLike: {
            "aws:SourceArn": [
              "arn:aws:lambda:eu-west-1:123456789012:function:*",
              "arn:aws:lambda:eu-west-1:210987654321:function:*",
            ],
          },
        },
      },
      {
        Sid: "OrganizationLambda",
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceOrgID": ORGANIZATION } },
      },
    ],
  });
});

test("ARNs are of the partition", () => {
  const china = repositoryPolicy(
    { partition: "aws-cn", accountId: "123456789012" },
    "cn-north-1",
    { accounts: ["210987654321"], organization: undefined, lambda: true },
    [],
  );
  expect(JSON.stringify(china).match(/arn:[\w-]+/g)).toStrictEqual([
    "arn:aws-cn",
    "arn:aws-cn",
    "arn:aws-cn",
  ]);
});

test("grants follow as statements of their own, for roles that may not exist yet", () => {
  const grant: RepositoryGrant = {
    sid: "Push",
    roleArns: [
      "arn:aws:iam::210987654321:role/push",
      "arn:aws:iam::210987654321:role/ci/push",
      "arn:aws:iam::111111111111:role/push",
    ],
    actions: ["ecr:PutImage"],
  };
  expect(statements({}, [grant])).toStrictEqual(
    policy({
      Sid: "Push",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::210987654321:root", "arn:aws:iam::111111111111:root"] },
      Action: ["ecr:PutImage"],
      Condition: {
        ArnEquals: {
          "aws:PrincipalArn": [
            "arn:aws:iam::210987654321:role/push",
            "arn:aws:iam::210987654321:role/ci/push",
            "arn:aws:iam::111111111111:role/push",
          ],
        },
      },
    }),
  );
});

test.each([
  ["web", true],
  ["base/node", true],
  ["a__b/c--d.e", true],
  ["w", false],
  ["Web", false],
  ["web*", false],
  ["web/", false],
  ["/web", false],
  ["web___a", false],
  ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/web", false],
  ["public.ecr.aws/web", false],
])("%j names a repository that can be created: %s", (name, isName) => {
  expect(ECR_REPOSITORY_NAME.pattern.test(name)).toBe(isName);
});

test.each([
  ["team-a/web", "team-a", true],
  ["team-a/web", "team-a/", true],
  ["team-a/b/c", "team-a/", true],
  ["team-ab", "team-a", false],
  ["team-a", "team-a/", false],
  ["any", "ROOT", true],
  ["root/a", "ROOT", true],
])("%s is below the prefix %s: %s", (name, prefix, isBelow) => {
  expect(isBelowPrefix(name, prefix)).toBe(isBelow);
});

test.each([
  ["team-a", true],
  ["team-a/", true],
  ["a/b/c", true],
  ["ROOT", true],
  [`${"a".repeat(29)}/`, true],
  ["a".repeat(31), false],
  ["a", false],
  ["/a", false],
  ["a//b", false],
  ["root*", false],
])("%j is a prefix of namespaces: %s", (prefix, isPrefix) => {
  expect(NAMESPACE_PREFIX.pattern.test(prefix)).toBe(isPrefix);
});

test.each([
  ["prod/", true],
  ["prod-", true],
  ["pr", true],
  ["p", false],
  ["Prod", false],
  ["*", false],
])("%j is a prefix for replication: %s", (prefix, isPrefix) => {
  expect(REPLICATION_PREFIX.pattern.test(prefix)).toBe(isPrefix);
});

test("every named upstream registry has its host, and those that AWS lists need credentials", () => {
  expect(UPSTREAM_NAMES.map((name) => [name, upstreamHost(name), needsCredentials(name)])).toStrictEqual([
    ["docker-hub", "registry-1.docker.io", true],
    ["ecr-public", "public.ecr.aws", false],
    ["kubernetes", "registry.k8s.io", false],
    ["quay", "quay.io", false],
    ["github", "ghcr.io", true],
    ["gitlab", "registry.gitlab.com", true],
    ["chainguard", "cgr.dev", true],
  ]);
});

test.each([
  ["acme123.azurecr.io", true, undefined],
  ["210987654321.dkr.ecr.us-east-1.amazonaws.com", false, "210987654321"],
])("the upstream registry %s needs credentials: %s", (host, isNeeded, account) => {
  expect(UPSTREAM.pattern.test(host)).toBe(true);
  expect(upstreamHost(host)).toBe(host);
  expect(needsCredentials(host)).toBe(isNeeded);
  expect(upstreamAccount(host)).toBe(account);
});

test.each(["https://quay.io", "docker.io", "example.com", "quay.io/"])(
  "%s is no upstream registry",
  (host) => {
    expect(UPSTREAM.pattern.test(host)).toBe(false);
  },
);
