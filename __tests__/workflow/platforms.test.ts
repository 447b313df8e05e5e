import type { EcrAccess } from "../../lib/policy/ecr-actions";
import { chosenPlatforms, platformProblems } from "../../lib/workflow/platforms";
import { COMMAND_WORDS } from "../../lib/workflow/words";

const AMD64 = "linux/amd64";
const ARM64 = "linux/arm64";

function problems(
  access: EcrAccess,
  platforms: readonly string[],
  runsOn: readonly string[],
): readonly string[] {
  return platformProblems(
    { ecr: { access, repositories: ["web"], regions: ["eu-west-1"] } },
    { platforms, runsOn, words: COMMAND_WORDS },
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
])("%j on %j is built each on its own runner", (platforms, runsOn, expected) => {
  expect(problems("push-pull", platforms, runsOn)).toStrictEqual([]);
  expect(
    chosenPlatforms({ platforms, runsOn }).map(({ name, jobId, runner }) => [name, jobId, runner]),
  ).toStrictEqual(expected);
});

test("one platform needs no reading back", () => {
  expect(problems("push", [ARM64], [])).toStrictEqual([]);
});

test.each<[EcrAccess, readonly string[], readonly string[], string]>([
  [
    "pull",
    [AMD64],
    [],
    "--platform is for builds, and the role may only pull; allowed: a role with access push or push-pull",
  ],
  [
    "push",
    [AMD64, ARM64],
    [],
    "--platform with several needs a role that can read what it pushed; needed: access: push-pull in the role's ecr, or one platform",
  ],
  [
    "push-pull",
    ["linux/s390x"],
    [],
    '--platform has no runner; allowed: linux/amd64, linux/arm64, or --runs-on with a runner for it; given: "linux/s390x"',
  ],
  [
    "push-pull",
    ["windows"],
    ["windows-latest"],
    '--platform has no runner; allowed: linux/amd64, linux/arm64, or --runs-on with a runner for it; given: "windows"',
  ],
  ["push-pull", [AMD64, AMD64], [], "--platform names one twice; allowed: each once"],
  [
    "push-pull",
    [AMD64, ARM64],
    ["x64"],
    "--runs-on does not say where each platform is built; allowed: none, or one for each of linux/amd64, linux/arm64, in this order",
  ],
])("rejects with access %s the platforms %j on %j", (access, platforms, runsOn, problem) => {
  expect(problems(access, platforms, runsOn)).toStrictEqual([problem]);
});
