import { SEED } from "../policy/rules/neighbours";
import { factsOf, found } from "./fixture";

const ARN = "arn:aws:iam::123456789012:policy/push";

function allowing(action: string): object {
  return { Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: "*" } };
}

function details(role: object, ...versions: readonly object[]): object {
  return {
    RoleDetailList: [{ RoleName: "web", AssumeRolePolicyDocument: SEED, ...role }],
    Policies: [{ Arn: ARN, PolicyVersionList: versions }],
  };
}

const INLINE = { RolePolicyList: [{ PolicyName: "own", PolicyDocument: allowing("ecr:PutImage") }] };
const ATTACHED = { AttachedManagedPolicies: [{ PolicyArn: ARN }] };
const OLD = { IsDefaultVersion: false, Document: allowing("iam:*") };
const CURRENT = { IsDefaultVersion: true, Document: allowing("ecr:BatchGetImage") };

test.each<[string, object, readonly string[] | undefined, number | undefined]>([
  ["none", details({}), undefined, undefined],
  ["an inline one", details(INLINE), ["ecr:PutImage"], 0],
  ["the version of an attached one that holds", details(ATTACHED, OLD, CURRENT), ["ecr:BatchGetImage"], 0],
  ["both", details({ ...INLINE, ...ATTACHED }, CURRENT), ["ecr:PutImage", "ecr:BatchGetImage"], 0],
  [
    "percent-encoded ones, as IAM's API answers them",
    details(ATTACHED, { ...CURRENT, Document: encodeURIComponent(JSON.stringify(allowing("ecr:*"))) }),
    ["ecr:*"],
    0,
  ],
  [
    "one that is attached twice",
    details({ AttachedManagedPolicies: [{ PolicyArn: ARN }, { PolicyArn: ARN }] }, CURRENT),
    ["ecr:BatchGetImage"],
    0,
  ],
  [
    "one of AWS, which the answer leaves out",
    details({ AttachedManagedPolicies: [{ PolicyArn: "arn:aws:iam::aws:policy/A" }] }),
    [],
    1,
  ],
  ["one without a version that holds", details(ATTACHED, OLD), [], 1],
  ["one that cannot be read", details({ RolePolicyList: [{ PolicyDocument: { Statement: 1 } }] }), [], 1],
  [
    "one that is too long",
    details({ RolePolicyList: [{ PolicyDocument: allowing("a".repeat(20_000)) }] }),
    [],
    1,
  ],
  [
    "more than a role can have",
    details({ RolePolicyList: Array.from({ length: 103 }, () => ({ PolicyDocument: allowing("a") })) }),
    Array.from({ length: 100 }, () => "a"),
    3,
  ],
])("reads the policies of a role: %s", (_, file, policies, unread) => {
  const [role] = found(file).roles.map(factsOf);

  expect(role?.slice(2, 4)).toStrictEqual([policies, unread]);
});
