import { CLAIMS } from "../policy/claims";
import { ENVIRONMENT, REF_PATTERN } from "../policy/github-names";
import type { Job } from "../policy/job-token";
import { EVENT_REFS } from "../policy/job-token";
import type { Rule } from "../policy/rules/rule";
import type { TextRule } from "../policy/text-rule";

/** How the tokens of a repository name it. */
export type Identity = Pick<Job, "owner" | "repository" | "ids" | "template">;

/** The events that can start a workflow. `tag` is a push of a tag. `workflow_call` makes a reusable workflow. */
export const EVENTS = [
  "push",
  "tag",
  "pull_request",
  "merge_group",
  "workflow_dispatch",
  "schedule",
  "repository_dispatch",
  "release",
  "workflow_call",
] as const;

export type WorkflowEvent = (typeof EVENTS)[number];

/** The options of a workflow. What is undefined or empty follows from the role's trust. */
export interface WorkflowRequest {
  /** What starts the workflow. Default: the first context in the role's trust. */
  readonly event: WorkflowEvent | undefined;
  /** Branches that start it: names, or patterns in which `*` matches any characters. Default: those of the role's trust. */
  readonly branches: readonly string[];
  /** Git tags that start it, as `branches`. */
  readonly tagPatterns: readonly string[];
  /** The environment of the job. Default: the one in the role's trust. */
  readonly environment: string | undefined;
  /** A reusable workflow to call: `OWNER/REPOSITORY/.github/workflows/FILE@REF`. Default: the one in the role's trust. */
  readonly calls: string | undefined;
  /** The name of the workflow file. Default: `push.yml`, or `pull.yml` for a role that pulls. */
  readonly fileName: string | undefined;
  /** `linux/amd64`, `linux/arm64`. Default: the runner's own platform. */
  readonly platforms: readonly string[];
  /** `NAME` of an ECR repository, or `NAME=CONTEXT`. Default: the one with the GitHub repository's name, else all that are not patterns. */
  readonly images: readonly string[];
  /** The folder that images are built from. Default: `.` */
  readonly context: string | undefined;
  /** The Dockerfile. Default: `Dockerfile` in that folder. */
  readonly dockerfile: string | undefined;
  /** Image tags. Default: the commit, and the git tag if a tag started the run. For a role that pulls: `latest`. */
  readonly tags: readonly string[];
  /** Labels of the runner. With several platforms, one label for each. Default: a GitHub-hosted runner. */
  readonly runsOn: readonly string[];
  /** How messages name these options. */
  readonly wording: Wording;
}

export type Part = Exclude<keyof WorkflowRequest, "wording">;

/** The parts of a message that differ between the command line, with its options and file, and a program, with its props. */
export interface Wording {
  /** The name of one part of the request: `--branch` or `branches`. */
  readonly option: (part: Part) => string;
  /** Parts of the request with their values: `--event tag` or `event: "tag"`. Parts without a value are left out. */
  readonly options: (parts: Readonly<Partial<Record<Part, string | undefined>>>) => string;
  /** The option of images with names: `--image web --image api` or `images: ["web", "api"]`. */
  readonly images: (names: readonly string[]) => string;
  /** The keys of a trust entry that name the repository. @param isOnlyOwner whether the role trusts no other owner. */
  readonly repository: (identity: Identity, isOnlyOwner: boolean) => string;
  /** How to fix a violation of a rule. */
  readonly fix: (rule: Rule) => string;
  /** How to give values to runs that Dependabot starts: a sentence. */
  readonly dependabotFix: (names: string) => string;
}

/** The text of each part that has a value. */
export function partTexts(
  parts: Parameters<Wording["options"]>[0],
  text: (part: Part, value: string) => string,
): readonly string[] {
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const value = parts[part];
    return value === undefined ? [] : text(part, value);
  });
}

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
  const wrong = (part: Part, rule: TextRule, texts: readonly string[]) =>
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
