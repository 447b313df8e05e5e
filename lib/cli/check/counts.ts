import { SEVERITIES, type Severity } from "../../policy/rules/rule";
import type { Report } from "./report";

/** How much is checked, and how much is not. */
export interface Counts {
  /** Roles with a statement that allows tokens of a GitHub. */
  readonly rolesChecked: number;
  readonly findings: Readonly<Record<Severity, number>>;
  /** Roles without such a statement. */
  readonly rolesWithoutGithub: number;
  /** Statements for other principals, in all roles. */
  readonly otherStatements: number;
  /** Roles whose trust policy cannot be read, or is known only to Terraform. */
  readonly rolesNotChecked: number;
  /** Policies of checked roles that the file does not contain. R33 and R37 do not know them. */
  readonly policiesNotRead: number;
}

export function counts({ roles, notChecked }: Report): Counts {
  const checked = roles.filter(({ isChecked }) => isChecked);
  const found = checked.flatMap(({ findings }) => findings.map(({ rule }) => rule.severity));
  const of = (severity: Severity) => found.filter((each) => each === severity).length;
  const [critical, high, medium, low] = SEVERITIES.map(of);
  return {
    rolesChecked: checked.length,
    findings: { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 },
    rolesWithoutGithub: roles.length - checked.length,
    otherStatements: roles.reduce((sum, { otherStatements }) => sum + otherStatements, 0),
    rolesNotChecked: notChecked.length,
    policiesNotRead: checked.reduce((sum, { role }) => sum + (role.permissions?.unread ?? 0), 0),
  };
}
