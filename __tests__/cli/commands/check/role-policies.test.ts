import { checkedRole, ownersOf, type PlacedFinding, report } from "../../../../lib/cli/commands/check/report";
import { sarifReport } from "../../../../lib/cli/commands/check/sarif-report";
import { textReport } from "../../../../lib/cli/commands/check/text-report";
import { paintOf } from "../../../../lib/cli/output";
import { jsonRegions, type Region } from "../../../../lib/policy/json-text";
import { found } from "../../../inventory/fixture";
import { type JsonMap, subjectDocument } from "../../../policy/rules/document";
import { allowed, SEED } from "../../../policy/rules/neighbours";
import { WRAPPED } from "./wrapped";

/** The report of a value, written in lines. */
function reported(value: unknown) {
  const inventory = found(value);
  const text = JSON.stringify(value, undefined, 2);
  const checked = inventory.roles.map((role) => checkedRole(role, ownersOf([])));
  const regions = (paths: Parameters<typeof jsonRegions>[1]) => jsonRegions(text, paths);
  return { text, report: report({ name: "a.json", regions, found: inventory }, checked) };
}

/** The findings about the role's policies: rule, value, policy, and the text at the place in the file. */
function policyFindings(value: unknown): readonly unknown[] {
  const { text, report } = reported(value);
  const offset = ({ line, column }: Region["start"]) =>
    text
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  const inBrief = ({ rule, given, policy, region }: PlacedFinding) => [
    rule.id,
    given,
    policy && [policy.kind, policy.name, policy.address],
    text.slice(offset(region.start), offset(region.end)).replace(/\s+/g, " "),
  ];
  return report.roles.flatMap(({ findings }) =>
    findings.filter(({ rule }) => ["R33", "R37"].includes(rule.id)).map(inBrief),
  );
}

const DELETE = {
  Version: "2012-10-17",
  Statement: [allowed("ecr:PutImage"), allowed("ecr:DeleteRepository")],
};
const EVERYWHERE = { Version: "2012-10-17", Statement: allowed("ecr:PutImage", "*") };
const ARN = "arn:aws:iam::123456789012:policy/push";

function details(role: JsonMap, policies: readonly JsonMap[] = []): JsonMap {
  return {
    RoleDetailList: [{ RoleName: "web", AssumeRolePolicyDocument: SEED, ...role }],
    Policies: policies,
  };
}

function state(...resources: readonly JsonMap[]): JsonMap {
  const role = {
    type: "aws_iam_role",
    name: "web",
    values: {
      name: "web",
      assume_role_policy: JSON.stringify(SEED),
      inline_policy: [{ name: "own", policy: JSON.stringify(EVERYWHERE) }],
    },
  };
  const all = [role, ...resources].map((each) => ({
    mode: "managed",
    address: `${each.type}.${each.name}`,
    ...each,
  }));
  return { format_version: "1.0", values: { root_module: { resources: all } } };
}

const quoted = (policy: JsonMap) => JSON.stringify(JSON.stringify(policy));

