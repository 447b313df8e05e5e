import { accessesWith, accessVerbs, ecrLevel } from "../policy/ecr-access";
import { ECR_REPOSITORY } from "../policy/ecr-names";
import { publicRegistryHost } from "../policy/ecr-policies";
import type { TagMutability } from "../policy/ecr-registry";
import { isPattern } from "../policy/github-names";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import { tagMutabilityOf } from "./immutable-tags";
import type { WorkflowRequest } from "./request";
import type { PublicRegistry, SelectedRole, SourceRole } from "./role-source";
import { expression } from "./yaml-text";

/** The role of images, and what is known about its ECR repositories. */
interface ImageSource {
  readonly account: Pick<SelectedRole["account"], "ecr">;
  readonly role: Pick<SourceRole, "ecr" | "ecrPublic">;
}

/** An image that a workflow pushes or pulls. */
export interface Image {
  /** The ECR repository: a name, or in a reusable workflow an expression with the input of the caller. */
  readonly repository: string;
  /** The inputs of a reusable workflow for `repository` and `context`. Undefined if both are literal. */
  readonly inputs: ImageInputs | undefined;
  /** The folder that it is built from: the build context, the chart, or the files. */
  readonly context: string;
  /** Undefined: unknown. */
  readonly tagMutability: TagMutability | undefined;
  /** Makes the ids of steps and outputs unique: `-NAME`. Empty for a single image. */
  readonly suffix: string;
}

/** What a reusable workflow uses if its caller says nothing. */
interface ImageInputs {
  /** Undefined: the caller must name the ECR repository. */
  readonly image: string | undefined;
  readonly context: string;
}

/**
 * The images of a workflow: those of the request. Default: the ECR repository with the GitHub repository's name, else all
 * ECR repositories of the role that are not patterns. In a reusable workflow, the caller can name another one.
 * @param repository the name of the GitHub repository.
 */
export function chosenImages(
  { account, role }: ImageSource,
  request: Pick<WorkflowRequest, "images" | "context">,
  repository: string,
  isReusable: boolean,
): readonly Image[] {
  const exact = role.ecr.repositories.filter((name) => !isPattern(name));
  const own = exact.filter((name) => name.split("/").at(-1) === repository.toLowerCase());
  const named = request.images.length > 0 ? request.images : own.length > 0 ? own : exact;
  const suffixes = uniqueSuffixes(named.map((text) => imageParts(text).repository));
  const images = named.map((text, index): Image => {
    const image = imageParts(text);
    return {
      repository: image.repository,
      inputs: undefined,
      context: image.context ?? request.context ?? ".",
      tagMutability: isPublic(text, role)
        ? { kind: "mutable" }
        : tagMutabilityOf(image.repository, account.ecr),
      suffix: suffixes[index] ?? "",
    };
  });
  return isReusable && images.length < 2 ? [calledImage(images[0], request.context)] : images;
}

/** The image of a reusable workflow, which its caller can choose. */
function calledImage(image: Image | undefined, context: string | undefined): Image {
  return {
    repository: expression("inputs.image"),
    inputs: { image: image?.repository, context: image?.context ?? context ?? "." },
    context: expression("inputs.context"),
    tagMutability: image?.tagMutability,
    suffix: "",
  };
}

/** The ECR repository of an image, for messages. */
export function imageName({ repository, inputs }: Pick<Image, "repository" | "inputs">): string {
  return inputs === undefined ? repository : (inputs.image ?? "images");
}

/** The registry in ECR Public, if the images of the request belong there. */
export function publicRegistryOf(
  role: ImageSource["role"],
  { images }: Pick<WorkflowRequest, "images">,
): PublicRegistry | undefined {
  return images.length > 0 && images.every((text) => isPublic(text, role)) ? role.ecrPublic : undefined;
}

/** The address of a repository in ECR Public. Messages and requests use it, because a private ECR repository can have the same name. */
const PUBLIC_ADDRESS = /^public\.ecr\.aws\/([^/]+)\//;

/** Whether a text names a repository of ECR Public: by its address, or by its name if no private ECR repository of the role has it. */
function isPublic(text: string, { ecr, ecrPublic }: ImageSource["role"]): boolean {
  if (ecrPublic?.alias === undefined) return false;
  const { repository } = imageParts(text);
  const alias = PUBLIC_ADDRESS.exec(text)?.[1];
  const isNamed = alias === undefined ? !ecr.repositories.includes(repository) : alias === ecrPublic.alias;
  return isNamed && ecrPublic.repositories.includes(repository);
}

/** What a role lacks to push images to ECR Public. */
function publicProblems(
  { ecr, ecrPublic }: ImageSource["role"],
  { images, pull, wording }: Pick<WorkflowRequest, "images" | "pull" | "wording">,
): readonly string[] {
  if (ecrPublic === undefined) return [];
  const option = wording.option("images");
  const meant = images.filter((text) => {
    const { repository } = imageParts(text);
    return (
      ecrPublic.repositories.includes(repository) &&
      (PUBLIC_ADDRESS.test(text) || !ecr.repositories.includes(repository))
    );
  });
  if (meant.length === 0) return [];
  const names = meant.map((text) => imageParts(text).repository).join(", ");
  const canPush = ecrPublic.access?.includes("push") ?? true;
  return [
    ...(ecrPublic.alias === undefined
      ? [
          `${option}: ${names} belongs to ECR Public, whose alias is unknown. Add alias to ecrPublic of the role`,
        ]
      : []),
    ...(!canPush && !pull && ecrLevel(ecr.access).workflow === "push"
      ? [`${option}: the role may not push ${names} to ECR Public. Add access: push to ecrPublic of the role`]
      : []),
  ];
}

