import { accessesWith } from "../policy/ecr";
import { defaultAudience } from "../policy/partition";
import type { Image, Platform } from "./images";
import { pinned } from "./pins";
import { isReading, type WorkflowPlan } from "./plan";
import { type ImageTag, isOnEveryRun } from "./tags";
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

/** The digest of a tag, from its manifest alone: a role that only pushes cannot read what the manifest names. */
const DIGEST = "sha256sum < \"$RUNNER_TEMP/manifest\" | cut -d ' ' -f 1";

/** Finds the image of the commit, so that a run never builds it twice. */
export function findSteps({ key }: WorkflowPlan, { repository, suffix }: Image): readonly Yaml[] {
  if (key === undefined) return [];
  return [
    {
      name: `Find the image of this commit in ${repository}`,
      id: `find${suffix}`,
      env: { IMAGE: `${REGISTRY}/${repository}:${key.text}` },
      run: lines([
        'if error=$(docker buildx imagetools inspect --raw "$IMAGE" 2>&1 > "$RUNNER_TEMP/manifest"); then',
        `  echo "digest=sha256:$(${DIGEST})" >> "$GITHUB_OUTPUT"`,
        'elif [[ $error != *"not found"* ]]; then',
        '  echo "$error" >&2',
        "  exit 1",
        "fi",
      ]),
    },
  ];
}

/** The digest that an earlier run pushed, or else the one of a step. */
export function digestOf({ key }: WorkflowPlan, { suffix }: Image, step: "build" | "merge"): string {
  const own = `steps.${step}${suffix}.outputs.digest`;
  return expression(key === undefined ? own : `steps.find${suffix}.outputs.digest || ${own}`);
}

function ifNotFound({ key }: WorkflowPlan, { suffix }: Image): Readonly<Record<string, Yaml>> {
  return key === undefined ? {} : { if: `steps.find${suffix}.outputs.digest == ''` };
}

/** Builds an image and pushes it with the tag that marks it. */
export function buildStep(plan: WorkflowPlan, image: Image): Yaml {
  const pushed = pushedTags(plan);
  return headed(
    {
      name: `Build ${image.repository}`,
      id: `build${image.suffix}`,
      ...ifNotFound(plan, image),
      uses: pinned("docker/build-push-action"),
      with: {
        ...sourceInputs(plan, image),
        ...(plan.platforms[0] !== undefined && { platforms: plan.platforms[0].name }),
        ...(pushed.length === 0
          ? { outputs: byDigest(image) }
          : { push: true, tags: lines(pushed.map(({ text }) => `${REGISTRY}/${image.repository}:${text}`)) }),
        provenance: PROVENANCE,
        ...cacheInputs(plan, image, ""),
      },
    },
    ...(isReading(plan)
      ? []
      : [
          `No build cache: the role cannot download layers. With access: ${accessesWith(({ workflow, canPull }) => workflow === "push" && canPull)}, the workflow has a build cache.`,
        ]),
  );
}

const PROVENANCE = noted(false, "AWS Lambda rejects an image with attestations");

/** The tags with which an image is pushed first: the key, or without one, all. None if the workflow has to make one valid. */
function pushedTags({ tags, key, platforms, trigger }: WorkflowPlan): readonly ImageTag[] {
  const always = tags.filter((tag) => isOnEveryRun(tag, trigger));
  if (key !== undefined) return [key];
  if (platforms.length > 1) return always.slice(0, 1);
  return always.length === tags.length ? tags : [];
}

/** Builds an image for one of several platforms, and pushes it by digest, without a tag. */
export function platformBuildStep(plan: WorkflowPlan, image: Image, platform: Platform): Yaml {
  return {
    name: `Build ${image.repository}`,
    id: `build${image.suffix}`,
    ...ifNotFound(plan, image),
    uses: pinned("docker/build-push-action"),
    with: {
      ...sourceInputs(plan, image),
      platforms: platform.name,
      outputs: byDigest(image),
      provenance: PROVENANCE,
      ...cacheInputs(plan, image, `-${platform.jobId}`),
    },
  };
}

