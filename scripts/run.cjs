/** Runs a program of this repository that is written in TypeScript: node scripts/run.cjs PROGRAM [ARGUMENTS]. See docs/decisions/0004-esbuild.md. */
const { spawnSync } = require("node:child_process");
const { readFileSync, renameSync } = require("node:fs");
const { SourceMap } = require("node:module");
const { join, relative, resolve } = require("node:path");

const ROOT = join(__dirname, "..");
const ESBUILD = require.resolve("esbuild/bin/esbuild");
// On Windows, it is always a script of Node.
const [esbuild, ...script] = process.platform === "win32" ? [process.execPath, ESBUILD] : [ESBUILD];

// As if Node ran the program itself.
process.argv.splice(1, 1);
const [, program = ""] = process.argv;
const bundle = join(ROOT, ".run", relative(ROOT, resolve(program)).replaceAll(/\W/g, "-").concat(".cjs"));

// Programs that start at the same time write the same bundle.
const unfinished = `${bundle}.${process.pid}`;
const { status } = spawnSync(
  esbuild,
  [
    ...script,
    resolve(program),
    `--outfile=${unfinished}`,
    "--bundle",
    "--packages=external",
    "--platform=node",
    "--target=node20",
    "--sourcemap=inline",
    "--sources-content=false",
    "--log-level=warning",
  ],
  { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] },
);
if (status !== 0) process.exit(1);
renameSync(unfinished, bundle);

// Node's own source maps would also parse those of CDKTF's 370 modules at every start.
process.on("uncaughtExceptionMonitor", (error) => {
  if (error instanceof Error) error.stack = inSources(error.stack);
});

/** A stack trace with the places in the sources. */
function inSources(stack = "") {
  const [, encoded = ""] = readFileSync(bundle, "utf8").split(
    "//# sourceMappingURL=data:application/json;base64,",
  );
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
  return stack.replaceAll(/(\S*):(\d+):(\d+)/g, (place, path, line, column) => {
    if (!path.endsWith(bundle)) return place;
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return place;
    return `${path.replace(bundle, resolve(bundle, "..", originalSource))}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

require(bundle);
