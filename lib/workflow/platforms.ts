import { ECR_LEVELS } from "../policy/ecr-actions";
import type { WorkflowRequest } from "./request";
import type { SourceRole } from "./role-source";

/** A platform of an image, and its runner. The runner has the same architecture, because emulated builds are many times slower. */
export interface Platform {
  /** `linux/arm64`. */
  readonly name: string;
  /** The id of its job: `arm64`. */
  readonly jobId: string;
  readonly runner: string;
}

/** @see https://docs.github.com/en/actions/reference/runners/github-hosted-runners */
const RUNNERS: Readonly<Record<string, string>> = {
  "linux/amd64": "ubuntu-latest",
  "linux/arm64": "ubuntu-24.04-arm",
};

const PLATFORM = /^linux\/[a-z0-9]+(?:\/[a-z0-9]+)?$/;

export function chosenPlatforms({
  platforms,
  runsOn,
}: Pick<WorkflowRequest, "platforms" | "runsOn">): readonly Platform[] {
  return platforms.map((name, index) => ({
    name,
    jobId: name.split("/").slice(1).join("-"),
    runner: runsOn[index] ?? RUNNERS[name] ?? "",
  }));
}

/** The problems of the platforms and runners that a request names. */
export function platformProblems(
  { ecr: { access } }: Pick<SourceRole, "ecr">,
  { platforms, runsOn, wording }: Pick<WorkflowRequest, "platforms" | "runsOn" | "wording">,
): readonly string[] {
  const option = wording.option("platforms");
  const runner = wording.option("runsOn");
  if (platforms.length === 0) return [];
  if (!ECR_LEVELS[access].canPush)
    return [
      `${option}: the role may only pull, and platforms are for builds. Use a role with access: push or push-pull`,
    ];
  const known = Object.keys(RUNNERS).join(" or ");
  return [
    ...platforms.flatMap((name) => {
      const isBuilt = PLATFORM.test(name) && (name in RUNNERS || runsOn.length > 0);
      return isBuilt
        ? []
        : [
            `${option}: expected ${known}, or another linux platform together with ${runner}, got ${JSON.stringify(name)}`,
          ];
    }),
    ...(new Set(platforms).size === platforms.length
      ? []
      : [`${option}: expected each platform once, got ${platforms.join(", ")}`]),
    ...(platforms.length > 1 && runsOn.length > 0 && runsOn.length !== platforms.length
      ? [
          `${runner}: expected one runner for each platform (${platforms.join(", ")}, in this order), or none, got ${runsOn.length}`,
        ]
      : []),
    ...(platforms.length > 1 && !ECR_LEVELS[access].canPull
      ? [
          `${option}: several platforms need a role that can read from ECR. Set access: push-pull, or use one platform`,
        ]
      : []),
  ];
}
