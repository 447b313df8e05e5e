import fc from "fast-check";
import { type Expiry, type Lifecycle, lifecycleDocument, TAG_PATTERN } from "../../lib/policy/ecr-lifecycle";
import { runs } from "../support/runs";
import {
  expiredImages,
  grammarErrors,
  type Image,
  isMatch,
  type LifecyclePolicy,
  type LifecycleRule,
} from "./ecr-lifecycle-rules";

const RUNS = runs(10_000);

const NOTHING: Lifecycle = { keepForever: [], tagged: [], untagged: undefined, others: undefined };

test("the rules are in the order of the keys, one for each pattern, with a count that no repository reaches for images that stay", () => {
  expect(
    lifecycleDocument({
      keepForever: ["v*", "latest"],
      tagged: [
        { tags: ["pr-*", "tmp"], expiry: { expireAfterDays: 1 } },
        { tags: ["sha-*"], expiry: { keepNewest: 50 } },
      ],
      untagged: { expireAfterDays: 14 },
      others: { keepNewest: 100 },
    }),
  ).toStrictEqual({
    rules: [
      ["Keep v* forever", ["v*"], "imageCountMoreThan", 1_000_000],
      ["Keep latest forever", ["latest"], "imageCountMoreThan", 1_000_000],
      ["Expire pr-* after 1 day", ["pr-*"], "sinceImagePushed", 1],
      ["Expire tmp after 1 day", ["tmp"], "sinceImagePushed", 1],
      ["Keep the newest 50 sha-*", ["sha-*"], "imageCountMoreThan", 50],
      ["Expire untagged images after 14 days", undefined, "sinceImagePushed", 14],
      ["Keep the newest 100 tagged images", ["*"], "imageCountMoreThan", 100],
    ].map(([description, tagPatternList, countType, countNumber], index) => ({
      rulePriority: index + 1,
      description,
      selection: {
        tagStatus: tagPatternList === undefined ? "untagged" : "tagged",
        ...(tagPatternList !== undefined && { tagPatternList }),
        countType,
        ...(countType === "sinceImagePushed" && { countUnit: "days" }),
        countNumber,
      },
      action: { type: "expire" },
    })),
  });
});

test.each<[string, Lifecycle]>([
  ["nothing", NOTHING],
  ["only images that stay", { ...NOTHING, keepForever: ["v*"] }],
])("a lifecycle of %s is no policy", (_, lifecycle) => {
  expect(lifecycleDocument(lifecycle)).toBeUndefined();
});

/** A rule as AWS's examples have it. */
function rule(
  rulePriority: number,
  tags: readonly string[] | "untagged" | "any",
  limit: Expiry,
): LifecycleRule {
  return {
    rulePriority,
    selection: {
      ...(typeof tags === "string" ? { tagStatus: tags } : { tagStatus: "tagged", tagPrefixList: tags }),
      ...("keepNewest" in limit
        ? { countType: "imageCountMoreThan", countNumber: limit.keepNewest }
        : { countType: "sinceImagePushed", countUnit: "days", countNumber: limit.expireAfterDays }),
    },
    action: { type: "expire" },
  };
}

function image(name: string, age: number, ...tags: readonly string[]): Image {
  return { name, age, tags };
}

