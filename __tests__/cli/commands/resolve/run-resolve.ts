import { spawn } from "node:child_process";
import { join } from "node:path";
import { type CliRun, RUN, runCli } from "../../run-cli";

/** A text that occurs nowhere else. */
export const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";

/** Very short waits. */
export const IMPATIENCE = { second: 2, answer: 500 };

interface RunOptions {
  readonly cwd: string;
  /** GITHUB_API_URL */
  readonly api: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether waits are very short. */
  readonly isImpatient?: boolean;
}

export function runResolve(
  args: readonly string[],
  { cwd, api, env = {}, isImpatient = false }: RunOptions,
): Promise<CliRun> {
  return runCli(["resolve", ...args], {
    cwd,
    env: { GITHUB_TOKEN: TOKEN, GITHUB_API_URL: api, ...env },
    ...(isImpatient && { patience: IMPATIENCE }),
  });
}

/**
 * The same in a process of its own, with short waits. For network errors: Octokit recognises the errors of Node by `instanceof`, and
 * Jest gives a test other error classes than those of Node.
 */
export function spawnResolve(args: readonly string[], { cwd, api, env = {} }: RunOptions): Promise<CliRun> {
  const child = spawn(process.execPath, [RUN, join(__dirname, "impatient.ts"), "resolve", ...args], {
    cwd,
    env: { PATH: process.env.PATH, GITHUB_TOKEN: TOKEN, GITHUB_API_URL: api, ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((ended, failed) => {
    child.on("error", failed);
    child.on("close", (code) => ended({ code, stdout, stderr }));
  });
}
