import fc from "fast-check";
import type { ArnScope } from "../../lib/policy/arn";
import { knownValue } from "../../lib/policy/deferred";
import { ECR_ACCESSES, type EcrAccess } from "../../lib/policy/ecr-access";
import {
  type EcrGrant,
  type EcrPermissions,
  ecrPolicies,
  writtenEcrPolicies,
} from "../../lib/policy/ecr-policies";
import { mapped } from "../../lib/policy/non-empty";
import { countedCharacters } from "../../lib/policy/policy-document";
import { runs } from "../support/runs";
import { ECR_POLICY } from "../support/smallest";

const SCOPE: ArnScope = { partition: "aws", accountId: "123456789012" };
const NAME = "GitHubActionsECRPolicy";

/** The document of a role for which one policy suffices. */
function onlyDocument(scope: ArnScope, permissions: EcrPermissions): object {
  const [{ name, document }, ...others] = ecrPolicies(NAME, scope, permissions);
  expect([name, others]).toStrictEqual([NAME, []]);
  return document;
}

test("pushing to one repository needs the policy of AWS's guide, in its order", () => {
  const document = onlyDocument(SCOPE, {
    access: "push",
    repositories: ["web"],
    regions: ["ap-northeast-2"],
  });

  expect(document).toStrictEqual(ECR_POLICY);
  expect(JSON.stringify(document)).toBe(JSON.stringify(ECR_POLICY));
});

test("pushing to every repository needs the same policy with * for the name", () => {
  const document = onlyDocument(SCOPE, { access: "push", repositories: ["*"], regions: ["ap-northeast-2"] });

  expect(JSON.stringify(document)).toBe(JSON.stringify(ECR_POLICY).replace("repository/web", "repository/*"));
});

/** The statement about ECR repositories of each access level, to the letter. */
const GRANTS: Readonly<Record<EcrAccess, { readonly Sid: string; readonly Action: readonly string[] }>> = {
  push: ECR_POLICY.Statement[1],
  pull: {
    Sid: "ECRPull",
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  },
  "push-pull": {
    Sid: "ECRPushPull",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeRepositories",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
  },
  read: {
    Sid: "ECRRead",
    Action: [
      "ecr:DescribeImageScanFindings",
      "ecr:DescribeImages",
      "ecr:DescribeRepositories",
      "ecr:ListImages",
    ],
  },
};

const LOGIN = { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" };

test.each(ECR_ACCESSES)(
  "the whole policy of the access %s is the login, unless it only reads, and its actions on the repository",
  (access) => {
    const { Sid, Action } = GRANTS[access];

    expect(onlyDocument(SCOPE, { access, repositories: ["web"], regions: ["ap-northeast-2"] })).toStrictEqual(
      {
        Version: "2012-10-17",
        Statement: [
          ...(access === "read" ? [] : [LOGIN]),
          {
            Sid,
            Effect: "Allow",
            Action,
            Resource: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web",
          },
        ],
      },
    );
  },
);

test("pushing and reading is one statement with the actions of both", () => {
  expect(
    onlyDocument(SCOPE, { access: ["push", "read"], repositories: ["web"], regions: ["ap-northeast-2"] }),
  ).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      LOGIN,
      {
        Sid: "ECRPushPullRead",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeImageScanFindings",
          "ecr:DescribeImages",
          "ecr:DescribeRepositories",
          "ecr:InitiateLayerUpload",
          "ecr:ListImages",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web",
      },
    ],
  });
});

test("both together are the actions of both, on every repository in every region", () => {
  expect(
    onlyDocument(
      { partition: "aws-cn", accountId: "210987654321" },
      { access: "push-pull", repositories: ["web", "team/*"], regions: ["cn-north-1", "cn-northwest-1"] },
    ),
  ).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
      {
        Sid: "ECRPushPull",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeRepositories",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: [
          "arn:aws-cn:ecr:cn-north-1:210987654321:repository/web",
          "arn:aws-cn:ecr:cn-north-1:210987654321:repository/team/*",
          "arn:aws-cn:ecr:cn-northwest-1:210987654321:repository/web",
          "arn:aws-cn:ecr:cn-northwest-1:210987654321:repository/team/*",
        ],
      },
    ],
  });
});

const GRANT = ECR_POLICY.Statement[1];
const ARN = "arn:aws:ecr:ap-northeast-2:123456789012:repository/";

/** Repositories that come to 5,965 characters and those of the last name. */
function repositories(last: number): EcrPermissions {
  const names = Array.from({ length: 82 }, (_, index) => `repository-${index}`);
  return {
    access: "push",
    repositories: ["repository-82", ...names, "r".repeat(last)],
    regions: ["ap-northeast-2"],
  };
}

