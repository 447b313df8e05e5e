import type { Loaded } from "./loaded-packages";
import { ROOT, spawnProgram } from "./run-cli";

const COMMAND_LINES = [
  ["--help"],
  ["--version"],
  ...["init", "synth", "explain", "check", "show", "resolve", "workflow", "guardrail"].map((name) => [
    name,
    "--help",
  ]),
];

let results: readonly Loaded[];

beforeAll(() => {
  const { stdout } = spawnProgram("__tests__/cli/loaded-packages.ts", [JSON.stringify(COMMAND_LINES)], {
    cwd: ROOT,
  });
  results = JSON.parse(stdout);
});

test.each(COMMAND_LINES.map((args, index) => ({ args, index })))(
  "$args loads no package but the one that reads the command line",
  ({ index }) => {
    const { code, packages = [] } = results[index] ?? {};
    const ofDevelopment = ["esbuild"];
    expect(code).toBe(0);
    expect(packages.filter((name) => !ofDevelopment.includes(name))).toStrictEqual(["commander"]);
  },
);
