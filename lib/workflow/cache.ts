import { accessesWith, ecrLevel } from "../policy/ecr-access";
import { isServerIssuer } from "../policy/github-issuer";
import { patternOf, plainText, subsumes, WILDCARDS_ALONE } from "../policy/iam/glob";
import type { Image } from "./images";
import { canMove } from "./immutable-tags";
import type { WorkflowRequest } from "./request";
import type { RoleSource, SelectedRole } from "./role-source";
import type { Trigger } from "./trigger";
import type { Yaml } from "./yaml-text";

/** Where builds keep their cache. */
export type Cache =
  | { readonly kind: "off" }
  /** The cache of GitHub Actions. */
  | { readonly kind: "gha" }
  /** Tags of an ECR repository: the image's own, or one for caches. */
  | { readonly kind: "registry"; readonly repository: string | undefined };

/** The tag of a cache in the image's own ECR repository. */
export const CACHE_TAG = "buildcache";

/** The cache of the request. Default: ECR, not ECR Public, if the role can pull and the tags can move, else GitHub, where GitHub has a cache for BuildKit. */
export function chosenCache(
  { cache }: Pick<WorkflowRequest, "cache">,
  { role }: SelectedRole,
  { issuerHost }: RoleSource["github"],
  images: readonly Image[],
  isPrivate: boolean,
): Cache {
  if (cache === "off" || cache === "gha") return { kind: cache };
  if (cache !== undefined) return { kind: "registry", repository: cache.split("=")[1] };
  const isKeptInEcr =
    isPrivate &&
    ecrLevel(role.ecr.access).canPull &&
    images.every(({ tagMutability }) => canMove(`${CACHE_TAG}*`, tagMutability) !== false);
  if (isKeptInEcr) return { kind: "registry", repository: undefined };
  return { kind: isServerIssuer(issuerHost) ? "off" : "gha" };
}

/** The problems of a cache that the request names. */
export function cacheProblems(
  { cache, wording }: Pick<WorkflowRequest, "cache" | "wording">,
  { role: { ecr } }: SelectedRole,
  images: readonly Image[],
): readonly string[] {
  if (!cache?.startsWith("registry")) return [];
  const option = wording.option("cache");
  if (!ecrLevel(ecr.access).canPull) {
    return [
      `${option}: a cache in ECR needs a role that can download layers. Set access: ${accessesWith(({ canPush, canPull }) => canPush && canPull)}, or use gha`,
    ];
  }
  const [, repository] = cache.split("=");
  if (repository === undefined) {
    return images
      .filter(({ tagMutability }) => canMove(`${CACHE_TAG}*`, tagMutability) === false)
      .map(
        ({ repository: name }) =>
          `${option}: the tags of ${name} are immutable, so only the first run could write the cache. Add ${CACHE_TAG}* to immutableTags.except, or use gha or registry=ECR_REPOSITORY`,
      );
  }
  const isOfRole = ecr.repositories.some((name) =>
    subsumes(patternOf(name, WILDCARDS_ALONE), plainText(repository)),
  );
  return isOfRole
    ? []
    : [
        `${option}: expected an ECR repository of the role (${ecr.repositories.join(", ")}), got ${JSON.stringify(repository)}`,
      ];
}

/**
 * The inputs for the cache of an image, or of one of its platforms. Pull requests do not write a cache in ECR, so that unreviewed code cannot
 * change later builds. GitHub keeps the caches of pull requests apart.
 */
export function cacheInputs(
  cache: Cache,
  { repository, tagMutability }: Pick<Image, "repository" | "tagMutability">,
  platform: string | undefined,
  { event }: Pick<Trigger, "event">,
  registry: string,
): Readonly<Record<string, Yaml>> {
  const end = platform === undefined ? "" : `-${platform}`;
  switch (cache.kind) {
    case "off":
      return {};
    case "gha": {
      const scope = `type=gha,scope=${repository}${end}`;
      return { "cache-from": scope, "cache-to": `${scope},mode=max,ignore-error=true` };
    }
    case "registry": {
      const ref =
        cache.repository === undefined
          ? `${repository}:${CACHE_TAG}${end}`
          : `${cache.repository}:${repository.replaceAll("/", "-")}${end}`;
      const isCertain = cache.repository !== undefined || canMove(`${CACHE_TAG}*`, tagMutability) === true;
      return {
        "cache-from": `type=registry,ref=${registry}/${ref}`,
        ...(event !== "pull_request" && {
          // ECR accepts a cache only as an image manifest. Where tags are immutable, only the first run can write it.
          "cache-to": `type=registry,ref=${registry}/${ref},mode=max,image-manifest=true,oci-mediatypes=true${isCertain ? "" : ",ignore-error=true"}`,
        }),
      };
    }
  }
}
