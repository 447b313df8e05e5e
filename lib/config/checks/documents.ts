import {
  MAX_POLICIES_PER_ROLE,
  MAX_POLICY_NAME_CHARACTERS,
  MAX_RAISED_TRUST_POLICY_CHARACTERS,
} from "../../policy/iam-names";
import { countedCharacters } from "../../policy/policy-document";
import type { Account, Role } from "../config";
import type { Place } from "../place";
import { givenText, type Problem } from "../problem";

/** Documents of a role that IAM would refuse for their length or their number. */
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
  const ways = [
    ...(isOwn
      ? ["shorten it"]
      : ["divide the entries among several roles", "name repositories by a pattern"]),
    ...(limit < MAX_RAISED_TRUST_POLICY_CHARACTERS
      ? [
          `give the account's quota as trustPolicyCharacters once AWS has raised it, up to ${MAX_RAISED_TRUST_POLICY_CHARACTERS}`,
        ]
      : []),
  ];
  return [
    {
      path: [...path, isOwn ? "trustPolicy" : "trust"],
      message: `makes a trust policy of ${characters} characters; allowed: ${limit}; ${ways.join(", or ")}`,
    },
  ];
}

function policyCount({ policies, policyName }: Role, { path }: Place): readonly Problem[] {
  const problems: Problem[] = [];
  if (policies.length > MAX_POLICIES_PER_ROLE) {
    problems.push({
      path: [...path, "ecr", "repositories"],
      message: `makes ${policies.length} policies; allowed: ${MAX_POLICIES_PER_ROLE} for a role; name repositories by a pattern, or divide them among several roles`,
    });
  }
  const longest = policies.at(-1)?.name ?? policyName;
  if (longest.length > MAX_POLICY_NAME_CHARACTERS) {
    problems.push({
      path: [...path, "policyName"],
      message: `leaves no room for the number of a further policy; allowed: ${MAX_POLICY_NAME_CHARACTERS} characters with it; given: ${givenText(longest)}`,
    });
  }
  return problems;
}

/** Numbered policies of one role by a name that another role's policy has; IAM compares names without case. */
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
        message: `needs a further policy, whose name another role's policy has; allowed: another policyName for one of them; given: ${givenText(name)}`,
      })),
  );
}
