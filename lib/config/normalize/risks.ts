import type { NamedPolicy } from "../../policy/ecr-policy";
import type { DocumentPath, Principals, Statement } from "../../policy/iam/document";
import { parsePolicy } from "../../policy/iam/parse-policy";
import type { NonEmpty } from "../../policy/non-empty";
import type { LintContext } from "../../policy/rules/context";
import { type Finding, lintTrustPolicy } from "../../policy/rules/lint";
import { sharedClaims, trustedSubjects } from "../../policy/trust-policy";
import type { Account, GithubHost, Risk, RiskPlace, Role } from "../config";
import type { Path } from "../problem";

/** A role, before it is judged. */
type UnjudgedRole = Omit<Role, "risks">;
type AccountOfRole = Omit<Account, "roles">;

/** What the file says about GitHub that a rule may need. */
export type KnownContext = Pick<
  LintContext,
  "owners" | "ids" | "repositories" | "subjectFormat" | "protectedEnvironments"
>;

/** A rule that speaks of something else than the trust policy, by where the file says that. */
const ELSEWHERE: Readonly<Record<string, Path>> = {
  R33: ["ecr"],
  R35: ["maxSessionSeconds"],
  R37: ["ecr", "repositories"],
};

/** The rules that a role breaks; none, where its trust policy cannot be read. */
export function risksOf(
  role: UnjudgedRole,
  account: AccountOfRole,
  github: GithubHost,
  known: KnownContext,
  reasons: ReadonlyMap<string, string>,
): readonly Risk[] {
  const document = parsePolicy(role.trustPolicy, "trust");
  if ("problems" in document) return [];
  const found = lintTrustPolicy(document, {
    ...known,
    account,
    issuerHost: github.issuerHost,
    permissions: role.policies.flatMap(permissionsOf),
    maxSessionSeconds: role.maxSessionSeconds,
    hasPermissionsBoundary: role.permissionsBoundaryArn !== undefined,
    unreviewedBranches: [],
  });
  const placeOf = placesOf(role, github);
  const byRule = new Map<string, { rule: Finding["rule"]; places: RiskPlace[] }>();
  for (const { rule, path, given } of found) {
    const risk = byRule.get(rule.id) ?? { rule, places: [] };
    byRule.set(rule.id, risk);
    risk.places.push({ path: ELSEWHERE[rule.id] ?? placeOf(path, given), given });
  }
  return [...byRule.values()].map(({ rule, places }) => ({
    rule,
    places: places as unknown as NonEmpty<RiskPlace>,
    reason: reasons.get(rule.id),
  }));
}

/** The statements of a policy that is made here; there is nothing to read in it that could be wrong. */
function permissionsOf({ document }: NamedPolicy): readonly Statement[] {
  return document.Statement.map(({ Sid, Effect, Action, Resource }) => ({
    path: [],
    sid: Sid,
    effect: Effect,
    principal: NOBODY,
    action: { isNegated: false, patterns: Action },
    resources: typeof Resource === "string" ? [Resource] : Resource,
    conditions: [],
  }));
}

const NOBODY: Principals = { isNegated: false, isEverybody: false, federated: [] };

/** Where the file says what stands in a part of the trust policy: the entry that wrote a subject, or the first of its statement. */
function placesOf(
  { trust }: UnjudgedRole,
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
