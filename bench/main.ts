/**
 * npm run bench: this project and a hand-written CDKTF script that makes the same resources, side by side in one run. Each
 * measurement is a process of its own; the two take turns. Exit code 1 where a limit is not held.
 */

import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { builtTimes } from "./built";
import { resourcesBelow } from "./resources";

const RUNS = 5;
const LIMITS = { help: 1, builtSample: 1.6, sample: 2.5, thousand: 1.1, tenThousand: 11, memory: 1.2 };
/** What `--help` may take: so many times what Node takes without a program, and so much more. */
const HELP = { factor: 1.5, moreMs: 100 };
const RESULTS = join(__dirname, "results.json");

interface Sample {
  /** From the start of the process to its end. */
  readonly processMs: number;
  /** From the file to the JSON on the disk, without the start of Node and the loading of modules. */
  readonly synthesisMs: number;
  readonly peakMemoryMiB: number;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));

function accessYaml(count: number): string {
  const roles = Array.from(
    { length: count },
    (_, index) => `      - name: Role${index}
        trust:
          - { repository: web${index}, branch: main }
        ecr:
          repositories: [web${index}]
`,
  );
  return `github:
  owner: acme
accounts:
  - id: "123456789012"
    region: ap-northeast-2
    roles:
${roles.join("")}`;
}

function configOf(count: number): string {
  if (count === 1) return join(__dirname, "..", "access.yaml");
  const path = join(folder, `access-${count}.yaml`);
  writeFileSync(path, accessYaml(count));
  return path;
}

function measured(args: readonly string[]): Sample {
  const started = performance.now();
  const output = execFileSync(process.execPath, args, { encoding: "utf8", cwd: join(__dirname, "..") });
  return { processMs: performance.now() - started, ...JSON.parse(output) };
}

function median(samples: readonly Sample[], of: keyof Sample): number {
  const values = samples.map((sample) => sample[of]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

function medians(samples: readonly Sample[]): Sample {
  return {
    processMs: median(samples, "processMs"),
    synthesisMs: median(samples, "synthesisMs"),
    peakMemoryMiB: median(samples, "peakMemoryMiB"),
  };
}

/** Both programs in turns; a first run of each warms the disk's caches and is not counted. */
function compared(count: number): { readonly ours: Sample; readonly handWritten: Sample } {
  const ours: Sample[] = [];
  const handWritten: Sample[] = [];
  const config = configOf(count);
  for (let run = 0; run <= RUNS; run++) {
    const outs = { ours: join(folder, `ours-${count}`), handWritten: join(folder, `hand-written-${count}`) };
    const own = measured(["--import", "tsx", join(__dirname, "ours.ts"), config, outs.ours]);
    const other = measured([join(__dirname, "hand-written.js"), String(count), outs.handWritten]);
    if (run === 0) deepStrictEqual(resourcesBelow(outs.ours), resourcesBelow(outs.handWritten));
    else {
      ours.push(own);
      handWritten.push(other);
    }
  }
  return { ours: medians(ours), handWritten: medians(handWritten) };
}

function cells(sample: Sample): string {
  return [sample.processMs, sample.synthesisMs, sample.peakMemoryMiB]
    .map((value) => value.toFixed(0).padStart(12))
    .join("");
}

try {
  const built = builtTimes(folder);
  const results = { sample: compared(1), thousand: compared(1_000), tenThousand: compared(10_000) };
  const { sample, thousand, tenThousand } = results;
  const ratios = [
    {
      what: `built: --help / (${HELP.factor} x node -e 0 + ${HELP.moreMs} ms)`,
      ratio: built.help / (HELP.factor * built.nothing + HELP.moreMs),
      limit: LIMITS.help,
    },
    {
      what: "built: synth of the sample, ours / hand-written",
      ratio: built.synth / built.handWritten,
      limit: LIMITS.builtSample,
    },
    {
      what: "sample: fresh process, ours / hand-written",
      ratio: sample.ours.processMs / sample.handWritten.processMs,
      limit: LIMITS.sample,
    },
    {
      what: "1,000 roles: synthesis, ours / hand-written",
      ratio: thousand.ours.synthesisMs / thousand.handWritten.synthesisMs,
      limit: LIMITS.thousand,
    },
    {
      what: "10,000 roles: synthesis, ours / our 1,000",
      ratio: tenThousand.ours.synthesisMs / thousand.ours.synthesisMs,
      limit: LIMITS.tenThousand,
    },
    {
      what: "1,000 roles: peak memory, ours / hand-written",
      ratio: thousand.ours.peakMemoryMiB / thousand.handWritten.peakMemoryMiB,
      limit: LIMITS.memory,
    },
    {
      what: "10,000 roles: peak memory, ours / hand-written",
      ratio: tenThousand.ours.peakMemoryMiB / tenThousand.handWritten.peakMemoryMiB,
      limit: LIMITS.memory,
    },
  ];
  const table = [
    `${"".padEnd(28)}${["process ms", "synthesis ms", "peak MiB"].map((head) => head.padStart(12)).join("")}`,
    ...Object.entries(results).flatMap(([name, { ours, handWritten }]) => [
      `${`${name}, ours`.padEnd(28)}${cells(ours)}`,
      `${`${name}, hand-written`.padEnd(28)}${cells(handWritten)}`,
    ]),
    `built, ms: node -e 0 ${built.nothing.toFixed(0)}, --help ${built.help.toFixed(0)}, synth ${built.synth.toFixed(0)}, hand-written ${built.handWritten.toFixed(0)}`,
    "",
    ...ratios.map(
      ({ what, ratio, limit }) =>
        `${what.padEnd(52)}${ratio.toFixed(2).padStart(6)}  at most ${limit}${ratio <= limit ? "" : "  NOT HELD"}`,
    ),
  ];
  process.stdout.write(`${table.join("\n")}\n`);
  const machine = {
    node: process.version,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  writeFileSync(
    RESULTS,
    `${JSON.stringify({ machine, runs: RUNS, built, results, ratios }, undefined, 2)}\n`,
  );
  process.exitCode = ratios.every(({ ratio, limit }) => ratio <= limit) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
