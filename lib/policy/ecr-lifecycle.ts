import type { NonEmpty } from "./non-empty";
import type { TextRule } from "./text-rule";

/**
 * When ECR deletes an image: at an age in days since its push, or when enough newer images match the same rule.
 * @inline
 */
export type Expiry = { readonly expireAfterDays: number } | { readonly keepNewest: number };

/** Tags whose images expire. Each pattern is a rule of its own, because ECR selects the images that match all patterns of one rule. */
interface ExpiringTags {
  readonly tags: NonEmpty<string>;
  readonly expiry: Expiry;
}

/** Which images of a repository ECR deletes. The first part that names an image decides, in this order. Other images stay. */
export interface Lifecycle {
  /** Patterns of tags. An image with a matching tag never expires. */
  readonly keepForever: readonly string[];
  readonly tagged: readonly ExpiringTags[];
  readonly untagged: Expiry | undefined;
  /** Of the images with any other tag. `keepNewest` counts all tagged images of the repository, those that are kept included. */
  readonly others: Expiry | undefined;
}

/** A rule of a lifecycle policy. */
interface LifecycleRule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection: {
    readonly tagStatus: "tagged" | "untagged";
    readonly tagPatternList?: readonly string[];
    readonly countType: "imageCountMoreThan" | "sinceImagePushed";
    readonly countUnit?: "days";
    readonly countNumber: number;
  };
  readonly action: { readonly type: "expire" };
}

/** A lifecycle policy as ECR accepts it. */
export interface LifecycleDocument {
  readonly rules: readonly LifecycleRule[];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
export const MAX_LIFECYCLE_RULES = 50;
/** Wildcards of one pattern. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const MAX_TAG_PATTERN_WILDCARDS = 4;
const MAX_TAG_CHARACTERS = 128;

/** The largest count that a file can have. Also more images than a repository holds: its quota is 100,000. */
export const MAX_LIFECYCLE_COUNT = 1_000_000;

/** ECR cannot exempt images. A rule that needs more images than a repository holds deletes none, and keeps later rules from doing so. */
const MORE_IMAGES_THAN_POSSIBLE = MAX_LIFECYCLE_COUNT;

/** Every tagged image. */
export const ANY_TAG = "*";

export const TAG_PATTERN: TextRule = {
  noun: "an image tag or a pattern",
  allowed: `1 to ${MAX_TAG_CHARACTERS} letters, digits and . _ -, with at most ${MAX_TAG_PATTERN_WILDCARDS} wildcards *`,
  pattern: new RegExp(
    `^(?!(?:[^*]*[*]){${MAX_TAG_PATTERN_WILDCARDS + 1}})(?![.-])[\\w.*-]{1,${MAX_TAG_CHARACTERS}}$`,
  ),
};

/** The default of a repository that is created: untagged images expire after 14 days. */
export const DEFAULT_LIFECYCLE: Lifecycle = {
  keepForever: [],
  tagged: [],
  untagged: { expireAfterDays: 14 },
  others: undefined,
};

/**
 * The lifecycle policy of a repository, undefined if no image expires. An image that matches a rule is exempt from all later rules.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function lifecycleDocument(lifecycle: Lifecycle): LifecycleDocument | undefined {
  const { keepForever, tagged, untagged, others } = lifecycle;
  if (tagged.length === 0 && untagged === undefined && others === undefined) return undefined;
  const rules = [
    ...keepForever.map((pattern) => ({
      description: `Keep ${pattern} forever`,
      selection: tagSelection(pattern, { keepNewest: MORE_IMAGES_THAN_POSSIBLE }),
    })),
    ...tagged.flatMap(({ tags, expiry }) =>
      tags.map((pattern) => ({
        description: expiryText(pattern, expiry),
        selection: tagSelection(pattern, expiry),
      })),
    ),
    ...(untagged === undefined
      ? []
      : [
          {
            description: expiryText("untagged images", untagged),
            selection: { tagStatus: "untagged" as const, ...counted(untagged) },
          },
        ]),
    ...(others === undefined
      ? []
      : [{ description: expiryText("tagged images", others), selection: tagSelection(ANY_TAG, others) }]),
  ];
  return {
    rules: rules.map(({ description, selection }, index) => ({
      rulePriority: index + 1,
      description,
      selection,
      action: { type: "expire" },
    })),
  };
}

function tagSelection(pattern: string, expiry: Expiry): LifecycleRule["selection"] {
  return { tagStatus: "tagged", tagPatternList: [pattern], ...counted(expiry) };
}

function counted(
  expiry: Expiry,
): Pick<LifecycleRule["selection"], "countType" | "countUnit" | "countNumber"> {
  return "keepNewest" in expiry
    ? { countType: "imageCountMoreThan", countNumber: expiry.keepNewest }
    : { countType: "sinceImagePushed", countUnit: "days", countNumber: expiry.expireAfterDays };
}

/** In words: `Expire pr-* after 7 days`. */
function expiryText(images: string, expiry: Expiry): string {
  if ("keepNewest" in expiry) return `Keep the newest ${expiry.keepNewest} ${images}`;
  return `Expire ${images} after ${expiry.expireAfterDays} ${expiry.expireAfterDays === 1 ? "day" : "days"}`;
}
