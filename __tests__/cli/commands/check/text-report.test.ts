import { checkedRole, ownersOf, report } from "../../../../lib/cli/commands/check/report";
import { textReport } from "../../../../lib/cli/commands/check/text-report";
import { paintOf } from "../../../../lib/cli/output";
import type { RolesFile } from "../../../../lib/cli/roles-file";
import { jsonRegions } from "../../../../lib/policy/json-text";
import { r02 } from "../../../../lib/policy/rules/r02-subject-wildcard";
import { found } from "../../../inventory/fixture";
import { subjectDocument } from "../../../policy/rules/document";

function text(value: unknown, hasColour = false): string {
  const inventory = found(value);
  const regions: RolesFile["regions"] = (paths) => jsonRegions(JSON.stringify(value), paths);
  const checked = inventory.roles.map((role) => checkedRole(role, ownersOf([])));
  return textReport(report({ name: "a.json", regions, found: inventory }, checked), paintOf({ hasColour }));
}

test("colours names and severities only on a terminal", () => {
  const [name, rule] = text(subjectDocument("*"), true).split("\n");

  expect(name).toBe("\u001b[1mtrust policy\u001b[0m  a.json:1:1");
  expect(rule?.startsWith('  \u001b[1;31mR02 subject-wildcard (critical)\u001b[0m  "*"')).toBe(true);
  expect(
    text(subjectDocument("*")).startsWith('trust policy  a.json:1:1\n  R02 subject-wildcard (critical)  "*"'),
  ).toBe(true);
});

test("a rule with many findings lists the first of them", () => {
  const subjects = Array.from({ length: 23 }, () => "*");

  expect(text(subjectDocument(subjects)).split("\n").slice(19, 25)).toStrictEqual([
    '                                   "*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"][18]',
    '                                   "*" at Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"][19]',
    "                                   and 3 more",
    `    impact  ${r02.impact}`,
    `    fix     ${r02.fix}. See docs/rules.md#r02`,
    "",
  ]);
  expect(text(subjectDocument(subjects)).split("\n").slice(25)).toStrictEqual([
    "1 role checked: 1 finding (23 places): 1 critical",
    "",
  ]);
});

test("counts what is not checked", () => {
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

  expect(text([details, { module: { m: {} } }])).toBe(`1 role checked: no findings
1 statement for other principals not checked; 1 role does not trust GitHub
1 policy of these roles is not in the file, or cannot be read
1 role not checked: see the problems
not checked: module.m, a.json:1:665 [1].module.m: the resources of a module are not in this file. Check a plan instead: terraform show -json PLAN
`);
});