const NEWEST = { keepNewest: 1 };
const MULTIPLE = [
  image("A", 10, "beta-1", "prod-1"),
  image("B", 9, "beta-2", "prod-2"),
  image("C", 8, "beta-3"),
];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html */
describe("AWS's own examples", () => {
  test.each<[string, readonly LifecycleRule[], readonly Image[], readonly string[]]>([
    ["two rules", [rule(1, ["prod"], NEWEST), rule(2, ["beta"], NEWEST)], MULTIPLE, ["A"]],
    [
      "two rules in the other order",
      [rule(1, ["beta"], NEWEST), rule(2, ["prod"], NEWEST)],
      MULTIPLE,
      ["A", "B"],
    ],
    [
      "several tags in one rule",
      [rule(1, ["alpha", "beta"], { expireAfterDays: 5 })],
      [
        image("A", 12, "alpha-1"),
        image("B", 11, "beta-1"),
        image("C", 10, "alpha-2", "beta-2"),
        image("D", 4, "alpha-3"),
        image("E", 3, "beta-3"),
        image("F", 2, "alpha-4", "beta-4"),
      ],
      ["C"],
    ],
    [
      "tags that do not exclude each other",
      [rule(1, ["alpha", "beta"], NEWEST)],
      [
        image("A", 10, "alpha-1", "beta-1", "gamma-1"),
        image("B", 9, "alpha-2", "beta-2"),
        image("C", 8, "alpha-3", "beta-3", "gamma-2"),
      ],
      ["A", "B"],
    ],
  ])("%s", (_, rules, images, expired) => {
    expect(grammarErrors({ rules })).toStrictEqual([]);
    expect(expiredImages({ rules }, images)).toStrictEqual(expired);
  });

  test.each<[string, readonly LifecycleRule[]]>([
    ["the age of untagged images", [rule(1, "untagged", { expireAfterDays: 14 })]],
    ["the number of untagged images", [rule(1, "untagged", NEWEST)]],
    ["all images last", [rule(1, ["alpha"], NEWEST), rule(2, "untagged", NEWEST), rule(3, "any", NEWEST)]],
  ])("%s", (_, rules) => {
    expect(grammarErrors({ rules })).toStrictEqual([]);
  });
});

test.each<[string, LifecyclePolicy]>([
  ["no rule", { rules: [] }],
  [
    "too many rules",
    { rules: Array.from({ length: 51 }, (_, index) => rule(index + 1, [`v${index}`], NEWEST)) },
  ],
  ["a priority twice", { rules: [rule(1, ["a"], NEWEST), rule(1, ["b"], NEWEST)] }],
  [
    "the same images in two rules",
    { rules: [rule(1, "untagged", NEWEST), rule(2, "untagged", { expireAfterDays: 3 })] },
  ],
  ["a rule for any image that is not the last", { rules: [rule(1, "any", NEWEST), rule(2, ["a"], NEWEST)] }],
  ["a rule for tagged images without tags", { rules: [rule(1, [], NEWEST)] }],
  ["a count number that is no positive integer", { rules: [rule(1, ["a"], { keepNewest: 0 })] }],
])("ECR's grammar rejects %s", (error, policy) => {
  expect(grammarErrors(policy)).toStrictEqual([error]);
});

const TAGS = ["v1", "v2", "pr-1", "pr-22", "sha-a", "sha-b", "latest", "a.b", "axb"];
const patterns = fc.constantFrom(
  "v*",
  "pr-*",
  "*-a",
  "sha-*",
  "latest",
  "a.b",
  "*1*",
  "v1",
  "s*a*",
  "p*r*-*2*",
);
const expiry: fc.Arbitrary<Expiry> = fc.oneof(
  fc.record({ keepNewest: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ expireAfterDays: fc.integer({ min: 1, max: 30 }) }),
);

/** Each pattern is in one part only, as the checks of the file require. */
const lifecycles: fc.Arbitrary<Lifecycle> = fc
  .record({
    list: fc.uniqueArray(patterns, { maxLength: 7 }),
    kept: fc.integer({ min: 0, max: 3 }),
    split: fc.integer({ min: 1, max: 3 }),
    expiries: fc.array(expiry, { minLength: 7, maxLength: 7 }),
    untagged: fc.option(expiry, { nil: undefined }),
    others: fc.option(expiry, { nil: undefined }),
  })
  .map(({ list, kept, split, expiries, untagged, others }) => {
    const tagged: Lifecycle["tagged"][number][] = [];
    for (let rest = list.slice(kept); rest.length > 0; rest = rest.slice(split)) {
      const [first, ...more] = rest.slice(0, split);
      const own = expiries[tagged.length];
      if (first !== undefined && own !== undefined) {
        tagged.push({ tags: [first, ...more] as const, expiry: own });
      }
    }
    return { keepForever: list.slice(0, kept), tagged, untagged, others };
  });