function byDigest({ repository }: Image): string {
  return `type=image,name=${REGISTRY}/${repository},push-by-digest=true,name-canonical=true,push=true`;
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

/** Creates one image from the images of all platforms. */
export function mergeStep(plan: WorkflowPlan, image: Image): Yaml {
  const digests = plan.platforms.map(({ jobId }) => jobId.toUpperCase().replaceAll("-", "_"));
  return {
    name: `Merge the platforms of ${image.repository}`,
    id: `merge${image.suffix}`,
    ...ifNotFound(plan, image),
    env: {
      IMAGE: `${REGISTRY}/${image.repository}`,
      TAG: pushedTags(plan)[0]?.text,
      ...Object.fromEntries(
        plan.platforms.map(({ jobId }, index) => [
          digests[index],
          expression(`needs.${jobId}.outputs.digest${image.suffix}`),
        ]),
      ),
    },
    run: lines([
      'docker buildx imagetools create --tag "$IMAGE:$TAG" \\',
      ...plan.platforms.map(
        (platform, index) =>
          `  ${source(plan, digests[index] ?? "", platform)}${index < digests.length - 1 ? " \\" : ""}`,
      ),
      'docker buildx imagetools inspect --raw "$IMAGE:$TAG" > "$RUNNER_TEMP/manifest"',
      `echo "digest=sha256:$(${DIGEST})" >> "$GITHUB_OUTPUT"`,
    ]),
  };
}

/**
 * An image of the same ECR repository, for `imagetools create`. buildx reads the platform from the image's configuration, a blob that a role
 * needs `ecr:GetDownloadUrlForLayer` for. With the platform in the source, the manifest is enough.
 */
function source(plan: WorkflowPlan, digest: string, platform: Pick<Platform, "name"> | undefined): string {
  if (isReading(plan)) return `"$IMAGE@$${digest}"`;
  const [os, architecture, variant] = (platform?.name ?? "linux/amd64").split("/");
  return JSON.stringify(JSON.stringify({ digest: `$${digest}`, platform: { os, architecture, variant } }));
}

/** Gives an image that is pushed its further tags. A tag that it has already is left alone, because ECR rejects it where tags are immutable. */
export function tagSteps(plan: WorkflowPlan, image: Image, step: "build" | "merge"): readonly Yaml[] {
  const pushed = pushedTags(plan);
  const further = plan.tags.filter((tag) => !pushed.includes(tag));
  if (further.length === 0) return [];
  const isValid = further.every((tag) => tag.isValid);
  return [
    {
      name: `Tag ${image.repository}`,
      env: {
        IMAGE: `${REGISTRY}/${image.repository}`,
        DIGEST: digestOf(plan, image, step),
        TAGS: lines(further.map(({ text }) => text)),
      },
      run: lines([
        ...(isValid
          ? []
          : [
              "# Image tags cannot have every character of a Git name, such as /.",
              "TAGS=$(tr -c 'A-Za-z0-9_.\\n-' '-' <<< \"$TAGS\" | cut -c 1-128)",
            ]),
        "for tag in $TAGS; do",
        '  current=$(docker buildx imagetools inspect --raw "$IMAGE:$tag" 2> /dev/null | sha256sum) || true',
        "  if [[ sha256:$current != $DIGEST* ]]; then",
        `    docker buildx imagetools create --prefer-index=false --tag "$IMAGE:$tag" ${source(plan, "DIGEST", plan.platforms[0])}`,
        "  fi",
        "done",
      ]),
    },
  ];
}

/** Writes the digests to the summary of the run, without the registry, because GitHub masks an address that contains a secret. */
export function summaryStep(plan: WorkflowPlan, step: "build" | "merge"): Yaml {
  return {
    name: "Summarize",
    env: {
      IMAGES: lines(plan.images.map((image) => `- ${image.repository}@${digestOf(plan, image, step)}`)),
    },
    run: 'echo "$IMAGES" >> "$GITHUB_STEP_SUMMARY"',
  };
}

export function pullStep({ tags }: WorkflowPlan, { repository }: Image): Yaml {
  return {
    name: `Pull ${repository}`,
    env: { IMAGES: lines(tags.map(({ text }) => `${REGISTRY}/${repository}:${text}`)) },
    run: tags.length === 1 ? 'docker pull "$IMAGES"' : 'xargs -n 1 docker pull <<< "$IMAGES"',
  };
}
