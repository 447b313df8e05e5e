import { COMMAND_WORDING } from "../../lib/cli/commands/workflow/workflow";
import type { EcrAccess } from "../../lib/policy/ecr-access";
import { chosenImages, chosenPlatforms, imageProblems, platformProblems } from "../../lib/workflow/images";

const role = (...repositories: readonly [string, ...string[]]) => ({
  ecr: { access: "push" as const, repositories, regions: ["eu-west-1"] as const },
});

/** What is not in the table of images. */
const KNOWN = { inputs: undefined, tagMutability: undefined };

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
  expect(
    imageProblems(of, { images, event: undefined, pull: false, wording: COMMAND_WORDING }),
  ).toStrictEqual([]);
  expect(chosenImages({ account: {}, role: of }, { images, context: undefined }, "Web", false)).toStrictEqual(
    expected.map((image) => ({ ...KNOWN, ...image })),
  );
});

test("the folder of the request is the default of every image", () => {
  const images = chosenImages(
    { account: {}, role: role("*") },
    { images: ["web", "api=api"], context: "src" },
    "web",
    false,
  );
  expect(images.map(({ context }) => context)).toStrictEqual(["src", "api"]);
});

test.each([
  [
    role("base/*"),
    [],
    "--image: missing. Name an ECR repository, because the role has only patterns (base/*). For example: --image base/NAME",
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
  expect(
    imageProblems(of, { images, event: undefined, pull: false, wording: COMMAND_WORDING }),
  ).toStrictEqual([problem]);
});

const AMD64 = "linux/amd64";
const ARM64 = "linux/arm64";

function problems(
  access: EcrAccess,
  platforms: readonly string[],
  runsOn: readonly string[],
): readonly string[] {
  return platformProblems(
    { ecr: { access, repositories: ["web"], regions: ["eu-west-1"] } },
    { platforms, runsOn, wording: COMMAND_WORDING },
  );
}

test.each([
  [[], [], []],
  [
    [AMD64, ARM64],
    [],
    [
      [AMD64, "amd64", "ubuntu-latest"],
      [ARM64, "arm64", "ubuntu-24.04-arm"],
    ],
  ],
  [
    ["linux/arm/v7", AMD64],
    ["arm", "x64"],
    [
      ["linux/arm/v7", "arm-v7", "arm"],
      [AMD64, "amd64", "x64"],
    ],
  ],
])("the platforms %j with --runs-on %j have their own runners", (platforms, runsOn, expected) => {
  expect(problems("push-pull", platforms, runsOn)).toStrictEqual([]);
  expect(
    chosenPlatforms({ platforms, runsOn }).map(({ name, jobId, runner }) => [name, jobId, runner]),
  ).toStrictEqual(expected);
});

test("several platforms do not need access to read", () => {
  expect(problems("push", [ARM64, AMD64], [])).toStrictEqual([]);
});

test.each<[EcrAccess, readonly string[], readonly string[], string]>([
  [
    "pull",
    [AMD64],
    [],
    "--platform: the role may only pull, and platforms are for builds. Use a role with access: push or push-pull",
  ],
  [
    "push-pull",
    ["linux/s390x"],
    [],
    '--platform: expected linux/amd64 or linux/arm64, or another linux platform together with --runs-on, got "linux/s390x"',
  ],
  [
    "push-pull",
    ["windows"],
    ["windows-latest"],
    '--platform: expected linux/amd64 or linux/arm64, or another linux platform together with --runs-on, got "windows"',
  ],
  ["push-pull", [AMD64, AMD64], [], "--platform: expected each platform once, got linux/amd64, linux/amd64"],
  [
    "push-pull",
    [AMD64, ARM64],
    ["x64"],
    "--runs-on: expected one runner for each platform (linux/amd64, linux/arm64, in this order), or none, got 1",
  ],
])("rejects with access %s the platforms %j on %j", (access, platforms, runsOn, problem) => {
  expect(problems(access, platforms, runsOn)).toStrictEqual([problem]);
});
