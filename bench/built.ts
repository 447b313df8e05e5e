/** What is measured of the package as it is built, started by the link that npm makes. */
import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** More than of longer processes: short ones vary more. */
const RUNS = 15;
const ROOT = join(__dirname, "..");

type Name = "nothing" | "help" | "synth" | "handWritten";

/** Milliseconds from the start of a process to its end, medians: `node -e 0`, `--help`, `synth` of the sample, and the other script's. */
export function builtTimes(folder: string): Readonly<Record<Name, number>> {
  const bin = join(folder, "github-actions-ecr");
  symlinkSync(join(ROOT, "dist", "cli", "main.js"), bin);
  chmodSync(bin, 0o755);
  const sample = join(ROOT, "access.yaml");
  const handWritten = join(__dirname, "hand-written.js");
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { cwd: folder });
  return inTurns({
    nothing: () => run(process.execPath, "-e", "0"),
    help: () => run(bin, "--help"),
    synth: () => run(bin, "synth", "--config", sample, "--out", "built"),
    handWritten: () => run(process.execPath, handWritten, "1", join(folder, "built-hand-written")),
  });
}

/** The first turn warms the disk's caches and is not counted. */
function inTurns(programs: Readonly<Record<Name, () => void>>): Readonly<Record<Name, number>> {
  const times: Readonly<Record<Name, number[]>> = { nothing: [], help: [], synth: [], handWritten: [] };
  const names = Object.keys(times) as Name[];
  for (let turn = 0; turn <= RUNS; turn++) {
    for (const name of names) {
      const started = performance.now();
      programs[name]();
      times[name].push(performance.now() - started);
    }
  }
  const median = ([, ...counted]: readonly number[]) =>
    counted.sort((a, b) => a - b)[Math.floor(counted.length / 2)] ?? Number.NaN;
  return {
    nothing: median(times.nothing),
    help: median(times.help),
    synth: median(times.synth),
    handWritten: median(times.handWritten),
  };
}
