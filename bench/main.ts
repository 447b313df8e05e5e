/**
 * npm run bench: this project and a hand-written CDKTF script that makes the same resources, side by side in one run. Each
 * measurement is a process of its own; the two take turns. Exit code 1 if a ratio is above its limit.
 */

import { deepStrictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { ownFolder } from "../lib/cli/own-package";
import { median, processTimes } from "./processes";
import { resourcesBelow } from "./resources";

const RUNS = 5;
/** See docs/architecture.md, which also says why `thousand` is not 1.25. */
const LIMITS = { help: 1, built: 2, clone: 3, thousand: 1.65, tenThousand: 11, memory: 1.2 };
/** What `--help` may take: so many times what Node takes without a program, and so much more. */
const HELP = { factor: 1.5, moreMs: 100 };
const BENCH = join(ownFolder(), "bench");
const RESULTS = join(BENCH, "results.json");

/** A synthesis in plain JavaScript: the built package, or the hand-written script. */
interface Synthesis {
  /** From the file to the JSON on the disk, without the start of Node and the loading of modules. */
  readonly synthesisMs: number;
  readonly peakMemoryMiB: number;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));

/** The quota of AWS, so that 10,000 roles need ten accounts. hand-written.js has the same number. */
const ROLES_PER_ACCOUNT = 1_000;

function accessYaml(count: number): string {
  const accounts = Array.from(
    { length: count / ROLES_PER_ACCOUNT },
    (_, index) => `  - id: "${123456789012 + index}"
    region: ap-northeast-2
    roles:
${rolesYaml(index * ROLES_PER_ACCOUNT)}`,
  );
  return `github:
  owner: acme
accounts:
${accounts.join("")}`;
}

function rolesYaml(first: number): string {
  return Array.from({ length: ROLES_PER_ACCOUNT }, (_, index) => first + index)
    .map(
      (number) => `      - name: Role${number}
        trust:
          - { repository: web${number}, branch: main }
        ecr:
          repositories: [web${number}]
`,
    )
    .join("");
}

function measured(script: string, ...args: readonly string[]): Synthesis {
  return JSON.parse(execFileSync(process.execPath, [join(BENCH, script), ...args], { encoding: "utf8" }));
}

function medians(samples: readonly Synthesis[]): Synthesis {
  return {
    synthesisMs: median(samples.map(({ synthesisMs }) => synthesisMs)),
    peakMemoryMiB: median(samples.map(({ peakMemoryMiB }) => peakMemoryMiB)),
  };
}

/** Both programs in turns; a first run of each warms the disk's caches and is not counted. */
function compared(count: number): { readonly ours: Synthesis; readonly handWritten: Synthesis } {
  const ours: Synthesis[] = [];
  const handWritten: Synthesis[] = [];
  const config = join(folder, `access-${count}.yaml`);
  writeFileSync(config, accessYaml(count));
  for (let run = 0; run <= RUNS; run++) {
    const outs = { ours: join(folder, `ours-${count}`), handWritten: join(folder, `hand-written-${count}`) };
    const own = measured("ours.js", config, outs.ours);
    const other = measured("hand-written.js", String(count), outs.handWritten);
    if (run === 0) deepStrictEqual(resourcesBelow(outs.ours), resourcesBelow(outs.handWritten));
    else {
      ours.push(own);
      handWritten.push(other);
    }
  }
  return { ours: medians(ours), handWritten: medians(handWritten) };
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => (typeof cell === "number" ? cell.toFixed(0) : cell));
  return `${name.padEnd(28)}${texts.map((text) => text.padStart(14)).join("")}`;
}

try {
  const times = processTimes(folder);
  deepStrictEqual(
    resourcesBelow(join(folder, "sample")),
    resourcesBelow(join(folder, "sample-hand-written")),
  );
  const thousand = compared(1_000);
  const tenThousand = compared(10_000);
  const ratios = [
    {
      what: `built: --help / (${HELP.factor} x node -e 0 + ${HELP.moreMs} ms)`,
      ratio: times.help / (HELP.factor * times.nothing + HELP.moreMs),
      limit: LIMITS.help,
    },
    {
      what: "sample: built package / hand-written",
      ratio: times.built / times.handWritten,
      limit: LIMITS.built,
    },
    { what: "sample: clone / hand-written", ratio: times.clone / times.handWritten, limit: LIMITS.clone },
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
  const syntheses = { "1,000 roles": thousand, "10,000 roles": tenThousand };
  const table = [
    row("processes, ms", ...Object.keys(times)),
    row("", ...Object.values(times)),
    "",
    row("", "synthesis ms", "peak MiB"),
    ...Object.entries(syntheses).flatMap(([name, { ours, handWritten }]) => [
      row(`${name}, ours`, ours.synthesisMs, ours.peakMemoryMiB),
      row(`${name}, hand-written`, handWritten.synthesisMs, handWritten.peakMemoryMiB),
    ]),
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
    `${JSON.stringify({ machine, runs: RUNS, times, thousand, tenThousand, ratios }, undefined, 2)}\n`,
  );
  process.exitCode = ratios.every(({ ratio, limit }) => ratio <= limit) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
