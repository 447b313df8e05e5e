import type { Environment } from "../config/config";
import { isPattern } from "../policy/subject";
import { filterName, type RefName } from "./ref-name";
import type { Trigger } from "./trigger";

/**
 * The branches and tags of a run that an environment keeps out, in words. It admits all where it has no patterns.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#deployment-branches-and-tags
 */
export function keptOut(
  { branches, tags }: Pick<Environment, "branches" | "tags">,
  run: Pick<Trigger, "event" | "branches" | "tags">,
): readonly string[] {
  // A pull request and a merge queue run on refs of their own, and name the branches that they go into.
  if (branches.length + tags.length === 0 || ["pull_request", "merge_group"].includes(run.event)) return [];
  const outside = (names: readonly RefName[], admitted: readonly string[]) =>
    names.filter((name) => !admitted.some((pattern) => isAdmitted(name, pattern)));
  return [
    ...outside(run.branches, branches).map(({ pattern }) => `the branch ${pattern}`),
    ...outside(run.tags, tags).map(({ pattern }) => `the tag ${pattern}`),
  ];
}

/** A pattern of the run is admitted where it is the environment's own. */
function isAdmitted({ pattern, filter }: RefName, admitted: string): boolean {
  return (
    filter === filterName(admitted).filter ||
    (!isPattern(pattern) && deploymentPattern(admitted).test(pattern))
  );
}

/** As Ruby's `File.fnmatch` reads it: `*` and `?` stop at a slash, `**` and a slash go over them. */
function deploymentPattern(text: string): RegExp {
  const source = text.replace(/\*\*\/|\*+|\?|\[!?[^\]]+\]|[\\^$.|+(){}[\]]/g, (part) => {
    if (part === "**/") return "(?:[^/]+/)*";
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length > 2 && part.startsWith("[")) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
