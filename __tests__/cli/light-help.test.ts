import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** Runs the command line, and says at its end which packages it has loaded. */
const LOADED = `
process.on("exit", () => {
  const names = Object.keys(require.cache).map((file) => file.split("/node_modules/")[1]?.split("/")[0]);
  require("node:fs").writeSync(2, JSON.stringify([...new Set(names)].filter(Boolean).sort()));
});
process.argv.splice(1, 0, "github-actions-ecr");
require("./lib/cli/main.ts");
`;

test.each([
  [["--help"]],
  [["--version"]],
  ...["init", "synth", "explain", "check", "show", "resolve", "workflow"].map((name) => [[name, "--help"]]),
])("%j loads no package but the one that reads the command line", (args) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", "./scripts/typescript.cjs", "-e", LOADED, "--", ...args],
    { cwd: ROOT, encoding: "utf8" },
  );
  const ofDevelopment = ["esbuild", "tsx"];
  expect(status).toBe(0);
  expect(JSON.parse(stderr).filter((name: string) => !ofDevelopment.includes(name))).toStrictEqual([
    "commander",
  ]);
});
