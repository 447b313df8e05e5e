import { CLAIMS } from "../policy/claims";
import { EVENT_REFS } from "../policy/event-refs";
import { ENVIRONMENT, REF_PATTERN } from "../policy/github-names";
import type { TextRule } from "../policy/text-rule";
import { EVENTS, type WorkflowRequest } from "./request";

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const IMAGE_TAG: TextRule = {
  noun: "an image tag",
  allowed: "1 to 128 letters, digits and . _ -, not starting with . or -, or a GitHub expression",
  pattern: /^(?:\w|\$\{\{[^}]*\}\})(?:[\w.-]|\$\{\{[^}]*\}\}){0,127}$/,
};

const CALLED_WORKFLOW: TextRule = {
  ...CLAIMS.jobWorkflowRef.rule,
  pattern: new RegExp(`^(?!.*[*])${CLAIMS.jobWorkflowRef.rule.pattern.source.replace(/^\^/, "")}`),
};

const WORKFLOW_FILE: TextRule = {
  noun: "the name of a workflow file",
  allowed: "ending with .yml or .yaml",
  pattern: /^[^/\\]+\.ya?ml$/,
};

const EVENT: TextRule = {
  noun: "an event",
  allowed: EVENTS.join(", "),
  pattern: new RegExp(`^(?:${EVENTS.join("|")})$`),
};

/** The problems of a request that need no role to see, a line for each. */
export function requestProblems(request: WorkflowRequest): readonly string[] {
  const { event, branches, tagPatterns, environment, calls, fileName, tags, wording } = request;
  const wrong = (part: Parameters<typeof wording.option>[0], rule: TextRule, texts: readonly string[]) =>
    texts
      .filter((text) => !rule.pattern.test(text))
      .map(
        (text) =>
          `${wording.option(part)}: expected ${rule.noun} (${rule.allowed}), got ${JSON.stringify(text)}`,
      );
  return [
    ...wrong("event", EVENT, listOf(event)),
    ...wrong("branches", REF_PATTERN, branches),
    ...wrong("tagPatterns", REF_PATTERN, tagPatterns),
    ...wrong("environment", ENVIRONMENT, listOf(environment)),
    ...wrong("calls", CALLED_WORKFLOW, listOf(calls)),
    ...wrong("tags", IMAGE_TAG, tags),
    ...wrong("fileName", WORKFLOW_FILE, listOf(fileName)),
    ...refProblems(request),
  ];
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** Branches or tags that cannot start the event. */
function refProblems({ event, branches, tagPatterns, wording }: WorkflowRequest): readonly string[] {
  // `tag` is a push of a tag. A reusable workflow runs on the ref of its caller.
  const ref = event === "tag" ? "tag" : EVENT_REFS.get(event ?? "");
  const conflict = (part: "branches" | "tagPatterns", why: string) =>
    `${wording.option(part)}: cannot be combined with ${wording.options({ event })}, which ${why}. Remove one of them`;
  return [
    ...(ref !== undefined && !ref.endsWith("tag") && tagPatterns.length > 0
      ? [conflict("tagPatterns", "does not run on tags")]
      : []),
    ...(ref === "tag" && branches.length > 0 ? [conflict("branches", "runs on tags only")] : []),
  ];
}
