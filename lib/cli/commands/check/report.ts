import type { AttachedPolicy, DiscoveredRole, SkippedRole } from "../../../inventory/discovered-role";
import { isAbout, WEB_IDENTITY_ACTION } from "../../../policy/iam/evaluate";
import type { Region } from "../../../policy/json-text";
import type { DocumentPath, ParsedPolicy } from "../../../policy/policy-document";
import { EMPTY_CONTEXT, type LintContext, spellings } from "../../../policy/rules/context";
import { checkedStatements, type Finding, lintTrustPolicy } from "../../../policy/rules/lint";
import { SEVERITIES, type Severity } from "../../../policy/rules/rule";
import { type LocatedProblem, type RolesFile, TOP } from "../../roles-file";

/** The result of a check, for every output format. */
export interface Report {
  /** As the user gave it. */
  readonly file: string;
  /** The form of the file: `terraform show -json, a plan`. */
  readonly kind: string;
  readonly roles: readonly ReportedRole[];
  readonly notChecked: readonly NotCheckedRole[];
}

export interface ReportedRole extends Omit<CheckedRole, "findings"> {
  readonly region: Region;
  readonly findings: readonly PlacedFinding[];
}

export interface PlacedFinding extends Finding {
  readonly region: Region;
  /** The policy of the role that the finding is in. Undefined for its trust policy. */
  readonly policy: AttachedPolicy | undefined;
}

export interface NotCheckedRole extends Omit<SkippedRole, "problems"> {
  readonly problems: readonly LocatedProblem[];
}

export function report(
  { name: file, regions: regionsOf, found }: RolesFile,
  checked: readonly CheckedRole[],
): Report {
  const paths = checked.flatMap(({ role, findings }) => [
    role.path,
    ...findings.map((finding) => filePath(role, finding)),
  ]);
  const problemPaths = found.skipped.flatMap(({ problems }) => problems.map(({ path }) => path));
  const regions = regionsOf([...paths, ...problemPaths]).values();
  const next = (): Region => regions.next().value ?? TOP;
  return {
    file,
    kind: found.kind,
    roles: checked.map((each) => ({
      ...each,
      region: next(),
      findings: each.findings
        .map((finding) => ({ ...finding, region: next(), policy: policyOf(each.role, finding) }))
        .sort(bySeverityAndPlace),
    })),
    notChecked: found.skipped.map((role) => ({
      ...role,
      problems: role.problems.map((problem) => ({ ...problem, region: next() })),
    })),
  };
}

/** The place of a finding in the file. It is the role for a rule about neither of its policies. */
function filePath(role: DiscoveredRole, finding: Finding): DocumentPath {
  const policy = policyOf(role, finding);
  if (policy === undefined && finding.path.length === 0) return role.path;
  const { path, isText } = policy ?? role.trustPolicy;
  return isText ? path : [...path, ...policyPath(finding)];
}

function policyOf({ permissions }: DiscoveredRole, { permission }: Finding): AttachedPolicy | undefined {
  return permission && permissions?.policies[permission.policy];
}

/** The path in the trust policy, or in the role's policy that the finding is in. */
export function policyPath({ path, permission }: Finding): DocumentPath {
  return permission?.path ?? path;
}

/** `managed policy arn:aws:iam::123456789012:policy/push`, or `inline policy push (aws_iam_role_policy.push)`. */
export function policyText({ kind, name, address }: AttachedPolicy): string {
  const isNamed = address === undefined || address === name;
  return [kind, name, ...(isNamed ? [] : [`(${address})`])].filter((part) => part !== "").join(" ");
}

/** The most severe first, then in the order of the file. */
function bySeverityAndPlace(one: PlacedFinding, other: PlacedFinding): number {
  const rank = ({ rule }: Finding) => SEVERITIES.indexOf(rule.severity);
  const { start } = one.region;
  const { start: otherStart } = other.region;
  return (
    rank(one) - rank(other) ||
    start.line - otherStart.line ||
    start.column - otherStart.column ||
    // A policy that the file has as a string is one place.
    byPath(policyPath(one), policyPath(other))
  );
}

/** By the first positions that differ. */
function byPath(one: DocumentPath, other: DocumentPath): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  const [part, otherPart] = [one[at], other[at]];
  return typeof part === "number" && typeof otherPart === "number" ? part - otherPart : 0;
}

/** A role and its findings. */
export interface CheckedRole {
  readonly role: DiscoveredRole;
  /** Whether one of its statements allows tokens of a GitHub or every principal, or is nearly such a statement. */
  readonly isChecked: boolean;
  readonly findings: readonly Finding[];
  /** How many statements are for other principals. No rule applies to them. */
  readonly otherStatements: number;
}

export type Owners = Pick<LintContext, "owners" | "ids">;

/** @param given on the command line, `NAME` or `NAME@ID`. Without any, every owner is trusted. */
export function ownersOf(given: readonly string[]): Owners {
  const named = given.map((owner) => owner.split("@"));
  return {
    owners: given.length === 0 ? undefined : spellings(named.map(([name = ""]) => name)),
    ids: {
      owners: new Map(
        named.flatMap(([name = "", id]) => (id === undefined ? [] : [[name.toLowerCase(), id]])),
      ),
      repositories: new Map(),
    },
  };
}

export function checkedRole(role: DiscoveredRole, owners: Owners): CheckedRole {
  const { account, maxSessionSeconds, hasPermissionsBoundary } = role;
  const context = { ...EMPTY_CONTEXT, ...owners, account, maxSessionSeconds, hasPermissionsBoundary };
  const statements = checkedStatements(role.document, context);
  // A Deny takes away from what the other statements allow.
  const checked = role.document.statements.filter(
    (statement) =>
      statements.includes(statement) ||
      (statements.length > 0 && statement.effect === "Deny" && isAbout(statement, WEB_IDENTITY_ACTION)),
  );
  return {
    role,
    isChecked: statements.length > 0,
    findings:
      statements.length > 0 ? findingsOf({ ...role.document, statements: checked }, role, context) : [],
    otherStatements: role.document.statements.length - checked.length,
  };
}

/** The findings if the policies that cannot be read allow nothing, and those if they allow everything. */
function findingsOf(
  document: ParsedPolicy,
  { permissions }: DiscoveredRole,
  context: LintContext,
): readonly Finding[] {
  if (permissions === undefined) return lintTrustPolicy(document, context);
  const found = lintTrustPolicy(document, { ...context, permissions: permissions.policies });
  const more = permissions.unread === 0 ? [] : lintTrustPolicy(document, context);
  return inOrder([...found, ...more]);
}

/** Each once, in the order of the rules. */
function inOrder(found: readonly Finding[]): readonly Finding[] {
  const byText = new Map(
    found.map((finding) => {
      const { rule, path, permission, given } = finding;
      return [JSON.stringify([rule.id, path, permission, given]), finding];
    }),
  );
  return [...byText.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
}

/** How much is checked, and how much is not. */
interface Counts {
  /** Roles with a statement that allows tokens of a GitHub or every principal, or is nearly such a statement. */
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
