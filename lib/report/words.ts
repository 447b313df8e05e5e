import { accessList, type EcrAccess, type EcrAccesses } from "../policy/ecr-access";
import { ECR_PUBLIC_HOST } from "../policy/ecr-names";
import { signingProfileNames } from "../policy/ecr-policies";
import { distinct, flattened, listText, mapped, type NonEmpty } from "../policy/non-empty";
import { ruleLink, ruleTitle } from "../policy/rules/rule";
import { type Reach, type RoleAccess, type RoleRisk, reachesOf } from "./access";
import type { GrantCondition, Principal, SourceContext } from "./source";

export function principalText(principal: Principal): string {
  switch (principal.kind) {
    case "repository":
      return principal.name;
    case "subject":
      return "every repository that the subject matches";
    case "any":
      return "any repository";
    case "others":
      return "principals other than GitHub";
  }
}

export function contextText(context: SourceContext): string {
  switch (context.kind) {
    case "branch":
      return `branch ${context.pattern}`;
    case "tag":
      return `tag ${context.pattern}`;
    case "environment":
      return `environment ${context.name}`;
    case "pullRequest":
      return "pull requests";
    case "mergeQueue":
      return `merge queue of ${context.branch}`;
    case "any":
      return "any context";
    case "subject":
      return `subject ${context.subject}`;
  }
}

function conditionText({ key, operator, values }: GrantCondition): string {
  return [key, ...(operator === undefined ? [] : [operator]), values.join(" or ")].join(" ");
}

/** All of them have to match. */
export function conditionsText(conditions: readonly GrantCondition[]): string {
  return conditions.map(conditionText).join(" and ");
}

/** What is followed by the names of ECR repositories: `push to`. */
const CAN: Readonly<Record<EcrAccess, NonEmpty<string>>> = {
  push: ["push to"],
  pull: ["pull from"],
  "push-pull": ["push to", "pull from"],
  read: ["describe the images of"],
};

/** The words before the names of ECR repositories: `push to`. */
export function canText(access: EcrAccesses): string {
  return listText(distinct(flattened(mapped(accessList(access), (each) => CAN[each]))));
}

/** What everyone who assumes a role can do: `push to web, api in eu-west-1`. */
export function reachText(role: RoleAccess): string {
  return listText(
    mapped(
      reachesOf(role),
      ({ may, repositories, registries, signingProfileArns }) =>
        `${canText(may)} ${repositories.join(", ")} in ${placesText(role, registries)}${signedText(signingProfileArns)}`,
    ),
  );
}

/** With which profiles ECR signs what a role pushes: ` (signed with web)`, or nothing. */
export function signedText(arns: NonEmpty<string> | undefined): string {
  return arns === undefined ? "" : ` (signed with ${signingProfileNames(arns)})`;
}

/** The regions of registries, and their account if it is not that of the role. */
export function placesText({ account }: RoleAccess, registries: Reach["registries"]): string {
  const regions = registries.map(({ region }) => region).join(", ");
  if (registries.some(({ host }) => host.startsWith(ECR_PUBLIC_HOST))) return "ECR Public";
  const [accountId] = registries[0]?.host.split(".") ?? [];
  return accountId === undefined || accountId === account.id ? regions : `${regions} of ${accountId}`;
}

export function roleText({ name, account }: RoleAccess): string {
  return `${name} in ${account.name}`;
}

/** One role by its name, several by their number. */
export function rolesText(roles: readonly RoleAccess[]): string {
  const [first, ...others] = roles;
  return first === undefined || others.length > 0 ? counted(roles.length, "role") : roleText(first);
}

/** `R07 repository-wildcard (high)` */
export function riskTitle({ rule, name, severity }: Pick<RoleRisk, "rule" | "name" | "severity">): string {
  return ruleTitle({ id: rule, name, severity });
}

/** What to change, and where to read more. */
export function fixText({ rule, fix }: Pick<RoleRisk, "rule" | "fix">): string {
  return `${fix}. ${ruleLink({ id: rule })}`;
}

/** `1 role`, `3 roles`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${numberText(count)} ${count === 1 ? noun : plural}`;
}

/** With commas, in any locale. */
export function numberText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
