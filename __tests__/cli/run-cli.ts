import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a TypeScript program of the project as the scripts of package.json do. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): CliRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", join(ROOT, "scripts", "typescript.cjs"), join(ROOT, program), ...args],
    { cwd, env: { PATH: process.env.PATH, ...env }, encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}

/** The command line of the package. */
export function runCli(args: readonly string[], options: Parameters<typeof runProgram>[2]): CliRun {
  return runProgram(join("lib", "cli", "main.ts"), args, options);
}
