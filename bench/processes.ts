import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../lib/cli/own-package";

/** More than of longer processes: short ones vary more. */
const RUNS = 15;
const ROOT = ownFolder();

/** Milliseconds from the start of a process to its end, medians. */
export interface ProcessTimes {
  /** `node -e 0` */
  readonly nothing: number;
  /** `--help` of the built package, started by the link that npm makes. */
  readonly help: number;
  /** `synth` of the sample, by the built package. */
  readonly built: number;
  /** The same by `npm run synth`, without npm. */
  readonly clone: number;
  /** The same resources by the hand-written script. */
  readonly handWritten: number;
}

/** @param folder for the link and the outputs. */
export function processTimes(folder: string): ProcessTimes {
  const bin = join(folder, "github-actions-ecr");
  symlinkSync(join(ROOT, "dist", "cli", "main.js"), bin);
  chmodSync(bin, 0o755);
  const sample = join(ROOT, "access.yaml");
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { cwd: ROOT });
  const node = (...args: readonly string[]) => run(process.execPath, ...args);
  const synth = ["synth", "--config", sample, "--out", join(folder, "sample")];
  return mediansInTurns({
    nothing: () => node("-e", "0"),
    help: () => run(bin, "--help"),
    built: () => run(bin, ...synth),
    clone: () => node(join("scripts", "run.cjs"), join("lib", "cli", "main.ts"), ...synth),
    handWritten: () => node(join("bench", "hand-written.js"), "1", join(folder, "sample-hand-written")),
  });
}

/** The programs take turns. The first turn warms the disk's caches and is not counted. */
function mediansInTurns<Name extends string>(
  programs: Readonly<Record<Name, () => void>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(programs) as Name[];
  const turns = Array.from({ length: RUNS + 1 }, () =>
    names.map((name) => {
      const started = performance.now();
      programs[name]();
      return performance.now() - started;
    }),
  );
  const medians = names.map((name, index) => [name, median(turns.slice(1).map((turn) => turn[index] ?? 0))]);
  return Object.fromEntries(medians);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
