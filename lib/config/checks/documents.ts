import {
  MAX_POLICIES_PER_ROLE,
  MAX_POLICY_NAME_CHARACTERS,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
} from "../../policy/iam-names";
import { countedCharacters } from "../../policy/policy-document";
import type { Account, Role } from "../config";
import type { Place } from "../place";
import { givenText, type Problem } from "../problem";

/** Policies of a role that exceed IAM's quotas. */
export function documentProblems(account: Account, role: Role, place: Place): readonly Problem[] {
  return [...trustPolicyLength(account, role, place), ...policyCount(role, place)];
}

function trustPolicyLength(
  { trustPolicyCharacters: limit }: Account,
  { trust, trustPolicy }: Role,
  { path }: Place,
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

function policyCount({ policies, policyName }: Role, { path }: Place): readonly Problem[] {
  const problems: Problem[] = [];
  if (policies.length > MAX_POLICIES_PER_ROLE) {
    problems.push({
      path: [...path, "ecr", "repositories"],
      message: `expected ECR repositories that fit into ${MAX_POLICIES_PER_ROLE} policies, got ${policies.length} policies. Use patterns, or split the repositories over several roles`,
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

/** Further policies of a role with the name of another role's policy. IAM ignores case in names. */
export function policyNameProblems(
  roles: readonly { readonly role: Role; readonly place: Place }[],
): readonly Problem[] {
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
