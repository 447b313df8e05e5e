import { cacheInputs } from "./cache";
import type { Image, Platform } from "./images";
import { pinned } from "./pins";
import { isReading, type WorkflowPlan } from "./plan";
import type { Provenance } from "./request";
import { type ImageTag, isOfRun, isOnEveryRun } from "./tags";
import { registries } from "./targets";
import { expression, lines, noted, type Yaml } from "./yaml-text";

/** The step that has the digest of an image, unless an earlier run pushed it. */
export type DigestStep = "build" | "merge";

/** The address of an image in the first registry, in which runs look for it. */
export function address({ targets }: WorkflowPlan, { repository }: Image): string {
  return `${registries(targets)[0]}/${repository}`;
}

/** The addresses of an image in all registries. */
function addresses({ targets }: WorkflowPlan, { repository }: Image): readonly string[] {
  return registries(targets).map((registry) => `${registry}/${repository}`);
}

export function checkoutStep(): Yaml {
  return { uses: pinned("actions/checkout"), with: { "persist-credentials": false } };
}

export function buildxStep(): Yaml {
  return { uses: pinned("docker/setup-buildx-action") };
}

/** Reads the time of the commit, for images with the same digest each time. */
export function commitTimeSteps({ build }: WorkflowPlan): readonly Yaml[] {
  if (!build.reproducible) return [];
  return [
    {
      name: "Read the time of the commit",
      id: "commit",
      run: 'echo "seconds=$(git log -1 --format=%ct)" >> "$GITHUB_OUTPUT"',
    },
  ];
}

/**
 * Reads a manifest, which a role that only pushes may do. Its configuration and layers are blobs, for which the role needs a right to download.
 * @param errors where error messages go.
 */
export function readManifest(image: string, errors: "" | " 2>&1" = ""): string {
  return `docker buildx imagetools inspect --raw "${image}"${errors} > "$RUNNER_TEMP/manifest"`;
}

/** Writes the digest of the manifest that was read. */
export const WRITE_DIGEST =
  'echo "digest=sha256:$(sha256sum < "$RUNNER_TEMP/manifest" | cut -d \' \' -f 1)" >> "$GITHUB_OUTPUT"';

/** Finds the image of the commit, so that a run never builds it twice. */
export function findSteps(plan: WorkflowPlan, image: Image): readonly Yaml[] {
  if (plan.key === undefined) return [];
  return [
    {
      name: `Find the image of this ${isOfRun(plan.key) ? "run" : "commit"} in ${image.repository}`,
      id: `find${image.suffix}`,
      env: { IMAGE: `${address(plan, image)}:${plan.key.text}` },
      run: lines([
        `if error=$(${readManifest("$IMAGE", " 2>&1")}); then`,
        `  ${WRITE_DIGEST}`,
        'elif [[ $error != *"not found"* ]]; then',
        '  echo "$error" >&2',
        "  exit 1",
        "fi",
      ]),
    },
  ];
}

/** The digest that an earlier run pushed, or else the one of a step. */
export function digestOf({ key }: WorkflowPlan, { suffix }: Image, step: DigestStep): string {
  const own = `steps.${step}${suffix}.outputs.digest`;
  return expression(key === undefined ? own : `steps.find${suffix}.outputs.digest || ${own}`);
}

export function ifNotFound({ key }: WorkflowPlan, { suffix }: Image): Readonly<Record<string, Yaml>> {
  return key === undefined ? {} : { if: `steps.find${suffix}.outputs.digest == ''` };
}

/** Builds an image and pushes it with the tag that marks it, or by its digest, if it gets its tags later. */
export function buildStep(plan: WorkflowPlan, image: Image): Yaml {
  const pushed = pushedTags(plan);
  const tags = pushed.flatMap(({ text }) => addresses(plan, image).map((each) => `${each}:${text}`));
  const output = [
    ...(tags.length === 0 ? byDigest(plan, image) : ["type=image", "push=true"]),
    ...rewritten(plan),
  ].join(",");
  return {
    name: `Build ${image.repository}`,
    id: `build${image.suffix}`,
    ...ifNotFound(plan, image),
    uses: pinned("docker/build-push-action"),
    ...buildEnvironment(plan),
    with: {
      ...sourceInputs(plan, image),
      ...(plan.platforms[0] !== undefined && { platforms: plan.platforms[0].name }),
      ...(tags.length > 0 && !plan.build.reproducible ? { push: true } : { outputs: output }),
      ...(tags.length > 0 && { tags: lines(tags) }),
      ...attestationInputs(plan),
      ...cacheInputs(plan.cache, image, undefined, plan.trigger, registries(plan.targets)[0] ?? ""),
    },
  };
}

