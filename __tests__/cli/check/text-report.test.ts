import { judgedRole, ownersOf } from "../../../lib/cli/check/judged-role";
import { report } from "../../../lib/cli/check/report";
import { textReport } from "../../../lib/cli/check/text-report";
import { paintOf } from "../../../lib/cli/output/paint";
import { r02 } from "../../../lib/policy/rules/r02-subject-wildcard";
import { found } from "../../inventory/fixture";
import { subjectDocument } from "../../policy/rules/document";

function text(value: unknown, hasColour = false): string {
  const inventory = found(value);
  const judged = inventory.roles.map((role) => judgedRole(role, ownersOf([])));
  return textReport(
    report({ name: "a.json", text: JSON.stringify(value), found: inventory }, judged),
    paintOf({ hasColour }),
  );
}

test("colours names and severities, on a terminal alone", () => {
  const [name, rule] = text(subjectDocument("*"), true).split("\n");

  expect(name).toBe("\u001b[1mtrust policy\u001b[0m  a.json:1:1");
  expect(rule?.startsWith('  \u001b[1;31mR02 critical\u001b[0m  given "*"')).toBe(true);
  expect(text(subjectDocument("*")).startsWith("trust policy  a.json:1:1\n  R02 critical  given")).toBe(true);
});

test("a rule that is broken in many places names the first of them", () => {
  const subjects = Array.from({ length: 23 }, () => "*");

  expect(text(subjectDocument(subjects)).split("\n").slice(19, 25)).toStrictEqual([
    '                given "*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"][18]',
    '                given "*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"][19]',
    "                and 3 more",
    `    why   ${r02.impact}`,
    `    mend  ${r02.fix}`,
    "",
  ]);
});

test("counts what it has not looked at", () => {
  const details = {
    RoleDetailList: [
      {
        RoleName: "a",
        AssumeRolePolicyDocument: {
          Statement: { Effect: "Allow", Principal: { AWS: "1" }, Action: "sts:AssumeRole" },
        },
      },
      {
        RoleName: "b",
        AssumeRolePolicyDocument: subjectDocument("repo:acme@1/web@2:ref:refs/heads/main"),
        AttachedManagedPolicies: [{ PolicyArn: "c" }],
      },
      { RoleName: "c" },
    ],
  };

  expect(text([details, { module: { m: {} } }])).toBe(`1 role judged: nothing found
1 statement of others left alone; 1 role trusts no GitHub
1 policy of these roles not in the file, or not in a form that can be read
1 role not judged: see the problems
not judged: module.m, a.json:1:665 [1].module.m: has its resources elsewhere; judge a plan instead, by terraform show -json
`);
});
