import { CLAIMS } from "../policy/claims";
import { EVENT_REFS } from "../policy/event-refs";
import { ENVIRONMENT, REF_PATTERN } from "../policy/github-names";
import type { TextRule } from "../policy/text-rule";
import { EVENTS, type WorkflowRequest } from "./request";

/** @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const IMAGE_TAG: TextRule = {
  noun: "a tag of an image",
  allowed:
    "1 to 128 letters, digits and . _ -, not starting with . or -, or an expression of GitHub's in their place",
  pattern: /^(?:\w|\$\{\{[^}]*\}\})(?:[\w.-]|\$\{\{[^}]*\}\}){0,127}$/,
};

const CALLED_WORKFLOW: TextRule = {
  ...CLAIMS.jobWorkflowRef.rule,
  pattern: new RegExp(`^(?!.*[*])${CLAIMS.jobWorkflowRef.rule.pattern.source.replace(/^\^/, "")}`),
};

const WORKFLOW_FILE: TextRule = {
  noun: "the file of a workflow",
  allowed: "a name that ends with .yml or .yaml",
  pattern: /^[^/\\]+\.ya?ml$/,
};

const EVENT: TextRule = {
  noun: "an event",
  allowed: EVENTS.join(", "),
  pattern: new RegExp(`^(?:${EVENTS.join("|")})$`),
};

/** What is wrong with a wish by itself, a line each. */
export function wishProblems(wish: WorkflowRequest): readonly string[] {
  const { event, branches, tagPatterns, environment, calls, fileName, tags, words } = wish;
  const wrong = (part: Parameters<typeof words.named>[0], rule: TextRule, texts: readonly string[]) =>
    texts
      .filter((text) => !rule.pattern.test(text))
      .map(
        (text) =>
          `${words.named(part)} is not ${rule.noun}; allowed: ${rule.allowed}; given: ${JSON.stringify(text)}`,
      );
  return [
    ...wrong("event", EVENT, given(event)),
    ...wrong("branches", REF_PATTERN, branches),
    ...wrong("tagPatterns", REF_PATTERN, tagPatterns),
    ...wrong("environment", ENVIRONMENT, given(environment)),
    ...wrong("calls", CALLED_WORKFLOW, given(calls)),
    ...wrong("tags", IMAGE_TAG, tags),
    ...wrong("fileName", WORKFLOW_FILE, given(fileName)),
    ...refProblems(wish),
  ];
}

function given(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** Refs that the event cannot have. */
function refProblems({ event, branches, tagPatterns, words }: WorkflowRequest): readonly string[] {
  // `tag` is a push of a tag. A reusable workflow runs on what its caller runs on.
  const ref = event === "tag" ? "tag" : EVENT_REFS.get(event ?? "");
  const beside = (part: "branches" | "tagPatterns", starter: string) =>
    `${words.named(part)} stands beside ${words.said({ event })}, which ${starter} starts; allowed: one of them`;
  return [
    ...(ref !== undefined && !ref.endsWith("tag") && tagPatterns.length > 0
      ? [beside("tagPatterns", "no tag")]
      : []),
    ...(ref === "tag" && branches.length > 0 ? [beside("branches", "a tag")] : []),
  ];
}
