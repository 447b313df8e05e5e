import { COMMAND_WORDING } from "../../lib/cli/workflow/command-wording";
import { chosenImages, imageProblems } from "../../lib/workflow/images";

const role = (...repositories: readonly [string, ...string[]]) => ({
  ecr: { access: "push" as const, repositories, regions: ["eu-west-1"] as const },
});

test.each<[string, ReturnType<typeof role>, readonly string[], readonly object[]]>([
  ["the role's only ECR repository", role("api"), [], [{ repository: "api", context: ".", suffix: "" }]],
  [
    "the one with the GitHub repository's name",
    role("api", "Web".toLowerCase()),
    [],
    [{ repository: "web", context: ".", suffix: "" }],
  ],
  [
    "the one with the GitHub repository's name after a prefix",
    role("api", "team/web"),
    [],
    [{ repository: "team/web", context: ".", suffix: "" }],
  ],
  [
    "all of the role's without patterns",
    role("api", "job", "base/*"),
    [],
    [
      { repository: "api", context: ".", suffix: "-api" },
      { repository: "job", context: ".", suffix: "-job" },
    ],
  ],
  [
    "those of the request",
    role("*"),
    ["a/b=x=y", "a.b", "a-b"],
    [
      { repository: "a/b", context: "x=y", suffix: "-a-b" },
      { repository: "a.b", context: ".", suffix: "-a-b-2" },
      { repository: "a-b", context: ".", suffix: "-a-b-3" },
    ],
  ],
])("the images are %s", (_, of, images, expected) => {
  expect(imageProblems(of, { images, wording: COMMAND_WORDING })).toStrictEqual([]);
  expect(chosenImages(of, { images, context: undefined }, "Web")).toStrictEqual(expected);
});

test("the folder of the request is the default of every image", () => {
  const images = chosenImages(role("*"), { images: ["web", "api=api"], context: "src" }, "web");
  expect(images.map(({ context }) => context)).toStrictEqual(["src", "api"]);
});

test.each([
  [
    role("base/*"),
    [],
    "--image: missing. Name an ECR repository, because the role has only patterns (base/*)",
  ],
  [
    role("*"),
    ["web", "web=x"],
    '--image: "web=x" repeats an ECR repository. The second image would overwrite the first',
  ],
  [role("web"), ["api"], '--image: expected an ECR repository of the role (web), got "api"'],
  [role("web*"), ["web*"], '--image: expected an ECR repository of the role (web*), got "web*"'],
  [role("*"), ["We"], '--image: expected an ECR repository of the role (*), got "We"'],
])("rejects for %j the images %j", (of, images, problem) => {
  expect(imageProblems(of, { images, wording: COMMAND_WORDING })).toStrictEqual([problem]);
});