/** Builds an image for one of several platforms, and pushes it by its digest. */
export function platformBuildStep(plan: WorkflowPlan, image: Image, platform: Platform): Yaml {
  return {
    name: `Build ${image.repository}`,
    id: `build${image.suffix}`,
    ...ifNotFound(plan, image),
    uses: pinned("docker/build-push-action"),
    ...buildEnvironment(plan),
    with: {
      ...sourceInputs(plan, image),
      platforms: platform.name,
      outputs: [...byDigest(plan, image), ...rewritten(plan)].join(","),
      ...attestationInputs(plan),
      ...cacheInputs(plan.cache, image, platform.jobId, plan.trigger, registries(plan.targets)[0] ?? ""),
    },
  };
}

/** The tags with which an image is pushed first: the key, or without one, all. None if it gets its tags in a later step. */
function pushedTags({ tags, key, platforms, trigger, build, targets }: WorkflowPlan): readonly ImageTag[] {
  const always = tags.filter((tag) => isOnEveryRun(tag, trigger));
  if (platforms.length > 1) return key === undefined ? always.slice(0, 1) : [key];
  // The tags show that an image is complete, so they come after its attestation.
  if (build.attest) return [];
  // A role that only pushes cannot copy from one registry to another, so the key means that the image is in all of them.
  if (key !== undefined && registries(targets).length > 1) return [];
  if (key !== undefined) return [key];
  return always.length === tags.length ? tags : [];
}

function byDigest(plan: WorkflowPlan, image: Image): readonly string[] {
  const names = addresses(plan, image).join(",");
  return [
    "type=image",
    names.includes(",") ? `"name=${names}"` : `name=${names}`,
    "push-by-digest=true",
    "name-canonical=true",
    "push=true",
  ];
}

function rewritten({ build }: WorkflowPlan): readonly string[] {
  return build.reproducible ? ["rewrite-timestamp=true"] : [];
}

function buildEnvironment({ build }: WorkflowPlan): Readonly<Record<string, Yaml>> {
  return build.reproducible ? { env: { SOURCE_DATE_EPOCH: expression("steps.commit.outputs.seconds") } } : {};
}

function sourceInputs({ dockerfile }: WorkflowPlan, { context }: Image): Readonly<Record<string, Yaml>> {
  return { context, ...(dockerfile !== undefined && { file: dockerfile }) };
}

const PROVENANCE: Readonly<Record<Provenance, Yaml>> = {
  off: noted(false, "AWS Lambda rejects an image with attestations"),
  min: "mode=min",
  max: "mode=max",
};

function attestationInputs({ build }: WorkflowPlan): Readonly<Record<string, Yaml>> {
  return { provenance: PROVENANCE[build.provenance ?? "off"], ...(build.sbom && { sbom: true }) };
}

/** Creates one image from the images of all platforms, in each registry. */
export function mergeStep(plan: WorkflowPlan, image: Image): Yaml {
  const names = plan.platforms.map(({ jobId }) => jobId.toUpperCase().replaceAll("-", "_"));
  const all = addresses(plan, image);
  const to = all.length === 1 ? "$IMAGE" : "$image";
  const sources = plan.platforms.map((platform, index) => source(plan, to, names[index] ?? "", platform));
  const create = [
    ...platformComment(plan),
    `docker buildx imagetools create --tag "${to}:$TAG" \\`,
    ...sources.map((text, index) => `  ${text}${index < sources.length - 1 ? " \\" : ""}`),
  ];
  return {
    name: `Merge the platforms of ${image.repository}`,
    id: `merge${image.suffix}`,
    ...ifNotFound(plan, image),
    env: {
      ...(all.length === 1 ? { IMAGE: all[0] } : { IMAGES: lines(all) }),
      TAG: pushedTags(plan)[0]?.text,
      ...Object.fromEntries(
        plan.platforms.map(({ jobId }, index) => [
          names[index],
          expression(`needs.${jobId}.outputs.digest${image.suffix}`),
        ]),
      ),
    },
    run: lines([
      ...(all.length === 1 ? create : looped("image", "IMAGES", create)),
      readManifest(`${to}:$TAG`),
      WRITE_DIGEST,
    ]),
  };
}

