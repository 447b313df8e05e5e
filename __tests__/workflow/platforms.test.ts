import { COMMAND_WORDING } from "../../lib/cli/workflow/command-wording";
import type { EcrAccess } from "../../lib/policy/ecr-actions";
import { chosenPlatforms, platformProblems } from "../../lib/workflow/platforms";

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

test("one platform does not need access to read", () => {
  expect(problems("push", [ARM64], [])).toStrictEqual([]);
});

test.each<[EcrAccess, readonly string[], readonly string[], string]>([
  [
    "pull",
    [AMD64],
    [],
    "--platform: the role may only pull, and platforms are for builds. Use a role with access: push or push-pull",
  ],
  [
    "push",
    [AMD64, ARM64],
    [],
    "--platform: several platforms need a role that can read from ECR. Set access: push-pull, or use one platform",
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
