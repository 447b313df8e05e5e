import { chosenImages, imageProblems } from "../../lib/workflow/images";
import { COMMAND_WORDS } from "../../lib/workflow/words";

const role = (...repositories: readonly [string, ...string[]]) => ({
  ecr: { access: "push" as const, repositories, regions: ["eu-west-1"] as const },
});

test.each<[string, ReturnType<typeof role>, readonly string[], readonly object[]]>([
  ["the role's only one", role("api"), [], [{ repository: "api", context: ".", suffix: "" }]],
  [
    "that of the repository's own name",
    role("api", "Web".toLowerCase()),
    [],
    [{ repository: "web", context: ".", suffix: "" }],
  ],
  [
    "that of the repository's own name in a folder",
    role("api", "team/web"),
    [],
    [{ repository: "team/web", context: ".", suffix: "" }],
  ],
  [
    "all of the role's, patterns left out",
    role("api", "job", "base/*"),
    [],
    [
      { repository: "api", context: ".", suffix: "-api" },
      { repository: "job", context: ".", suffix: "-job" },
    ],
  ],
  [
    "those of the wish",
    role("*"),
    ["a/b=x=y", "a.b", "a-b"],
    [
      { repository: "a/b", context: "x=y", suffix: "-a-b" },
      { repository: "a.b", context: ".", suffix: "-a-b-2" },
      { repository: "a-b", context: ".", suffix: "-a-b-3" },
    ],
  ],
])("the images are %s", (_, of, images, expected) => {
  expect(imageProblems(of, { images, words: COMMAND_WORDS })).toStrictEqual([]);
  expect(chosenImages(of, { images, context: undefined }, "Web")).toStrictEqual(expected);
});

test("the folder of the wish is that of every image that names none", () => {
  const images = chosenImages(role("*"), { images: ["web", "api=api"], context: "src" }, "web");
  expect(images.map(({ context }) => context)).toStrictEqual(["src", "api"]);
});

test.each([
  [
    role("base/*"),
    [],
    "--image is missing; needed: an ECR repository of the role, without wildcards; allowed: base/*",
  ],
  [
    role("*"),
    ["web", "web=x"],
    '--image names an ECR repository twice, and the second image would replace the first; allowed: once; given: "web=x"',
  ],
  [role("web"), ["api"], '--image is not an ECR repository of the role; allowed: web; given: "api"'],
  [role("web*"), ["web*"], '--image is not an ECR repository of the role; allowed: web*; given: "web*"'],
  [role("*"), ["We"], '--image is not an ECR repository of the role; allowed: *; given: "We"'],
])("rejects for %j the images %j", (of, images, problem) => {
  expect(imageProblems(of, { images, words: COMMAND_WORDS })).toStrictEqual([problem]);
});
