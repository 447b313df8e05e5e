import { parseConfig } from "../../lib/config/load";
import { synthesizedStacks } from "../stacks/synthesized";
import {
  accepting,
  fileWith,
  inFile,
  type Lines,
  NAME,
  numbered,
  problemLines,
  secondRole,
} from "./access-file";

const DEPLOY = "arn:aws:iam::123456789012:policy/deploy";
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const ACCEPTED = accepting("R33");

/** A role that attaches policies. */
function attaching(policies: string, accept = ACCEPTED): Lines {
  return { 11: `        policies: ${policies}\n        ${accept}` };
}

const ROLE = "accounts[0].roles[0]";
const violation = (arn: string): string =>
  `R33 excess-permissions (high): a compromised workflow can do more than push and pull images, got "${arn}". Fix: remove the policy from policies, or accept the risk if the workflow also deploys. To accept this risk, add { rule: R33, reason: ... } to acceptRisks. See docs/rules.md#r33`;

test("a role attaches managed policies that exist, beside its own", () => {
  const file = fileWith(attaching(`[${DEPLOY}, ${ADMINISTRATOR}]`));
  expect(parseConfig(file, NAME).accounts[0].roles[0].attachedPolicyArns).toStrictEqual([
    DEPLOY,
    ADMINISTRATOR,
  ]);
  const { resource } = synthesizedStacks(file)["aws-123456789012"] ?? {};
  const role = "${" + "aws_iam_role.GitHubActionsECRRole.name}";
  expect(resource).toMatchObject({
    aws_iam_role_policy_attachment: {
      GitHubActionsECRRole_GitHubActionsECRPolicy: { role },
      GitHubActionsECRRole_attached_deploy_d2767081: { role, policy_arn: DEPLOY },
      GitHubActionsECRRole_attached_aws_AdministratorAccess_80764fcd: { role, policy_arn: ADMINISTRATOR },
    },
  });
});

test("every role can be removed, whatever is attached to it", () => {
  const { resource } = synthesizedStacks(fileWith())["aws-123456789012"] ?? {};
  expect(resource).toMatchObject({ aws_iam_role: { GitHubActionsECRRole: { force_detach_policies: true } } });
});

const OWN = "GitHubActionsECRPolicy";

test.each<[string, Lines, readonly string[]]>([
  [
    "a policy without an accepted risk, since the file does not contain what it allows",
    { 11: `        policies: [${ADMINISTRATOR}]` },
    [`11:20 ${ROLE}.policies[0]: ${violation(ADMINISTRATOR)}`],
  ],
  [
    "a policy of another account",
    attaching("[arn:aws:iam::210987654321:policy/deploy]"),
    [
      `11:20 ${ROLE}.policies[0]: expected an ARN of account 123456789012, got "arn:aws:iam::210987654321:policy/deploy"`,
    ],
  ],
  [
    "a policy of another account, without what it may allow",
    { 11: "        policies: [arn:aws:iam::210987654321:policy/deploy]" },
    [
      `11:20 ${ROLE}.policies[0]: expected an ARN of account 123456789012, got "arn:aws:iam::210987654321:policy/deploy"`,
    ],
  ],
  [
    "the policy that the role itself creates, in any casing",
    { 11: `        path: /ci/\n        policies: [arn:aws:iam::123456789012:policy/CI/${OWN}]` },
    [
      `12:20 ${ROLE}.policies[0]: expected a policy that exists already, got "arn:aws:iam::123456789012:policy/CI/${OWN}", which this role creates and attaches itself. Remove it`,
    ],
  ],
  [
    "the policy that another role of the account creates",
    {
      11: `        policies: [arn:aws:iam::123456789012:policy/Other]\n${secondRole("name: B", "policyName: Other")}`,
    },
    [
      `11:20 ${ROLE}.policies[0]: expected a policy that exists already, got "arn:aws:iam::123456789012:policy/Other", which the role B creates. Remove it, and write into ecr what this role may do`,
    ],
  ],
  [
    "a policy of another partition",
    attaching("[arn:aws-cn:iam::aws:policy/AdministratorAccess]"),
    [
      `11:20 ${ROLE}.policies[0]: expected an ARN that starts with arn:aws:, got "arn:aws-cn:iam::aws:policy/AdministratorAccess"`,
    ],
  ],
  [
    "a policy twice",
    attaching(`[${DEPLOY}, ${DEPLOY}]`),
    [
      `11:61 ${ROLE}.policies[1]: duplicate policy "${DEPLOY}". The other: access.yaml:11:20 ${ROLE}.policies[0]`,
    ],
  ],
  [
    "the ARN of a role and a name",
    attaching("[arn:aws:iam::123456789012:role/x, AdministratorAccess]"),
    [
      `11:20 ${ROLE}.policies[0]: expected the ARN of a managed policy (arn:PARTITION:iam::ACCOUNT:policy/NAME), got "arn:aws:iam::123456789012:role/x"`,
      `11:54 ${ROLE}.policies[1]: expected the ARN of a managed policy (arn:PARTITION:iam::ACCOUNT:policy/NAME), got "AdministratorAccess"`,
    ],
  ],
])("rejects %s", (_, lines, problems) => {
  expect(problemLines(fileWith(lines))).toStrictEqual(inFile(problems));
});

test("a policy with the name of the role's policy below another path is another policy", () => {
  const lines = attaching(`[arn:aws:iam::123456789012:policy/ci/${OWN}]`);
  expect(problemLines(fileWith(lines))).toStrictEqual([]);
});

const arns = (count: number): string =>
  `[${numbered(count, "p")
    .map((name) => `arn:aws:iam::123456789012:policy/${name}`)
    .join(", ")}]`;

test("a role has as many policies as the quota of the account allows, its ECR policy included", () => {
  const quota = (count: number): string =>
    fileWith({ ...attaching(arns(count)), 5: `    region: ap-northeast-2\n    policiesPerRole: 20` });
  expect(problemLines(fileWith(attaching(arns(9))))).toStrictEqual([]);
  expect(problemLines(fileWith(attaching(arns(10))))).toStrictEqual([
    `${NAME}:11:19 ${ROLE}.policies: expected at most 10 policies for a role with those of its ECR repositories (1), got 11. If AWS has raised the account's quota, set policiesPerRole (at most 20)`,
  ]);
  expect(problemLines(quota(19))).toStrictEqual([]);
  expect(problemLines(quota(20))).toStrictEqual([
    `${NAME}:12:19 ${ROLE}.policies: expected at most 20 policies for a role with those of its ECR repositories (1), got 21`,
  ]);
});
