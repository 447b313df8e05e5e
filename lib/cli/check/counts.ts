import { SEVERITIES, type Severity } from "../../policy/rules/rule";
import type { Report } from "./report";

/** What a check has looked at, and what not. */
export interface Counts {
  /** Roles with a statement that trusts a GitHub. */
  readonly rolesJudged: number;
  readonly findings: Readonly<Record<Severity, number>>;
  /** Roles without such a statement. */
  readonly rolesLeft: number;
  /** Statements that trust others than a GitHub, of whatever role. */
  readonly statementsLeft: number;
  /** Roles whose trust policy could not be judged. */
  readonly rolesNotJudged: number;
  /** Policies of judged roles that the file does not hold: R33 and R37 could not judge them. */
  readonly policiesNotRead: number;
}

export function counts({ roles, unjudged }: Report): Counts {
  const judged = roles.filter(({ isJudged }) => isJudged);
  const found = judged.flatMap(({ findings }) => findings.map(({ rule }) => rule.severity));
  const of = (severity: Severity) => found.filter((each) => each === severity).length;
  const [critical, high, medium, low] = SEVERITIES.map(of);
  return {
    rolesJudged: judged.length,
    findings: { critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 },
    rolesLeft: roles.length - judged.length,
    statementsLeft: roles.reduce((sum, { statementsLeft }) => sum + statementsLeft, 0),
    rolesNotJudged: unjudged.length,
    policiesNotRead: judged.reduce((sum, { role }) => sum + (role.permissions?.unread ?? 0), 0),
  };
}
