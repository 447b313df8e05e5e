import { accessesWith } from "../policy/ecr";
import { defaultAudience } from "../policy/partition";
import type { Image, Platform } from "./images";
import { type ImageTag, isReading, type WorkflowPlan } from "./plan";
import { expression, headed, lines, noted, type Yaml } from "./yaml-text";

const REGISTRY = expression("steps.ecr.outputs.registry");

/** The first steps of every job that uses ECR. */
export function loginSteps({ selected: { account }, values }: WorkflowPlan): readonly Yaml[] {
  const { roleToAssume, region, accountId } = values;
  return [
    {
      uses: pinned("aws-actions/configure-aws-credentials"),
      with: {
        "role-to-assume": roleToAssume,
        "aws-region": region,
        ...(account.audience !== ACTIONS_AUDIENCE && { audience: account.audience }),
        ...(accountId !== undefined && { "allowed-account-ids": accountId }),
      },
    },
    { id: "ecr", uses: pinned("aws-actions/amazon-ecr-login") },
  ];
}

/** The default audience of configure-aws-credentials. */
const ACTIONS_AUDIENCE = defaultAudience("aws");

export function checkoutStep(): Yaml {
  return { uses: pinned("actions/checkout"), with: { "persist-credentials": false } };
}

export function buildxStep(): Yaml {
  return { uses: pinned("docker/setup-buildx-action") };
}

/** Builds an image and pushes it with its tags. */
export function buildStep(plan: WorkflowPlan, image: Image): Yaml {
  const cache = cacheInputs(plan, image, "");
  return headed(
    {
      id: `build${image.suffix}`,
      uses: pinned("docker/build-push-action"),
      with: {
        ...sourceInputs(plan, image),
        ...(plan.platforms[0] !== undefined && { platforms: plan.platforms[0].name }),
        push: true,
        tags: lines(plan.tags.map((tag) => taggedImage(image, tag))),
        ...cache,
      },
    },
    ...(isReading(plan)
      ? []
      : [
          `No build cache: the role cannot download layers. With access: ${accessesWith(({ workflow, canPull }) => workflow === "push" && canPull)}, the workflow has a build cache.`,
        ]),
  );
}

/** Builds an image for one of several platforms, and pushes it by digest, without a tag. */
export function platformBuildStep(plan: WorkflowPlan, image: Image, platform: Platform): Yaml {
  return {
    id: `build${image.suffix}`,
    uses: pinned("docker/build-push-action"),
    with: {
      ...sourceInputs(plan, image),
      platforms: platform.name,
      outputs: `type=image,name=${REGISTRY}/${image.repository},push-by-digest=true,name-canonical=true,push=true`,
      ...cacheInputs(plan, image, `-${platform.jobId}`),
    },
  };
}

function sourceInputs({ dockerfile }: WorkflowPlan, { context }: Image): Readonly<Record<string, Yaml>> {
  return { context, ...(dockerfile !== undefined && { file: dockerfile }) };
}

/** A cache in the image's ECR repository. Pull requests only read it, so that unreviewed code cannot change later builds. */
function cacheInputs(plan: WorkflowPlan, { repository }: Image, end: string): Readonly<Record<string, Yaml>> {
  if (!isReading(plan)) return {};
  const cache = `type=registry,ref=${REGISTRY}/${repository}:buildcache${end}`;
  return {
    "cache-from": cache,
    ...(plan.trigger.event !== "pull_request" && {
      // ECR accepts a cache only as an image manifest.
      "cache-to": `${cache},mode=max,image-manifest=true,oci-mediatypes=true`,
    }),
  };
}

function taggedImage({ repository }: Image, { text, isOfGitTag }: ImageTag): string {
  return isOfGitTag
    ? expression(
        `github.ref_type == 'tag' && format('{0}/${repository}:{1}', steps.ecr.outputs.registry, github.ref_name) || ''`,
      )
    : `${REGISTRY}/${repository}:${text}`;
}

/** Creates one multi-platform image from the images of all platforms. */
export function mergeStep({ tags, platforms }: WorkflowPlan, { repository, suffix }: Image): Yaml {
  const names = tags.map((_, index) => (index === 0 ? "TAG" : `TAG_${index + 1}`));
  const options = tags.map(({ isOfGitTag }, index) => {
    const option = `--tag "$IMAGE:$${names[index]}"`;
    return isOfGitTag ? `\${${names[index]}:+${option}}` : option;
  });
  const digests = platforms.map(({ jobId }) => jobId.toUpperCase().replaceAll("-", "_"));
  return {
    id: `merge${suffix}`,
    env: {
      IMAGE: `${REGISTRY}/${repository}`,
      ...Object.fromEntries(
        tags.map(({ text, isOfGitTag }, index) => [
          names[index],
          isOfGitTag ? expression("github.ref_type == 'tag' && github.ref_name || ''") : text,
        ]),
      ),
      ...Object.fromEntries(
        platforms.map(({ jobId }, index) => [
          digests[index],
          expression(`needs.${jobId}.outputs.digest${suffix}`),
        ]),
      ),
    },
    run: lines([
      `docker buildx imagetools create ${options.join(" ")} ${digests.map((name) => `"$IMAGE@$${name}"`).join(" ")}`,
      `digest=$(docker buildx imagetools inspect "$IMAGE:$TAG" --format '{{.Manifest.Digest}}')`,
      'echo "digest=$digest" >> "$GITHUB_OUTPUT"',
    ]),
  };
}

/** Writes the digests to the summary of the run, without the registry, because GitHub masks an address that contains a secret. */
export function summaryStep(images: readonly Image[], step: "build" | "merge"): Yaml {
  return {
    env: {
      IMAGES: lines(
        images.map(
          ({ repository, suffix }) =>
            `- ${repository}@${expression(`steps.${step}${suffix}.outputs.digest`)}`,
        ),
      ),
    },
    run: 'echo "$IMAGES" >> "$GITHUB_STEP_SUMMARY"',
  };
}

export function pullStep({ tags }: WorkflowPlan, { repository }: Image): Yaml {
  return {
    env: { IMAGES: lines(tags.map(({ text }) => `${REGISTRY}/${repository}:${text}`)) },
    run: tags.length === 1 ? 'docker pull "$IMAGES"' : 'xargs -n 1 docker pull <<< "$IMAGES"',
  };
}

/** The actions of a workflow, pinned to commits, because a tag can be moved to other code. */
const ACTIONS = {
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "aws-actions/amazon-ecr-login": ["v2.1.7", "03f1aad4c6c7ffd436567f42f9384779290529bd"],
  "docker/setup-buildx-action": ["v4.3.0", "37fe631027851001ddb9b187196cc803df7f5f0e"],
  "docker/build-push-action": ["v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"],
} as const satisfies Readonly<Record<string, readonly [version: string, commit: string]>>;

type Action = keyof typeof ACTIONS;

/** The value of `uses` for an action, with its version as a comment. */
function pinned(action: Action): Yaml {
  const [version, commit] = ACTIONS[action];
  return noted(`${action}@${commit}`, version);
}
