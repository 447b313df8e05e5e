import type { EcrAccess } from "../policy/ecr-actions";
import type { From, Who } from "./source";
import type { Asked } from "./trust-group";

export function whoText(who: Who): string {
  switch (who.kind) {
    case "repository":
      return who.name;
    case "subject":
      return "whoever the subject matches";
    case "any":
      return "any repository";
    case "others":
      return "others than GitHub's workflows";
  }
}

export function fromText(from: From): string {
  switch (from.kind) {
    case "branch":
      return `branch ${from.pattern}`;
    case "tag":
      return `tag ${from.pattern}`;
    case "environment":
      return `environment ${from.name}`;
    case "pullRequest":
      return "pull requests";
    case "mergeQueue":
      return `merge queue of ${from.branch}`;
    case "any":
      return "any context";
    case "subject":
      return `subject ${from.subject}`;
  }
}

export function askedText({ key, operator, values }: Asked): string {
  return [key, ...(operator === undefined ? [] : [operator]), values.join(" or ")].join(" ");
}

/** Everything asked at once. */
export function allAskedText(asked: readonly Asked[]): string {
  return asked.map(askedText).join(" and ");
}

export function mayText(access: EcrAccess): string {
  return access.replace("-", " and ");
}

/** `1 role`, `3 roles`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${numberText(count)} ${count === 1 ? noun : plural}`;
}

/** With commas, in any locale. */
export function numberText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