/** A loop over the words of a variable. */
function looped(name: string, list: string, body: readonly string[]): readonly string[] {
  return [`for ${name} in $${list}; do`, ...body.map((line) => `  ${line}`), "done"];
}

/**
 * An image of the ECR repository that `imagetools create` writes to. Without a platform, buildx reads it from the image's configuration, a blob
 * that a role which only pushes may not download.
 */
function source(
  plan: WorkflowPlan,
  image: string,
  digest: string,
  platform: Pick<Platform, "name"> | undefined,
): string {
  if (isReading(plan) && plan.kind === "image") return `"${image}@$${digest}"`;
  const [os, architecture, variant] = (platform?.name ?? "linux/amd64").split("/");
  return JSON.stringify(JSON.stringify({ digest: `$${digest}`, platform: { os, architecture, variant } }));
}

/** Why a source is not an address. */
function platformComment(plan: WorkflowPlan): readonly string[] {
  return isReading(plan) && plan.kind === "image"
    ? []
    : ["# With its platform, buildx does not download the image's configuration, which this role may not."];
}

/** Gives an image its further tags. A tag that it has already is left alone, because ECR rejects it where tags are immutable. */
export function tagSteps(plan: WorkflowPlan, image: Image, step: DigestStep): readonly Yaml[] {
  const pushed = pushedTags(plan);
  const all = addresses(plan, image);
  const isOne = all.length === 1;
  // With several registries, an earlier run can have reached only some of them.
  const further =
    isOne || plan.key === undefined ? plan.tags.filter((tag) => !pushed.includes(tag)) : plan.tags;
  if (further.length === 0) return [];
  const to = isOne ? "$IMAGE" : "$image";
  const loop = looped("tag", "TAGS", [
    `current=$(docker buildx imagetools inspect --raw "${to}:$tag" 2> /dev/null | sha256sum) || true`,
    "if [[ sha256:$current != $DIGEST* ]]; then",
    `  docker buildx imagetools create --prefer-index=false --tag "${to}:$tag" ${source(plan, "$IMAGE", "DIGEST", plan.platforms[0])}`,
    "fi",
  ]);
  return [
    {
      name: `Tag ${image.repository}`,
      env: {
        IMAGE: all[0],
        ...(!isOne && { IMAGES: lines(all) }),
        DIGEST: digestOf(plan, image, step),
        TAGS: lines(further.map(({ text }) => text)),
      },
      run: lines([
        ...(further.every((tag) => tag.isValid)
          ? []
          : [
              "# Image tags cannot have every character of a Git name, such as /, and do not start with . or -.",
              "TAGS=$(tr -c 'A-Za-z0-9_.\\n-' '-' <<< \"$TAGS\" | sed 's/^[.-]/_/' | cut -c 1-128)",
            ]),
        ...platformComment(plan),
        ...(isOne ? loop : looped("image", "IMAGES", loop)),
      ]),
    },
  ];
}

/** Has GitHub sign an attestation of an image that this run built. */
export function attestSteps(
  plan: WorkflowPlan,
  image: Image,
  built: string,
  step: DigestStep,
): readonly Yaml[] {
  if (!plan.build.attest) return [];
  return [
    {
      name: `Attest ${image.repository}`,
      ...((plan.key !== undefined || plan.kind === "helm") && { if: `${built} != ''` }),
      uses: pinned("actions/attest"),
      with: {
        "subject-name": address(plan, image),
        "subject-digest": digestOf(plan, image, step),
        "push-to-registry": true,
        // A record needs a further permission, which older servers reject.
        "create-storage-record": false,
      },
    },
  ];
}

/** Writes the digests to the summary of the run, without the registry, because GitHub masks an address that contains a secret. */
export function summaryStep(plan: WorkflowPlan, step: DigestStep): Yaml {
  return {
    name: "Summarize",
    env: {
      IMAGES: lines(plan.images.map((image) => `- ${image.repository}@${digestOf(plan, image, step)}`)),
    },
    run: 'echo "$IMAGES" >> "$GITHUB_STEP_SUMMARY"',
  };
}
