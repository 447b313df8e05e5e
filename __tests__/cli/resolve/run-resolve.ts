import { spawn } from "node:child_process";
import { join } from "node:path";
import type { CliRun } from "../run-cli";

const ROOT = join(__dirname, "..", "..", "..");

/** Nothing in the tests is this token but what they hand over. */
export const TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";

interface Surroundings {
  readonly cwd: string;
  /** The address of the API, as GitHub Actions hands it over. */
  readonly api: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the command is in no mood to wait. */
  readonly isImpatient?: boolean;
}

/** Runs the command as a process of its own, while the test answers it. */
export function runResolve(
  args: readonly string[],
  { cwd, api, env = {}, isImpatient = false }: Surroundings,
): Promise<CliRun> {
  const program = isImpatient ? "__tests__/cli/resolve/impatient.ts" : "lib/cli/main.ts";
  const child = spawn(
    process.execPath,
    ["--require", join(ROOT, "scripts", "typescript.cjs"), join(ROOT, program), "resolve", ...args],
    { cwd, env: { PATH: process.env.PATH, GITHUB_TOKEN: TOKEN, GITHUB_API_URL: api, ...env } },
  );
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
