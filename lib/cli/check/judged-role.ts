import type { FoundRole } from "../../inventory/found-role";
import type { ReadDocument } from "../../policy/evaluation/document";
import { type Finding, findings } from "../../policy/rules/judgement";
import { NOTHING_KNOWN, type Surroundings, spellings } from "../../policy/rules/surroundings";
import { trustingStatements } from "../../policy/rules/trusting-statement";

/** A role, and what the rules say of it. */
export interface JudgedRole {
  readonly role: FoundRole;
  /** Whether a statement of it trusts a GitHub. */
  readonly isJudged: boolean;
  readonly findings: readonly Finding[];
  /** Statements that are none of GitHub's, and no rule's matter. */
  readonly statementsLeft: number;
}

export type Owners = Pick<Surroundings, "owners" | "ids">;

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

export function judgedRole(role: FoundRole, owners: Owners): JudgedRole {
  const { account, maxSessionSeconds, hasPermissionsBoundary } = role;
  const surroundings = { ...NOTHING_KNOWN, ...owners, account, maxSessionSeconds, hasPermissionsBoundary };
  const trusting = new Set(trustingStatements(role.document, surroundings).map(({ statement }) => statement));
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
  document: ReadDocument,
  { permissions }: FoundRole,
  surroundings: Surroundings,
): readonly Finding[] {
  if (permissions === undefined) return findings(document, surroundings);
  const found = findings(document, { ...surroundings, permissions: permissions.policies.flat() });
  const more = permissions.unread === 0 ? [] : findings(document, surroundings);
  return inOrder([...found, ...more]);
}

/** Each once, in the order of the rules. */
function inOrder(found: readonly Finding[]): readonly Finding[] {
  const byText = new Map(
    found.map((finding) => [JSON.stringify([finding.rule.id, finding.path, finding.given]), finding]),
  );
  return [...byText.values()].sort((a, b) => (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0));
}