/** The problems of the images that a request names. */
export function imageProblems(
  role: ImageSource["role"],
  request: Pick<WorkflowRequest, "images" | "event" | "pull" | "wording">,
): readonly string[] {
  const { ecr, ecrPublic } = role;
  const option = request.wording.option("images");
  const missing = publicProblems(role, request);
  if (missing.length > 0) return missing;
  const allowed = [
    ...ecr.repositories,
    ...(ecrPublic?.alias === undefined
      ? []
      : ecrPublic.repositories.map((name) => `${publicRegistryHost(ecrPublic)}/${name}`)),
  ].join(", ");
  const publicImages = request.images.filter((text) => isPublic(text, role));
  if (publicImages.length > 0 && publicImages.length < request.images.length) {
    return [
      `${option}: images of ECR and of ECR Public (${publicImages.join(", ")}) have different registries. Write a workflow for each`,
    ];
  }
  const isOfCaller = request.event === "workflow_call";
  if (request.images.length === 0 && ecr.repositories.every(isPattern) && !isOfCaller) {
    const example = ecr.repositories[0].replace(/\*+/g, "NAME");
    return [
      `${option}: missing. Name an ECR repository, because the role has only patterns (${allowed}). For example: ${request.wording.images([example])}`,
    ];
  }
  const patterns = ecr.repositories.map((name) => patternOf(name, WILDCARDS_ALONE));
  return request.images.flatMap((text, index) => {
    const { repository } = imageParts(text);
    const first = request.images.findIndex((other) => imageParts(other).repository === repository);
    if (first < index) {
      return [
        `${option}: ${JSON.stringify(text)} repeats an ECR repository. The second image would overwrite the first`,
      ];
    }
    const isOfRole =
      isPublic(text, role) ||
      (!PUBLIC_ADDRESS.test(text) && patterns.some((pattern) => subsumes(pattern, plainText(repository))));
    return isOfRole && !isPattern(repository) && ECR_REPOSITORY.pattern.test(repository)
      ? []
      : [`${option}: expected an ECR repository of the role (${allowed}), got ${JSON.stringify(text)}`];
  });
}

/** `NAME` or `NAME=CONTEXT`. The address of a repository in ECR Public becomes its name. */
export function imageParts(text: string): {
  readonly repository: string;
  readonly context: string | undefined;
} {
  const [repository = "", ...context] = text.replace(PUBLIC_ADDRESS, "").split("=");
  return { repository, context: context.length === 0 ? undefined : context.join("=") };
}

/** Names in the characters that ids of steps allow. A number makes equal ones unique. */
function uniqueSuffixes(repositories: readonly string[]): readonly string[] {
  if (repositories.length === 1) return [""];
  const used = new Set<string>();
  return repositories.map((repository) => {
    const plain = `-${repository.replace(/[^a-z0-9_-]/g, "-")}`;
    let suffix = plain;
    for (let number = 2; used.has(suffix); number++) suffix = `${plain}-${number}`;
    used.add(suffix);
    return suffix;
  });
}

/** A platform of an image, and its runner. The runner has the same architecture, because emulated builds are many times slower. */
export interface Platform {
  /** `linux/arm64`. */
  readonly name: string;
  /** The id of its job: `arm64`. */
  readonly jobId: string;
  readonly runner: string;
}

/** @see https://docs.github.com/en/actions/reference/runners/github-hosted-runners */
const RUNNERS: Readonly<Record<string, string>> = {
  "linux/amd64": "ubuntu-latest",
  "linux/arm64": "ubuntu-24.04-arm",
};

const PLATFORM = /^linux\/[a-z0-9]+(?:\/[a-z0-9]+)?$/;

export function chosenPlatforms({
  platforms,
  runsOn,
}: Pick<WorkflowRequest, "platforms" | "runsOn">): readonly Platform[] {
  return platforms.map((name, index) => ({
    name,
    jobId: name.split("/").slice(1).join("-"),
    runner: runsOn[index] ?? RUNNERS[name] ?? "",
  }));
}

/** The problems of the platforms and runners that a request names. */
export function platformProblems(
  { ecr: { access } }: Pick<SourceRole, "ecr">,
  { platforms, runsOn, wording }: Pick<WorkflowRequest, "platforms" | "runsOn" | "wording">,
): readonly string[] {
  const option = wording.option("platforms");
  const runner = wording.option("runsOn");
  if (platforms.length === 0) return [];
  if (ecrLevel(access).workflow !== "push")
    return [
      `${option}: the role may only ${accessVerbs(access)}, and platforms are for builds. Use a role with access: ${accessesWith(({ workflow }) => workflow === "push")}`,
    ];
  const known = Object.keys(RUNNERS).join(" or ");
  return [
    ...platforms.flatMap((name) => {
      const isBuilt = PLATFORM.test(name) && (name in RUNNERS || runsOn.length > 0);
      return isBuilt
        ? []
        : [
            `${option}: expected ${known}, or another linux platform together with ${runner}, got ${JSON.stringify(name)}`,
          ];
    }),
    ...(new Set(platforms).size === platforms.length
      ? []
      : [`${option}: expected each platform once, got ${platforms.join(", ")}`]),
    ...(platforms.length > 1 && runsOn.length > 0 && runsOn.length !== platforms.length
      ? [
          `${runner}: expected one runner for each platform (${platforms.join(", ")}, in this order), or none, got ${runsOn.length}`,
        ]
      : []),
  ];
}
