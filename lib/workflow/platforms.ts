import type { WorkflowRequest } from "./request";
import type { AccessRole } from "./role-source";

/** A platform that an image is built for, and the runner that it is built on: its own kind, since emulation takes many times as long. */
export interface Platform {
  /** `linux/arm64`. */
  readonly name: string;
  /** `arm64`, the id of its job. */
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

/** What keeps a workflow from building for these platforms. */
export function platformProblems(
  { ecr: { access } }: Pick<AccessRole, "ecr">,
  { platforms, runsOn, words }: Pick<WorkflowRequest, "platforms" | "runsOn" | "words">,
): readonly string[] {
  const option = words.named("platforms");
  const runner = words.named("runsOn");
  if (platforms.length === 0) return [];
  if (access === "pull")
    return [
      `${option} is for builds, and the role may only pull; allowed: a role with access push or push-pull`,
    ];
  const known = Object.keys(RUNNERS).join(", ");
  return [
    ...platforms.flatMap((name) => {
      const isBuilt = PLATFORM.test(name) && (name in RUNNERS || runsOn.length > 0);
      return isBuilt
        ? []
        : [
            `${option} has no runner; allowed: ${known}, or ${runner} with a runner for it; given: ${JSON.stringify(name)}`,
          ];
    }),
    ...(new Set(platforms).size === platforms.length
      ? []
      : [`${option} names one twice; allowed: each once`]),
    ...(platforms.length > 1 && runsOn.length > 0 && runsOn.length !== platforms.length
      ? [
          `${runner} does not say where each platform is built; allowed: none, or one for each of ${platforms.join(", ")}, in this order`,
        ]
      : []),
    ...(platforms.length > 1 && access === "push"
      ? [
          `${option} with several needs a role that can read what it pushed; needed: access: push-pull in the role's ecr, or one platform`,
        ]
      : []),
  ];
}
