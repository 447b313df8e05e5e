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
  {
    cwd,
    env = {},
    input = "",
  }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string },
): CliRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", join(ROOT, "scripts", "typescript.cjs"), join(ROOT, program), ...args],
    {
      cwd,
      env: { PATH: process.env.PATH, ...env },
      input,
      encoding: "utf8",
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  );
  return { code: status, stdout, stderr };
}

/** The command line of the package. */
export function runCli(args: readonly string[], options: Parameters<typeof runProgram>[2]): CliRun {
  return runProgram(join("lib", "cli", "main.ts"), args, options);
}