describe("a policy that is too long", () => {
  const longest = repositories(179);

  test("is one as long as IAM accepts it", () => {
    expect(JSON.stringify(onlyDocument(SCOPE, longest))).toHaveLength(6_144);
  });

  test("is two from there on: the second without the login, and with a number in its name", () => {
    const permissions = repositories(180);
    const [first, second, ...others] = ecrPolicies(NAME, SCOPE, permissions);

    expect(first).toStrictEqual({
      name: NAME,
      document: {
        Version: "2012-10-17",
        Statement: [
          ECR_POLICY.Statement[0],
          { ...GRANT, Resource: permissions.repositories.slice(0, -1).map((name) => `${ARN}${name}`) },
        ],
      },
    });
    expect(second).toStrictEqual({
      name: `${NAME}-2`,
      document: {
        Version: "2012-10-17",
        Statement: [{ ...GRANT, Resource: `${ARN}${"r".repeat(180)}` }],
      },
    });
    expect(others).toStrictEqual([]);
  });

  test("contains each repository once, in order, in policies that IAM accepts", () => {
    const permissions: EcrPermissions = {
      access: "push-pull",
      repositories: ["first", ...Array.from({ length: 1_000 }, (_, index) => `team/service-${index}`)],
      regions: ["eu-west-1", "us-east-1"],
    };
    const policies = ecrPolicies(NAME, SCOPE, permissions);
    const arns = policies.flatMap(({ document }) => [document.Statement.at(-1)?.Resource].flat());

    expect(arns).toStrictEqual(
      permissions.regions.flatMap((region) =>
        permissions.repositories.map((name) => `arn:aws:ecr:${region}:123456789012:repository/${name}`),
      ),
    );
    expect(policies.map(({ name }) => name)).toStrictEqual(
      policies.map((_, index) => (index === 0 ? NAME : `${NAME}-${index + 1}`)),
    );
    for (const { document } of policies) expect(JSON.stringify(document).length).toBeLessThanOrEqual(6_144);
  });

  test("keeps all policies but the last when a repository is added at the end", () => {
    const before = ecrPolicies(NAME, SCOPE, repositories(200));
    const { repositories: names, ...rest } = repositories(200);
    const [first, ...others] = names;
    const after = ecrPolicies(NAME, SCOPE, { ...rest, repositories: [first, ...others, "one-more"] });

    expect(after.slice(0, -1)).toStrictEqual(before.slice(0, -1));
    expect(after).toHaveLength(before.length);
  });
});

test("grants on thousands of repositories fill the policies one after the other, with each statement where its repositories are", () => {
  const name = fc.integer({ min: 2, max: 200 }).map((length) => "r".repeat(length));
  const grant = fc.record({
    sid: fc.constantFrom("ECRPull", "ECRPushPull", "ECRCreateOnPush"),
    names: fc.array(name, { minLength: 1, maxLength: 60 }),
    login: fc.constantFrom("private" as const, "none" as const),
  });
  fc.assert(
    fc.property(fc.array(grant, { minLength: 1, maxLength: 4 }), (grants) => {
      const [first, ...others] = grants.map(
        ({ sid, names: [one = "", ...more], login }): EcrGrant => ({
          sid,
          actions: [`ecr:${sid}`],
          arns: mapped([one, ...more], knownValue),
          login,
        }),
      );
      if (first === undefined) return;
      const policies = writtenEcrPolicies(NAME, [first, ...others]);
      const statements = policies.flatMap(({ document }) => document.Statement);
      const allowed = (sid: string) =>
        new Set(statements.filter((each) => each.Sid === sid).flatMap(({ Resource }) => Resource));

      for (const { document } of policies) {
        expect(countedCharacters(document)).toBeLessThanOrEqual(6_144);
        expect(new Set(document.Statement.map(({ Sid }) => Sid)).size).toBe(document.Statement.length);
      }
      for (const sid of ["ECRPull", "ECRPushPull", "ECRCreateOnPush"]) {
        expect(allowed(sid)).toStrictEqual(
          new Set(grants.filter((each) => each.sid === sid).flatMap(({ names }) => names)),
        );
      }
      expect(statements.filter(({ Sid }) => Sid === "ECRAuth")).toHaveLength(
        grants.some(({ login }) => login === "private") ? 1 : 0,
      );
      expect(policies.map((each) => each.name)).toStrictEqual(
        policies.map((_, index) => (index === 0 ? NAME : `${NAME}-${index + 1}`)),
      );
    }),
    { numRuns: runs(1_000, 50) },
  );
});
