import type { Environment } from "../config/types";
import { isPattern, matchesDeploymentPattern } from "../policy/github-names";
import { filterName, type RefName, type Trigger } from "./trigger";

type Refs = Pick<Trigger, "event" | "branches" | "tags">;
type Allowed = Pick<Environment, "branches" | "tags">;

/** The ref of the runs of a pull request, for messages. */
const PULL_REQUEST_REF = "refs/pull/N/merge";

/** The refs that the runs of a trigger have, for messages. */
export function refTexts({ event, branches, tags }: Refs): readonly string[] {
  if (event === "pull_request") return [PULL_REQUEST_REF];
  if (event === "merge_group") return ["the branches of the merge queue"];
  return [...branches.map(branchText), ...tags.map(tagText)];
}

function branchText({ pattern }: RefName): string {
  return pattern === "*" ? "any branch" : `the branch ${pattern}`;
}

function tagText({ pattern }: RefName): string {
  return pattern === "*" ? "any tag" : `the tag ${pattern}`;
}

/** The branches and tags that an environment allows, for messages. */
export function allowedTexts({ branches, tags }: Allowed): readonly string[] {
  return [...branches.map((name) => `the branch ${name}`), ...tags.map((name) => `the tag ${name}`)];
}

/** Whether GitHub rejects every run of a trigger. A pattern can have a narrower one in the environment. */
export function isRejected(allowed: Allowed, trigger: Refs): boolean {
  const isEach = (names: readonly RefName[], patterns: readonly string[]) =>
    names.every(({ pattern }) => patterns.length === 0 || !isPattern(pattern));
  const excluded = excludedRefs(allowed, trigger);
  return (
    excluded.length > 0 &&
    excluded.length === refTexts(trigger).length &&
    isEach(trigger.branches, allowed.branches) &&
    isEach(trigger.tags, allowed.tags)
  );
}

/**
 * The branches and tags of a trigger that an environment does not allow, for messages. An environment without patterns allows all.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
 */
export function excludedRefs({ branches, tags }: Allowed, trigger: Refs): readonly string[] {
  // The branches of a merge queue are its targets, not the refs that it runs on.
  if (branches.length + tags.length === 0 || trigger.event === "merge_group") return [];
  if (trigger.event === "pull_request") {
    return branches.some((pattern) => matchesDeploymentPattern("refs/pull/1/merge", pattern))
      ? []
      : [PULL_REQUEST_REF];
  }
  const outside = (names: readonly RefName[], allowed: readonly string[]) =>
    names.filter((name) => !allowed.some((pattern) => isAllowed(name, pattern)));
  return [
    ...outside(trigger.branches, branches).map(branchText),
    ...outside(trigger.tags, tags).map(tagText),
  ];
}

/** A pattern of a trigger is allowed only if the environment has the same pattern. */
function isAllowed({ pattern, filter }: RefName, allowed: string): boolean {
  return (
    filter === filterName(allowed).filter ||
    (!isPattern(pattern) && matchesDeploymentPattern(pattern, allowed))
  );
}
