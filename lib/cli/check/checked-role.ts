import type { DiscoveredRole } from "../../inventory/discovered-role";
import type { ParsedPolicy } from "../../policy/iam/document";
import { EMPTY_CONTEXT, type LintContext, spellings } from "../../policy/rules/context";
import { githubStatements } from "../../policy/rules/github-statement";
import { type Finding, lintTrustPolicy } from "../../policy/rules/lint";

/** A role and its findings. */
export interface CheckedRole {
  readonly role: DiscoveredRole;
  /** Whether one of its statements allows tokens of a GitHub. */
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
  const trusting = new Set(githubStatements(role.document, context).map(({ statement }) => statement));
  const statements = role.document.statements.filter((statement) => trusting.has(statement));
  return {
    role,
    isChecked: statements.length > 0,
    findings: statements.length > 0 ? findingsOf({ ...role.document, statements }, role, context) : [],
    otherStatements: role.document.statements.length - statements.length,
  };
}

/** The findings if the policies that cannot be read allow nothing, and those if they allow everything. */
function findingsOf(
  document: ParsedPolicy,
  { permissions }: DiscoveredRole,
  context: LintContext,
): readonly Finding[] {
  if (permissions === undefined) return lintTrustPolicy(document, context);
  const found = lintTrustPolicy(document, { ...context, permissions: permissions.policies.flat() });
  const more = permissions.unread === 0 ? [] : lintTrustPolicy(document, context);
  return inOrder([...found, ...more]);
}

/** Each once, in the order of the rules. */
function inOrder(found: readonly Finding[]): readonly Finding[] {
  const byText = new Map(
    found.map((finding) => [JSON.stringify([finding.rule.id, finding.path, finding.given]), finding]),
  );
  return [...byText.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
}
