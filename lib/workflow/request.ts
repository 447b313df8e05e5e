import { CLAIMS } from "../policy/claims";
import { ENVIRONMENT, REF_PATTERN } from "../policy/github-names";
import type { Job } from "../policy/job-token";
import { EVENT_REFS } from "../policy/job-token";
import { REGION } from "../policy/partition";
import type { Rule } from "../policy/rules/rule";
import { ruleProblem, type TextRule } from "../policy/text-rule";

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
  /** What is in the ECR repositories: container images, Helm charts, or files as OCI artifacts. Default: `image`. */
  readonly kind: ArtifactKind | undefined;
  /** Whether the workflow pulls, with a role that may also push. Default: false; a role that cannot push always pulls. */
  readonly pull: boolean;
  /** The regions whose registries it uses, the first to look for the image. Default: the account's, if the role may use it. */
  readonly regions: readonly string[];
  /** `gha` for the cache of GitHub Actions, `registry` or `registry=ECR_REPOSITORY` for one in ECR, `off`. Default: ECR if the role can pull, else GitHub. */
  readonly cache: string | undefined;
  /** The provenance attestation of BuildKit. Default: `off`, because AWS Lambda rejects an image with attestations. */
  readonly provenance: Provenance | undefined;
  /** Whether BuildKit adds a software bill of materials to the image. Default: false. */
  readonly sbom: boolean;
  /** Whether GitHub signs an attestation of each image that is built. Default: false. */
  readonly attest: boolean;
  /** Whether ECR signs what the workflow pushes, with the signing profile of the role. Default: false, which does not forbid it. */
  readonly sign: boolean;
  /** Whether the same commit gives the same digest, if the Dockerfile allows it. Default: false. */
  readonly reproducible: boolean;
  /** Minutes until GitHub stops a job. Default: 30. */
  readonly timeout: number | undefined;
  /** How messages name these options. */
  readonly wording: Wording;
}

export const KINDS = ["image", "helm", "oci"] as const;

/**
 * What an ECR repository contains.
 * @inline
 */
export type ArtifactKind = (typeof KINDS)[number];

export const PROVENANCES = ["off", "min", "max"] as const;

/**
 * How much a provenance attestation of BuildKit says: nothing, the build, or also its source and arguments.
 * @see https://docs.docker.com/build/metadata/attestations/slsa-provenance/
 * @inline
 */
export type Provenance = (typeof PROVENANCES)[number];

/** The longest time of a job on a runner of your own. GitHub-hosted runners stop after six hours. */
const MAX_TIMEOUT_MINUTES = 5 * 24 * 60;

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
  pattern: oneOf(EVENTS),
};

const CACHE: TextRule = {
  noun: "a build cache",
  allowed: "gha, registry, registry=ECR_REPOSITORY or off",
  pattern: /^(?:gha|off|registry(?:=.+)?)$/,
};

const KIND: TextRule = { noun: "what to push", allowed: KINDS.join(", "), pattern: oneOf(KINDS) };

const PROVENANCE: TextRule = {
  noun: "a provenance",
  allowed: PROVENANCES.join(", "),
  pattern: oneOf(PROVENANCES),
};

function oneOf(words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join("|")})$`);
}

/** The problems of a request that need no role to see, a line for each. */
export function requestProblems(request: WorkflowRequest): readonly string[] {
  const { event, branches, tagPatterns, environment, calls, fileName, tags, wording } = request;
  const wrong = (part: Part, rule: TextRule, texts: readonly string[]) =>
    texts
      .filter((text) => !rule.pattern.test(text))
      .map((text) => `${wording.option(part)}: ${ruleProblem(rule, text)}`);
  return [
    ...wrong("event", EVENT, listOf(event)),
    ...wrong("branches", REF_PATTERN, branches),
    ...wrong("tagPatterns", REF_PATTERN, tagPatterns),
    ...wrong("environment", ENVIRONMENT, listOf(environment)),
    ...wrong("calls", CALLED_WORKFLOW, listOf(calls)),
    ...wrong("tags", IMAGE_TAG, tags),
    ...wrong("fileName", WORKFLOW_FILE, listOf(fileName)),
    ...wrong("kind", KIND, listOf(request.kind)),
    ...wrong("provenance", PROVENANCE, listOf(request.provenance)),
    ...wrong("cache", CACHE, listOf(request.cache)),
    ...wrong("regions", REGION, request.regions),
    ...timeoutProblems(request),
    ...attestationProblems(request),
    ...kindProblems(request),
    ...refProblems(request),
  ];
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** A chart has the tag of its version. */
function chartTag({ kind, tags, pull }: WorkflowRequest): readonly Part[] {
  return kind === "helm" && tags.length > 0 && !pull ? ["tags"] : [];
}

function timeoutProblems({ timeout, wording }: WorkflowRequest): readonly string[] {
  if (timeout === undefined || (Number.isInteger(timeout) && timeout >= 1 && timeout <= MAX_TIMEOUT_MINUTES))
    return [];
  return [timeoutProblem(wording.option("timeout"), timeout)];
}

/** The problem of a timeout that is no number of minutes. */
export function timeoutProblem(option: string, given: unknown): string {
  return `${option}: expected a whole number of minutes (1 to ${MAX_TIMEOUT_MINUTES}), got ${typeof given === "string" ? JSON.stringify(given) : given}`;
}

/** BuildKit's attestations contain times and the run, so no two builds have the same digest. */
function attestationProblems({
  reproducible,
  provenance,
  sbom,
  wording,
}: WorkflowRequest): readonly string[] {
  if (!reproducible) return [];
  const parts = {
    ...(provenance !== undefined && provenance !== "off" && { provenance }),
    ...(sbom && { sbom: "" }),
  };
  return Object.keys(parts).map(
    (part) =>
      `${wording.option("reproducible")}: cannot be combined with ${wording.option(part as Part)}, which makes every digest different. Remove one of them`,
  );
}

/** Options of image builds that a chart or a file does not have. */
function kindProblems(request: WorkflowRequest): readonly string[] {
  const { kind, wording } = request;
  if (kind === undefined || kind === "image") return [];
  const ofImages: Readonly<Partial<Record<Part, boolean>>> = {
    platforms: request.platforms.length > 0,
    dockerfile: request.dockerfile !== undefined,
    cache: request.cache !== undefined,
    provenance: request.provenance !== undefined,
    sbom: request.sbom,
    sign: request.sign,
    reproducible: request.reproducible,
  };
  const parts = Object.keys(ofImages) as Part[];
  return [...parts.filter((part) => ofImages[part]), ...chartTag(request)].map(
    (part) =>
      `${wording.option(part)}: is for images, not for ${wording.options({ kind })}. Remove one of them`,
  );
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
