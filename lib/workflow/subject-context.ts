import { matchesPattern } from "../policy/github-names";
import { DEFAULT_TEMPLATE } from "../policy/subject/template";
import type { Context } from "../policy/subject/types";
import type { TrustedContext } from "./trusted-contexts";

/** Captures the owner and the name in a subject. */
export const SUBJECT_NAMES = /^repo:([^/:@*]+)(?:@[0-9]+)?\/([^/:@]+)(?:@[0-9*]+)?:/;
const SUBJECT = /^repo:([^/:@*]+)(?:@([0-9]+))?\/([^/:@]+)(?:@([0-9]+|\*))?:(.+)$/;
const QUEUE = /^ref:refs\/heads\/gh-readonly-queue\/(.+)\/pr-\*$/;

/**
 * The context in which a raw subject pattern trusts a repository. Undefined for another repository, and for subjects with `?`, with
 * a policy variable, or with the keys of a subject template.
 */
export function subjectContext(
  subject: string,
  claims: TrustedContext["claims"],
  { owner, name }: { readonly owner: string; readonly name: string },
): TrustedContext | undefined {
  const [, ownOwner = "", ownerId, ownName = "", repositoryId, rest = ""] = SUBJECT.exec(subject) ?? [];
  if (ownOwner.toLowerCase() !== owner.toLowerCase() || !matchesPattern(ownName, name)) return undefined;
  const context = contextOf(rest);
  if (context === undefined) return undefined;
  return {
    owner: ownOwner,
    repository: ownName.includes("*") ? name : ownName,
    ids:
      ownerId === undefined || repositoryId === undefined
        ? undefined
        : { owner: ownerId, repository: repositoryId },
    template: DEFAULT_TEMPLATE,
    context,
    claims,
  };
}

function contextOf(text: string): Context | undefined {
  if (text === "*") return { kind: "any" };
  if (text === "pull_request") return { kind: "pullRequest" };
  const environment = afterStart(text, "environment:");
  if (environment !== undefined) {
    return hasWildcard(environment) || /:/.test(environment)
      ? undefined
      : { kind: "environment", name: plain(environment).replace(/%3A/gi, ":") };
  }
  if (hasMoreThanStars(text)) return undefined;
  const queue = QUEUE.exec(text)?.[1];
  if (queue !== undefined && !queue.includes("*")) return { kind: "mergeQueue", branch: plain(queue) };
  const branch = afterStart(text, "ref:refs/heads/") ?? (text === "ref:*" ? "*" : undefined);
  if (branch !== undefined) return { kind: "branch", pattern: plain(branch) };
  const tag = afterStart(text, "ref:refs/tags/");
  return tag === undefined ? undefined : { kind: "tag", pattern: plain(tag) };
}

function afterStart(text: string, start: string): string | undefined {
  return text.startsWith(start) && text.length > start.length ? text.slice(start.length) : undefined;
}

/** IAM reads `${*}`, `${?}` and `${$}` as literal characters. */
const ESCAPE = /\$\{([*?$])\}/g;

function hasWildcard(text: string): boolean {
  return /[*?]|\$\{/.test(text.replace(ESCAPE, ""));
}

/** Git does not allow `?` or `:` in a ref, so such a subject has another meaning. */
function hasMoreThanStars(text: string): boolean {
  return /[?]|\$\{|^ref:.*:/.test(text.replace(ESCAPE, ""));
}

function plain(text: string): string {
  return text.replace(ESCAPE, "$1");
}
