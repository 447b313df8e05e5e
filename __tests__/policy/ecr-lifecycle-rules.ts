/**
 * ECR's lifecycle policies as AWS documents them: the grammar, and which images a policy deletes. Written from the documentation, without the code
 * that builds the policies.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export interface LifecyclePolicy {
  readonly rules: readonly LifecycleRule[];
}

export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description?: string;
  readonly selection: {
    readonly tagStatus: string;
    readonly tagPatternList?: readonly string[];
    readonly tagPrefixList?: readonly string[];
    readonly countType: string;
    readonly countUnit?: string;
    readonly countNumber: number;
  };
  readonly action: { readonly type: string };
}

/** An image of a repository. */
export interface Image {
  readonly name: string;
  readonly tags: readonly string[];
  /** Days since the push. */
  readonly age: number;
}

const MAX_RULES = 50;
const MAX_CHARACTERS = 30_720;
const MAX_WILDCARDS = 4;

/** Every error of a policy, empty if ECR accepts it. */
export function grammarErrors(policy: LifecyclePolicy): readonly string[] {
  const { rules } = policy;
  const priorities = rules.map(({ rulePriority }) => rulePriority);
  const selected = rules.map(({ selection }) => JSON.stringify(selectedTags(selection)));
  const last = Math.max(...priorities);
  return [
    ...(rules.length === 0 ? ["no rule"] : []),
    ...(rules.length > MAX_RULES ? ["too many rules"] : []),
    ...(JSON.stringify(policy).length > MAX_CHARACTERS ? ["too long"] : []),
    ...(new Set(priorities).size < rules.length ? ["a priority twice"] : []),
    ...(new Set(selected).size < rules.length ? ["the same images in two rules"] : []),
    ...rules.flatMap((rule) => ruleErrors(rule, last)),
  ];
}

/** What two rules may not have in common. */
function selectedTags({
  tagStatus,
  tagPatternList,
  tagPrefixList,
}: LifecycleRule["selection"]): readonly string[] {
  return [
    tagStatus,
    ...(tagPatternList ?? []),
    ...(tagPrefixList ?? []).map((prefix) => `${prefix}*`),
  ].sort();
}

function ruleErrors({ rulePriority, selection, action }: LifecycleRule, last: number): readonly string[] {
  const { tagStatus, tagPatternList, tagPrefixList, countType, countUnit, countNumber } = selection;
  const tags = [...(tagPatternList ?? []), ...(tagPrefixList ?? [])];
  const isPositive = (number: number) => Number.isInteger(number) && number > 0;
  const checks: Readonly<Record<string, boolean>> = {
    "a priority that is no positive integer": !isPositive(rulePriority),
    "a rule for any image that is not the last": tagStatus === "any" && rulePriority !== last,
    "an unknown tag status": !["tagged", "untagged", "any"].includes(tagStatus),
    "a rule for tagged images without tags": tagStatus === "tagged" && tags.length === 0,
    "tags in a rule for other images": tagStatus !== "tagged" && tags.length > 0,
    "patterns and prefixes in one rule": tagPatternList !== undefined && tagPrefixList !== undefined,
    "too many wildcards": (tagPatternList ?? []).some(
      (pattern) => pattern.split("*").length - 1 > MAX_WILDCARDS,
    ),
    "an unknown count type": !["imageCountMoreThan", "sinceImagePushed"].includes(countType),
    "an age without days": countType === "sinceImagePushed" && countUnit !== "days",
    "a count with a unit": countType === "imageCountMoreThan" && countUnit !== undefined,
    "a count number that is no positive integer": !isPositive(countNumber),
    "an unknown action": action.type !== "expire",
  };
  return Object.entries(checks).flatMap(([error, isWrong]) => (isWrong ? [error] : []));
}

/**
 * The images that a policy deletes. Each rule sees the images with its tags, as if no other rule had deleted any. An image that matches the tags
 * of a rule is never deleted by a later one.
 */
export function expiredImages({ rules }: LifecyclePolicy, images: readonly Image[]): readonly string[] {
  const expired = new Set<string>();
  const seen = new Set<string>();
  for (const { selection } of [...rules].sort((one, other) => one.rulePriority - other.rulePriority)) {
    const newestFirst = images
      .filter((image) => isSelected(selection, image))
      .sort((one, other) => one.age - other.age);
    const marked =
      selection.countType === "sinceImagePushed"
        ? newestFirst.filter(({ age }) => age > selection.countNumber)
        : newestFirst.slice(selection.countNumber);
    for (const { name } of marked) if (!seen.has(name)) expired.add(name);
    for (const { name } of newestFirst) seen.add(name);
  }
  return [...expired].sort();
}

/** Each pattern must match some tag of the image. */
function isSelected(
  { tagStatus, tagPatternList, tagPrefixList }: LifecycleRule["selection"],
  { tags }: Image,
): boolean {
  if (tagStatus === "any") return true;
  if (tagStatus === "untagged") return tags.length === 0;
  const patterns = [...(tagPatternList ?? []), ...(tagPrefixList ?? []).map((prefix) => `${prefix}*`)];
  return patterns.every((pattern) => tags.some((tag) => isMatch(pattern, tag)));
}

export function isMatch(pattern: string, tag: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[.]/g, "[.]"))
    .join(".*");
  return new RegExp(`^${source}$`).test(tag);
}
