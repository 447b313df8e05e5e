import { policyArn } from "../../policy/arn";
import {
  MAX_POLICY_NAME_CHARACTERS,
  MAX_RAISED_POLICIES_PER_ROLE,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
} from "../../policy/iam-limits";
import { countedCharacters } from "../../policy/policy-document";
import { givenText } from "../../policy/text-rule";
import type { ConfigContext } from "../context";
import { at, isMap, isValid, isValidThroughout, items, type Located, textOf } from "../draft";
import type { ConfigInput } from "../input";
import { type ResolvedAccount, resolvedAccount } from "../normalize/config";
import type { UnparsedRole } from "../normalize/role";
import { type Problem, pathText } from "../problem";
import { accountEntry, type RoleDraft } from "../schema/access-file";
import type { GithubHost, Risk, Role } from "../types";
import { customTrustPolicyProblems } from "./custom-trust-policy";
import { groupedBy } from "./duplicates";
import { riskProblems, violationsOf } from "./risks";
import { lacksIds } from "./subjects";

/** A role with valid values, and its place. */
interface PlacedRole {
  readonly account: ResolvedAccount;
  readonly role: Role | UnparsedRole;
  readonly place: RoleDraft;
}

/** Errors in the policies of roles. */
export function problemsOfRoles(
  accounts: readonly ResolvedAccount[],
  github: GithubHost,
  input: ConfigInput,
): readonly Problem[] {
  return accounts.flatMap((account, index) =>
    roleProblems(
      account.roles.flatMap((role, position) => {
        const place = input.accounts[index]?.roles[position];
        return place === undefined ? [] : [{ account, role, place }];
      }),
      github,
    ),
  );
}

/**
 * The same for the valid roles of an input with other errors, and the violations of roles of which the trust is valid.
 */
export function problemsOfParts({ accounts }: ConfigInput, context: ConfigContext): readonly Problem[] {
  return accounts.flatMap((account) => {
    const needed = Object.fromEntries(CHECKED_WITH.map((key) => [key, account[key].value]));
    const roles = account.roles
      .map(withoutWrongPublish)
      .filter((role) => isValid(role) && !lacksIds(role, context.known))
      .map((role) => ({
        role,
        resolved: isValidThroughout(role)
          ? accountOf({ ...needed, roles: [role.value] }, context, role)
          : undefined,
      }));
    return [
      ...roleProblems(
        roles.flatMap(({ role, resolved }) =>
          resolved === undefined ? [] : [{ account: resolved, role: resolved.roles[0], place: role }],
        ),
        context.github,
      ),
      ...roles.flatMap(({ role, resolved }) => (resolved === undefined ? trustProblems(role, context) : [])),
    ];
  });
}

/** The policies of a role do not depend on its publish. */
function withoutWrongPublish(role: RoleDraft): RoleDraft {
  if (!isMap(role.value) || isValidThroughout(at(role, "publish"))) return role;
  const { publish: _, ...rest } = role.value;
  return { value: rest, path: role.path };
}

function accountOf(value: unknown, context: ConfigContext, role: RoleDraft): ResolvedAccount | undefined {
  const { data } = accountEntry.safeParse(value);
  return data && resolvedAccount(data, context, [role]);
}

/** The keys of an account that the checks of its roles need. */
const CHECKED_WITH = ["id", "region", "audience", "trustPolicyCharacters", "policiesPerRole"] as const;

/** Violations that follow from a role's entries of trust, whatever else is invalid in the role or its account. */
function trustProblems(role: RoleDraft, context: ConfigContext): readonly Problem[] {
  const { value: trust } = at(role, "trust");
  if (trust === undefined || at(role, "trustPolicy").value !== undefined) return [];
  const account = accountOf(
    {
      ...ANY_ACCOUNT,
      roles: [{ trust, acceptRisks: at(role, "acceptRisks").value, ecr: LEAST_ACCESS }],
    },
    context,
    role,
  );
  if (account === undefined) return [];
  const [resolved] = account.roles;
  return "problems" in resolved ? formProblems(resolved, role) : violationsOf(resolved, role);
}

const ANY_ACCOUNT = { id: "000000000000", region: "us-east-1" };

/** Access of which no rule reports anything. */
const LEAST_ACCESS = { repositories: ["any"], access: "pull" };

/** @param roles of one account. */
function roleProblems(roles: readonly PlacedRole[], github: GithubHost): readonly Problem[] {
  return [
    ...policyNameProblems(roles),
    ...attachedOwnProblems(roles),
    ...groupedBy(roles, ({ place }) => pathText(place.path)).flatMap((group) => {
      const [{ account, role, place }] = group;
      if ("problems" in role) return formProblems(role, place);
      // Of the roles of a role with perRepository, which has no custom trust policy.
      const parsed = group.flatMap((each) => ("problems" in each.role ? [] : [each.role]));
      return [
        ...documentProblems(account, parsed, place),
        ...customTrustPolicyProblems(role, github, place),
        ...riskProblems({ risks: risksOfAll(parsed), trust: role.trust }, place),
      ];
    }),
  ];
}

