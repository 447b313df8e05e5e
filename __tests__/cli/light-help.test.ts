import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

const COMMAND_LINES = [
  ["--help"],
  ["--version"],
  ...["init", "synth", "explain", "check", "show", "resolve", "workflow"].map((name) => [name, "--help"]),
];

/** Runs each command line in one process, and prints which packages are loaded then. */
const PROGRAM = `
const { run } = require("./lib/cli/run.ts");
const { processIo } = require("./lib/cli/io.ts");
const silent = { ...processIo(), stdout: { write: () => true } };
(async () => {
  const results = [];
  for (const args of ${JSON.stringify(COMMAND_LINES)}) {
    const code = await run(args, silent);
    const names = Object.keys(require.cache).map((file) => file.split("/node_modules/")[1]?.split("/")[0]);
    results.push({ code, packages: [...new Set(names)].filter(Boolean).sort() });
  }
  process.stdout.write(JSON.stringify(results));
})();
`;

interface Result {
  readonly code: number;
  readonly packages: readonly string[];
}

let results: readonly Result[];

beforeAll(() => {
  const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", PROGRAM], {
    cwd: ROOT,
    encoding: "utf8",
  });
  results = JSON.parse(stdout);
});

test.each(COMMAND_LINES.map((args, index) => ({ args, index })))(
  "$args loads no package but the one that reads the command line",
  ({ index }) => {
    const { code, packages = [] } = results[index] ?? {};
    const ofDevelopment = ["esbuild", "tsx"];
    expect(code).toBe(0);
    expect(packages.filter((name) => !ofDevelopment.includes(name))).toStrictEqual(["commander"]);
  },
);
