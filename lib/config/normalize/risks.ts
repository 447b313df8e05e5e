import type { NamedPolicy } from "../../policy/ecr-policies";
import type { NonEmpty } from "../../policy/non-empty";
import { isGithubAudience } from "../../policy/partition";
import type { DocumentPath, Principals } from "../../policy/policy-document";
import type { LintContext, PermissionsPolicy } from "../../policy/rules/context";
import { type Finding, lintTrustPolicy } from "../../policy/rules/lint";
import { sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import type { Path } from "../problem";
import type { Account, GithubHost, Risk, RiskPlace, Role } from "../types";

/** A role before the rules check it. */
type UncheckedRole = Omit<Role, "risks">;
type AccountOfRole = Omit<Account, "ecr" | "roles">;

/** What the rules need from the section github. */
export type KnownContext = Pick<
  LintContext,
  "owners" | "ids" | "repositories" | "subjectFormat" | "hasTemplate" | "protectedEnvironments"
>;

/** Rules about something other than the trust policy, with its path in the role. */
export const ELSEWHERE: Readonly<Record<string, Path>> = {
  R33: ["ecr"],
  R35: ["maxSessionSeconds"],
  R37: ["ecr", "repositories"],
  R39: ["ecr"],
};

/** The rules that a role violates. */
export function risksOf(
  role: UncheckedRole,
  account: AccountOfRole,
  github: GithubHost,
  known: KnownContext,
  reasons: ReadonlyMap<string, string>,
): readonly Risk[] {
  const found = lintTrustPolicy(role.parsedTrustPolicy, {
    ...known,
    account,
    isExpectedAudience: (audience) => isExpectedAudience(audience, account),
    issuerHost: github.issuerHost,
    permissions: role.policies.map(permissionsOf),
    ...(role.attachedPolicyArns && { attachedPolicyArns: role.attachedPolicyArns }),
    maxSessionSeconds: role.maxSessionSeconds,
    hasPermissionsBoundary: role.permissionsBoundaryArn !== undefined,
    unreviewedBranches: [],
  });
  const placeOf = placesOf(role, github);
  const byRule = new Map<string, { rule: Finding["rule"]; places: RiskPlace[] }>();
  for (const { rule, path, given, hint } of found) {
    const risk = byRule.get(rule.id) ?? { rule, places: [] };
    byRule.set(rule.id, risk);
    const own = hint === undefined ? {} : { hint };
    risk.places.push({
      path: attachedPath(role, rule.id, given) ?? ELSEWHERE[rule.id] ?? placeOf(path, given),
      given,
      ...own,
    });
  }
  return [...byRule.values()].map(({ rule, places }) => ({
    rule,
    places: places as unknown as NonEmpty<RiskPlace>,
    reason: reasons.get(rule.id),
  }));
}

/** The place of a policy that the role attaches. */
function attachedPath({ attachedPolicyArns }: UncheckedRole, rule: string, given: string): Path | undefined {
  const index = attachedPolicyArns?.indexOf(given) ?? -1;
  return rule === "R33" && index >= 0 ? ["policies", index] : undefined;
}

/** The account's provider rejects all but its own audience. GitHub's default audience is no protection, even if the account names it. */
function isExpectedAudience(
  given: string,
  { audience, oidcProvider }: Pick<AccountOfRole, "audience" | "oidcProvider">,
): boolean {
  return given === audience ? !isGithubAudience(given) : oidcProvider !== "existing";
}

/** The statements of a generated policy, which needs no parsing. */
function permissionsOf({ document }: NamedPolicy): PermissionsPolicy {
  return {
    statements: document.Statement.map(({ Sid, Effect, Action, Resource }, index) => ({
      path: ["Statement", index],
      sid: Sid,
      effect: Effect,
      principal: NO_PRINCIPALS,
      action: { isNegated: false, patterns: Action },
      resources: typeof Resource === "string" ? [Resource] : Resource,
      notResources: [],
      conditions: [],
    })),
  };
}

const NO_PRINCIPALS: Principals = { isNegated: false, isEverybody: false, federated: [], others: [] };

/** The path in the file for a part of the trust policy: the entry of a subject, or the first entry of the statement. */
function placesOf(
  { trust }: UncheckedRole,
  { issuerHost }: GithubHost,
): (path: DocumentPath, given: string) => Path {
  if (trust.kind === "document") return (path) => ["trustPolicy", ...path];
  const [first, ...others] = trust.entries;
  if (others.length === 0) return () => ["trust", first.source];
  const statements = sharedClaims(trust.entries).map((entries) => ({
    first: entries[0].source,
    bySubject: new Map(
      // In reverse, so that of two entries with one subject the first one stays.
      entries
        .toReversed()
        .flatMap((entry) =>
          trustedSubjects({ entries: [entry], issuerHost }).map(
            (subject) => [subject, entry.source] as const,
          ),
        ),
    ),
  }));
  return ([, index], given) => {
    const statement = statements[Number(index)];
    return ["trust", statement?.bySubject.get(given) ?? statement?.first ?? first.source];
  };
}
