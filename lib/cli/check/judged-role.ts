import type { DiscoveredRole } from "../../inventory/discovered-role";
import type { ParsedPolicy } from "../../policy/iam/document";
import { EMPTY_CONTEXT, type LintContext, spellings } from "../../policy/rules/context";
import { githubStatements } from "../../policy/rules/github-statement";
import { type Finding, lintTrustPolicy } from "../../policy/rules/lint";

/** A role, and what the rules say of it. */
export interface JudgedRole {
  readonly role: DiscoveredRole;
  /** Whether a statement of it trusts a GitHub. */
  readonly isJudged: boolean;
  readonly findings: readonly Finding[];
  /** Statements that are none of GitHub's, and no rule's matter. */
  readonly statementsLeft: number;
}

export type Owners = Pick<LintContext, "owners" | "ids">;

/** @param given on the command line, `NAME` or `NAME@ID`; none means that nobody has said. */
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

export function judgedRole(role: DiscoveredRole, owners: Owners): JudgedRole {
  const { account, maxSessionSeconds, hasPermissionsBoundary } = role;
  const surroundings = { ...EMPTY_CONTEXT, ...owners, account, maxSessionSeconds, hasPermissionsBoundary };
  const trusting = new Set(githubStatements(role.document, surroundings).map(({ statement }) => statement));
  const statements = role.document.statements.filter((statement) => trusting.has(statement));
  return {
    role,
    isJudged: statements.length > 0,
    findings: statements.length > 0 ? judgement({ ...role.document, statements }, role, surroundings) : [],
    statementsLeft: role.document.statements.length - statements.length,
  };
}

/** What is found if the policies that cannot be read allow nothing, and what is if they allow everything. */
function judgement(
  document: ParsedPolicy,
  { permissions }: DiscoveredRole,
  surroundings: LintContext,
): readonly Finding[] {
  if (permissions === undefined) return lintTrustPolicy(document, surroundings);
  const found = lintTrustPolicy(document, { ...surroundings, permissions: permissions.policies.flat() });
  const more = permissions.unread === 0 ? [] : lintTrustPolicy(document, surroundings);
  return inOrder([...found, ...more]);
}

/** Each once, in the order of the rules. */
function inOrder(found: readonly Finding[]): readonly Finding[] {
  const byText = new Map(
    found.map((finding) => [JSON.stringify([finding.rule.id, finding.path, finding.given]), finding]),
  );
  return [...byText.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
}
