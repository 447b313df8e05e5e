import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import { ownFolder } from "../../lib/cli/own-package";
import { run } from "../../lib/cli/run";
import type { Patience } from "../../lib/github/octokit";

export const ROOT = ownFolder();
/** Runs a TypeScript program. */
export const RUN = join(ROOT, "scripts", "run.cjs");

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
}

interface Extras {
  /** The width of standard output. */
  readonly columns?: number;
  readonly patience?: Patience;
}

/** Runs the command line in the test's own process. */
export async function runCli(
  args: readonly string[],
  { cwd, env = {}, input = "", columns, patience }: RunOptions & Extras,
): Promise<CliRun> {
  const [stdout, stderr] = [collected(), collected()];
  const code = await run(args, {
    cwd,
    env,
    stdin: Readable.from([Buffer.from(input)]),
    stdout: Object.assign(stdout.stream, columns !== undefined && { columns }),
    stderr: stderr.stream,
    ...(patience !== undefined && { patience }),
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A stream, and all that was written to it. */
export function collected(): { readonly stream: Writable; readonly text: () => string } {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}

/** Runs a TypeScript program of the project as a process of its own, as the scripts of package.json do. */
export function spawnProgram(
  program: string,
  args: readonly string[],
  { cwd, env = {}, input = "" }: RunOptions,
): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, resolve(ROOT, program), ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    input,
    encoding: "utf8",
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  return { code: status, stdout, stderr };
}

/** Runs the command line as a process of its own: for what only a real process shows. Everything else takes {@link runCli}. */
export function spawnCli(args: readonly string[], options: RunOptions): CliRun {
  return spawnProgram(join("lib", "cli", "main.ts"), args, options);
}