/** A tag belongs to one image, and no two images have the same age. */
const repositories: fc.Arbitrary<readonly Image[]> = fc
  .record({
    ages: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 }),
    owners: fc.array(fc.integer({ min: 0, max: 14 }), { minLength: TAGS.length, maxLength: TAGS.length }),
  })
  .map(({ ages, owners }) =>
    ages.map((age, index) => ({
      name: `image-${index}`,
      age,
      tags: TAGS.filter((_, tag) => owners[tag] === index),
    })),
  );

/** What the documentation of access.yaml says in words about an image. */
function isExpired(lifecycle: Lifecycle, subject: Image, images: readonly Image[]): boolean {
  const has = (pattern: string, { tags }: Image) => tags.some((tag) => isMatch(pattern, tag));
  const isOver = (limit: Expiry, rivals: readonly Image[]) =>
    "keepNewest" in limit
      ? rivals.filter(({ age }) => age < subject.age).length >= limit.keepNewest
      : subject.age > limit.expireAfterDays;
  if (subject.tags.length === 0) {
    const { untagged } = lifecycle;
    return (
      untagged !== undefined &&
      isOver(
        untagged,
        images.filter(({ tags }) => tags.length === 0),
      )
    );
  }
  if (lifecycle.keepForever.some((pattern) => has(pattern, subject))) return false;
  for (const { tags, expiry: limit } of lifecycle.tagged) {
    const own = tags.find((pattern) => has(pattern, subject));
    if (own !== undefined)
      return isOver(
        limit,
        images.filter((each) => has(own, each)),
      );
  }
  return (
    lifecycle.others !== undefined &&
    isOver(
      lifecycle.others,
      images.filter(({ tags }) => tags.length > 0),
    )
  );
}

test("every lifecycle gives a policy that ECR accepts, and that deletes the images that the words say", () => {
  let expired = 0;
  let kept = 0;
  fc.assert(
    fc.property(lifecycles, repositories, (lifecycle, images) => {
      const document = lifecycleDocument(lifecycle);
      if (document !== undefined) expect(grammarErrors(document)).toStrictEqual([]);
      const byPolicy = document === undefined ? [] : expiredImages(document, images);
      const byWords = images.filter((each) => isExpired(lifecycle, each, images)).map(({ name }) => name);

      expect(byPolicy).toStrictEqual([...byWords].sort());
      expired += byWords.length;
      kept += images.length - byWords.length;
    }),
    { numRuns: RUNS },
  );
  // The cases have both.
  expect(Math.min(expired, kept)).toBeGreaterThan(RUNS);
});

test("an image with a tag that is kept forever never expires, and an image that no key names stays", () => {
  fc.assert(
    fc.property(lifecycles, repositories, (lifecycle, images) => {
      const document = lifecycleDocument({ ...lifecycle, untagged: undefined, others: undefined });
      const expired = document === undefined ? [] : expiredImages(document, images);
      const named = lifecycle.tagged.flatMap(({ tags }) => tags);
      for (const { name, tags } of images) {
        const isKept = lifecycle.keepForever.some((pattern) => tags.some((tag) => isMatch(pattern, tag)));
        const isNamed = named.some((pattern) => tags.some((tag) => isMatch(pattern, tag)));
        if (isKept || !isNamed) expect(expired).not.toContain(name);
      }
    }),
    { numRuns: RUNS },
  );
});

test("releases that stay count for keepNewest, as the guide warns", () => {
  const document = lifecycleDocument({ ...NOTHING, keepForever: ["v*"], others: { keepNewest: 2 } });
  const images = [image("v1", 5, "v1"), image("v2", 4, "v2"), image("old", 6, "old"), image("new", 1, "new")];

  expect(document && expiredImages(document, images)).toStrictEqual(["old"]);
  expect(document && expiredImages(document, [...images.slice(0, 3)])).toStrictEqual(["old"]);
});

test.each([
  ["v*", true],
  ["*", true],
  ["*a*b*c*", true],
  ["*a*b*c*d*", false],
  ["a".repeat(128), true],
  ["a".repeat(129), false],
  ["", false],
  ["-a", false],
  [".a", false],
  ["_a", true],
  ["a b", false],
  ["a?", false],
  ["a/b", false],
])("the tag pattern %j is valid: %s", (pattern, isValid) => {
  expect(TAG_PATTERN.pattern.test(pattern)).toBe(isValid);
});
