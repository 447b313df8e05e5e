import type { RefName } from "./ref-name";
import type { Trigger } from "./trigger";
import type { TrustedContext } from "./trusted-contexts";
import type { Words } from "./words";

/** What starts a run, in words: `push to main`. */
export function runText({ event, isReusable, branches, tags, environment }: Trigger): string {
  const place = environment === undefined ? "" : ` in the environment ${environment}`;
  const caller = isReusable ? ", called by another workflow" : "";
  return `${eventText(event, [...branches.map(patternOf), ...tags.map((tag) => `the tag ${patternOf(tag)}`)].join(" or "))}${place}${caller}`;
}

function eventText(event: Trigger["event"], refs: string): string {
  switch (event) {
    case "pull_request":
      return refs === "" ? event : `${event} into ${refs}`;
    case "merge_group":
      return `${event} of ${refs}`;
    case "push":
      return `push to ${refs}`;
    case "workflow_dispatch":
    case "schedule":
    case "release":
      return `${event} on ${refs}`;
  }
}

function patternOf({ pattern }: RefName): string {
  return pattern;
}

/** Where a role can be used, in words, with what chooses it. */
export function useText({ context, claims }: TrustedContext, { named, said }: Words): string {
  const claimed = Object.entries(claims).map(([name, values]) => `${name} ${values.join(" or ")}`);
  const further = claimed.length === 0 ? "" : ` if ${claimed.join(" and ")}`;
  switch (context.kind) {
    case "branch":
      return `push to ${context.pattern} (${named("branches")})${further}`;
    case "tag":
      return `push of the tag ${context.pattern} (${said({ event: "tag" })})${further}`;
    case "environment":
      return `any event in the environment ${context.name} (${named("environment")})${further}`;
    case "pullRequest":
      return `pull requests (${said({ event: "pull_request" })})${further}`;
    case "mergeQueue":
      return `the merge queue of ${context.branch} (${said({ event: "merge_group" })})${further}`;
    case "any":
      return `any event${further}`;
  }
}
