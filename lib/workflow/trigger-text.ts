import type { Trigger } from "./trigger";
import type { TrustedContext } from "./trusted-contexts";
import type { Wording } from "./wording";

/** What starts a workflow, for messages: `push to main`. */
export function triggerText({ event, isReusable, branches, tags, environment }: Trigger): string {
  const place = environment === undefined ? "" : ` in the environment ${environment}`;
  const caller = isReusable ? ", called by another workflow" : "";
  const refs = [
    ...branches.map(({ pattern }) => branchText(pattern)),
    ...tags.map(({ pattern }) => tagText(pattern)),
  ];
  return `${eventText(event, refs.join(" or "))}${place}${caller}`;
}

function eventText(event: Trigger["event"], refs: string): string {
  switch (event) {
    case "pull_request":
      return refs === "" ? event : `${event} into ${refs}`;
    case "merge_group":
      return `${event} into ${refs}`;
    case "push":
      return `push to ${refs}`;
    case "workflow_dispatch":
    case "schedule":
    case "release":
      return `${event} on ${refs}`;
  }
}

function branchText(pattern: string): string {
  return pattern === "*" ? "any branch" : pattern;
}

function tagText(pattern: string): string {
  return pattern === "*" ? "any tag" : `the tag ${pattern}`;
}

/** Where a role can be used, for messages, with the option that selects it: `push to main (--branch)`. */
export function contextText({ context, claims }: TrustedContext, { option, options }: Wording): string {
  const required = Object.entries(claims).map(([name, values]) => `${name} is ${values.join(" or ")}`);
  const further = required.length === 0 ? "" : ` if ${required.join(" and ")}`;
  switch (context.kind) {
    case "branch":
      return `push to ${branchText(context.pattern)} (${option("branches")})${further}`;
    case "tag":
      return `push of ${tagText(context.pattern)} (${options({ event: "tag" })})${further}`;
    case "environment":
      return `any event in the environment ${context.name} (${option("environment")})${further}`;
    case "pullRequest":
      return `pull requests (${options({ event: "pull_request" })})${further}`;
    case "mergeQueue":
      return `the merge queue of ${context.branch} (${options({ event: "merge_group" })})${further}`;
    case "any":
      return `any event${further}`;
  }
}
