import { ECR_LEVELS, type EcrAccess } from "../policy/ecr-actions";
import type { Principal, SourceContext } from "./source";
import type { GrantCondition } from "./trust-group";

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

export function mayText(access: EcrAccess): string {
  return ECR_LEVELS[access].verbs;
}

/** What is followed by the names of ECR repositories: `push to`. */
export const CAN: Readonly<Record<EcrAccess, string>> = {
  push: "push to",
  pull: "pull from",
  "push-pull": "push to and pull from",
};

/** `1 role`, `3 roles`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${numberText(count)} ${count === 1 ? noun : plural}`;
}

/** With commas, in any locale. */
export function numberText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