/** The rules that roles violate, each once, with all its places. */
function risksOfAll([first, ...others]: readonly Role[]): readonly Risk[] {
  if (first === undefined || others.length === 0) return first?.risks ?? [];
  const all = [first, ...others].flatMap(({ risks }) => risks);
  return groupedBy(all, ({ rule }) => rule.id).map(([risk, ...more]) => ({
    ...risk,
    places: [...risk.places, ...more.flatMap(({ places }) => places)] as const,
  }));
}

/** Errors in the form of a custom trust policy. */
function formProblems({ problems }: UnparsedRole, { path }: Located): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, path: [...path, "trustPolicy", ...problem.path] }));
}

/** Policies that exceed IAM's quotas. Of roles that come from one, the first problem of each kind. */
function documentProblems(
  account: ResolvedAccount,
  roles: readonly Role[],
  place: Located,
): readonly Problem[] {
  const problems = [
    ...roles.flatMap((role) => trustPolicyLength(account, role, place)),
    ...roles.flatMap((role) => policyCount(account, role, place)),
  ];
  return groupedBy(problems, ({ path }) => pathText(path)).map(([first]) => first);
}

function trustPolicyLength(
  { trustPolicyCharacters: limit }: ResolvedAccount,
  { trust, trustPolicy }: Role,
  { path }: Located,
): readonly Problem[] {
  const characters = countedCharacters(trustPolicy);
  if (characters <= limit) return [];
  const isOwn = trust.kind === "document";
  const fix = isOwn ? "Shorten it" : "Split the entries over several roles, or use repository patterns";
  const quota =
    limit < MAX_RAISED_TRUST_POLICY_CHARACTERS
      ? `. If AWS has raised the account's quota, set trustPolicyCharacters (at most ${MAX_RAISED_TRUST_POLICY_CHARACTERS})`
      : "";
  return [
    {
      path: [...path, isOwn ? "trustPolicy" : "trust"],
      message: `expected a trust policy of at most ${limit} characters, got ${characters}. ${fix}${quota}`,
    },
  ];
}

function policyCount(
  { policiesPerRole }: Pick<ResolvedAccount, "policiesPerRole">,
  { policies, policyName, attachedPolicyArns: attached }: Role,
  { path }: Located,
): readonly Problem[] {
  const problems: Problem[] = [];
  const count = policies.length + (attached?.length ?? 0);
  if (policies.length > policiesPerRole) {
    problems.push({
      path: [...path, "ecr", "repositories"],
      message: `expected ECR repositories that fit into ${policiesPerRole} policies, got ${policies.length} policies. Use patterns, or split the repositories over several roles${quotaText(policiesPerRole)}`,
    });
  } else if (count > policiesPerRole) {
    problems.push({
      path: [...path, "policies"],
      message: `expected at most ${policiesPerRole} policies for a role with those of its ECR repositories (${policies.length}), got ${count}${quotaText(policiesPerRole)}`,
    });
  }
  const longest = policies.at(-1)?.name ?? policyName;
  if (longest.length > MAX_POLICY_NAME_CHARACTERS) {
    problems.push({
      path: [...path, "policyName"],
      message: `expected at most ${MAX_POLICY_NAME_CHARACTERS} characters with the number of each further policy, got ${givenText(longest)}`,
    });
  }
  return problems;
}

function quotaText(policiesPerRole: number): string {
  return policiesPerRole < MAX_RAISED_POLICIES_PER_ROLE
    ? `. If AWS has raised the account's quota, set policiesPerRole (at most ${MAX_RAISED_POLICIES_PER_ROLE})`
    : "";
}

/** Further policies of a role with the name of another role's policy. IAM ignores case in names. */
function policyNameProblems(roles: readonly PlacedRole[]): readonly Problem[] {
  if (roles.every(({ role }) => role.policies.length === 1)) return [];
  const first = new Set(roles.map(({ role }) => role.policyName.toLowerCase()));
  return roles.flatMap(({ role, place }) =>
    role.policies
      .slice(1)
      .filter(({ name }) => first.has(name.toLowerCase()))
      .map(({ name }) => ({
        path: [...place.path, "ecr", "repositories"],
        message: `the role's repositories need a further policy, and another role has a policy of its name, ${givenText(name)}. Change policyName of one role`,
      })),
  );
}

/**
 * Policies of the file among those that exist and that a role attaches. That of the role itself has an attachment already, and nothing orders
 * the attachment of another role's policy after its creation.
 */
function attachedOwnProblems(roles: readonly PlacedRole[]): readonly Problem[] {
  if (roles.every(({ place }) => at(place, "policies").value === undefined)) return [];
  const created = new Map(
    roles.flatMap((creator) =>
      creator.role.policies.map(({ name }) => {
        const path = textOf(at(creator.place, "path")) ?? "/";
        return [policyArn(creator.account, path, name).toLowerCase(), creator] as const;
      }),
    ),
  );
  return roles.flatMap(({ place, role }) =>
    items(at(place, "policies")).flatMap((attached): readonly Problem[] => {
      const creator = created.get((textOf(attached) ?? "").toLowerCase());
      if (creator === undefined) return [];
      const expected = `expected a policy that exists already, got ${givenText(attached.value)}`;
      return [
        creator.role === role
          ? {
              path: attached.path,
              message: `${expected}, which this role creates and attaches itself. Remove it`,
            }
          : {
              path: attached.path,
              message: `${expected}, which the role ${creator.role.name} creates. Remove it, and write into ecr what this role may do`,
            },
      ];
    }),
  );
}