test.each<[string, unknown, readonly unknown[]]>([
  [
    "an inline policy of IAM",
    details({ RolePolicyList: [{ PolicyName: "cleanup", PolicyDocument: DELETE }] }),
    [["R33", "ecr:DeleteRepository", ["inline policy", "cleanup", undefined], '"ecr:DeleteRepository"']],
  ],
  [
    "an inline policy of IAM as percent-encoded text",
    details({
      RolePolicyList: [{ PolicyName: "cleanup", PolicyDocument: encodeURIComponent(JSON.stringify(DELETE)) }],
    }),
    [
      [
        "R33",
        "ecr:DeleteRepository",
        ["inline policy", "cleanup", undefined],
        JSON.stringify(encodeURIComponent(JSON.stringify(DELETE))),
      ],
    ],
  ],
  [
    "two policies that allow the same action",
    details({
      RolePolicyList: [
        { PolicyName: "a", PolicyDocument: DELETE },
        { PolicyName: "b", PolicyDocument: DELETE },
      ],
    }),
    ["a", "b"].map((name) => [
      "R33",
      "ecr:DeleteRepository",
      ["inline policy", name, undefined],
      '"ecr:DeleteRepository"',
    ]),
  ],
  [
    "the version in force of a managed policy of IAM",
    details({ AttachedManagedPolicies: [{ PolicyName: "push", PolicyArn: ARN }] }, [
      {
        PolicyName: "push",
        Arn: ARN,
        PolicyVersionList: [
          { Document: DELETE, IsDefaultVersion: false },
          { Document: EVERYWHERE, IsDefaultVersion: true },
        ],
      },
    ]),
    [["R37", "*", ["managed policy", ARN, undefined], '"*"']],
  ],
  [
    "policies of a Terraform state",
    state(
      {
        type: "aws_iam_role_policy",
        name: "cleanup",
        values: { name: "cleanup-2", role: "web", policy: JSON.stringify(DELETE) },
      },
      {
        type: "aws_iam_policy",
        name: "push",
        values: { name: "push", arn: ARN, policy: JSON.stringify(EVERYWHERE) },
      },
      { type: "aws_iam_role_policy_attachment", name: "push", values: { role: "web", policy_arn: ARN } },
    ),
    [
      [
        "R33",
        "ecr:DeleteRepository",
        ["inline policy", "cleanup-2", "aws_iam_role_policy.cleanup"],
        quoted(DELETE),
      ],
      ["R37", "*", ["inline policy", "own", "aws_iam_role.web"], quoted(EVERYWHERE)],
      ["R37", "*", ["managed policy", ARN, "aws_iam_policy.push"], quoted(EVERYWHERE)],
    ],
  ],
  [
    "a policy that a Terraform state also has in the role",
    state({
      type: "aws_iam_role_policy",
      name: "own",
      values: { name: "own", role: "web", policy: JSON.stringify(EVERYWHERE) },
    }),
    [["R37", "*", ["inline policy", "own", "aws_iam_role_policy.own"], quoted(EVERYWHERE)]],
  ],
  [
    "two policies of one name that differ",
    state({
      type: "aws_iam_role_policy",
      name: "own",
      values: { name: "own", role: "web", policy: JSON.stringify(DELETE) },
    }),
    [
      ["R33", "ecr:DeleteRepository", ["inline policy", "own", "aws_iam_role_policy.own"], quoted(DELETE)],
      ["R37", "*", ["inline policy", "own", "aws_iam_role.web"], quoted(EVERYWHERE)],
    ],
  ],
  [
    "policies of a CloudFormation template",
    {
      Resources: {
        Web: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: SEED,
            Policies: [{ PolicyName: "own", PolicyDocument: DELETE }],
            ManagedPolicyArns: [{ Ref: "Push" }],
          },
        },
        Cleanup: {
          Type: "AWS::IAM::Policy",
          Properties: { PolicyName: "cleanup", PolicyDocument: DELETE, Roles: [{ Ref: "Web" }] },
        },
        Push: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: EVERYWHERE } },
      },
    },
    [
      ["R33", "ecr:DeleteRepository", ["inline policy", "own", "Web"], '"ecr:DeleteRepository"'],
      ["R33", "ecr:DeleteRepository", ["inline policy", "cleanup", "Cleanup"], '"ecr:DeleteRepository"'],
      ["R37", "*", ["managed policy", "Push", "Push"], '"*"'],
    ],
  ],
  [
    "policies of a Pulumi stack",
    {
      deployment: {
        resources: [
          {
            type: "aws:iam/role:Role",
            outputs: { name: "web", assumeRolePolicy: JSON.stringify(SEED) },
          },
          {
            type: "aws:iam/rolePolicy:RolePolicy",
            outputs: { name: "cleanup", role: "web", policy: JSON.stringify(DELETE) },
          },
          { type: "aws:iam/policy:Policy", outputs: { arn: ARN, policy: JSON.stringify(EVERYWHERE) } },
          {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            outputs: { role: "web", policyArn: ARN },
          },
        ],
      },
    },
    [
      ["R33", "ecr:DeleteRepository", ["inline policy", "cleanup", undefined], quoted(DELETE)],
      ["R37", "*", ["managed policy", ARN, undefined], quoted(EVERYWHERE)],
    ],
  ],
])("names the policy of a finding: %s", (_, file, expected) => {
  expect(policyFindings(file)).toStrictEqual(expected);
});

const WITH_POLICIES = ["get-account-authorization-details", "Terraform JSON", "a plan", "a state"];

test.each(WITH_POLICIES)("in %s, only a finding about the role's permissions names a policy", (kind) => {
  const wrapped = WRAPPED[kind]?.(subjectDocument("*"), {
    permissions: { Statement: [allowed("iam:*", "*")] },
  });
  const findings = reported(wrapped).report.roles.flatMap((role) => role.findings);

  expect(findings.map(({ rule, policy }) => [rule.id, policy?.kind])).toStrictEqual([
    ["R02", undefined],
    ["R33", "inline policy"],
  ]);
});

const FILE = details({
  RolePolicyList: [
    { PolicyName: "cleanup", PolicyDocument: { ...DELETE, Statement: [allowed("ecr:*", "*")] } },
  ],
});

test("the text report has the policy with its place", () => {
  const { report } = reported(FILE);

  expect(
    textReport(report, paintOf({ hasColour: false }))
      .split("\n")
      .filter((line) => line.includes("  R")),
  ).toStrictEqual([
    '  R33 excess-permissions (high)  "ecr:*" at Statement[0].Action of inline policy cleanup, a.json:33:27',
    '  R37 every-ecr-repository (medium)  "*" at Statement[0].Resource of inline policy cleanup, a.json:34:29',
  ]);
});

test("SARIF has the policy in the message, and its lines", () => {
  const { results } = JSON.parse(sarifReport(reported(FILE).report)).runs[0];

  expect(results[0].message.text).toMatch(
    /^web: R33 excess-permissions \(high\): "ecr:\*" in inline policy cleanup: /,
  );
  expect(results[0].locations[0].physicalLocation.region).toMatchObject({ startLine: 33, startColumn: 27 });
});

/** Subjects that violate rules of three severities, the least severe first. */
const UNSORTED = subjectDocument([
  "repo:acme@1/web@2:ref:refs/tags/*",
  "repo:acme@1/web@2:environment:prod",
  "repo:acme@1/web@2:ref:refs/heads/*",
  "repo:acme@1/web@2:*",
  "repo:acme@1/*",
  "repo:*",
  "*",
]);
const SORTED = [
  ["R03", 5],
  ["R02", 6],
  ["R08", 3],
  ["R06", 4],
  ["R11", 0],
  ["R13", 1],
  ["R10", 2],
] as const;

test.each<[string, unknown]>([
  ["JSON in lines", details({ AssumeRolePolicyDocument: UNSORTED })],
  [
    "percent-encoded text",
    details({ AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(UNSORTED)) }),
  ],
])("findings are sorted by severity, then by their place in the file: %s", (_, file) => {
  const { report } = reported(file);
  const [findings = []] = report.roles.map((role) => role.findings);

  expect(findings.map(({ rule, path }) => [rule.id, path.at(-1)])).toStrictEqual(SORTED);
  expect(
    textReport(report, paintOf({ hasColour: false }))
      .match(/^ {2}R\d\d/gm)
      ?.map((id) => id.trim()),
  ).toStrictEqual(SORTED.map(([id]) => id));
});

test("findings about the role's policies are in the order of the file, too", () => {
  const { report } = reported({
    RoleDetailList: [
      {
        RolePolicyList: [{ PolicyName: "cleanup", PolicyDocument: DELETE }],
        AssumeRolePolicyDocument: subjectDocument("repo:acme@1/web@2:*"),
        AttachedManagedPolicies: [{ PolicyArn: ARN }],
      },
    ],
    Policies: [{ Arn: ARN, PolicyVersionList: [{ Document: DELETE, IsDefaultVersion: true }] }],
  });

  expect(
    report.roles.flatMap(({ findings }) => findings.map(({ rule, policy }) => [rule.id, policy?.name])),
  ).toStrictEqual([
    ["R33", "cleanup"],
    ["R08", undefined],
    ["R33", ARN],
  ]);
});
