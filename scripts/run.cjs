/** Runs a program of this repository that is written in TypeScript: node scripts/run.cjs PROGRAM [ARGUMENTS]. See docs/decisions/0004-esbuild.md. */
const { buildSync } = require("esbuild");
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { SourceMap } = require("node:module");
const { dirname, join, relative, resolve } = require("node:path");

const ROOT = join(__dirname, "..");

// As if Node ran the program itself.
process.argv.splice(1, 1);
const program = resolve(process.argv[1]);
const file = join(ROOT, ".run", relative(ROOT, program).replaceAll(/[\\/]/g, "-").replace(/\.ts$/, ".cjs"));

const { outputFiles } = buildSync({
  absWorkingDir: ROOT,
  entryPoints: [program],
  outfile: file,
  write: false,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  sourcemap: "external",
  sourcesContent: false,
});
const [map, code] = outputFiles.map(({ text }) => text);

// Programs that start at the same time write the same file.
mkdirSync(dirname(file), { recursive: true });
writeFileSync(`${file}.${process.pid}`, code);
renameSync(`${file}.${process.pid}`, file);

// Node's own source maps would also parse those of CDKTF's 370 modules at every start.
process.on("uncaughtExceptionMonitor", (error) => {
  if (error instanceof Error) error.stack = inSources(error.stack);
});

/** A stack trace with the places in the sources. */
function inSources(stack = "") {
  const sources = new SourceMap(JSON.parse(map));
  return stack.replaceAll(/(\S*):(\d+):(\d+)/g, (place, path, line, column) => {
    if (!path.endsWith(file)) return place;
    const { originalSource, originalLine, originalColumn } = sources.findEntry(line - 1, column - 1);
    return originalSource === undefined
      ? place
      : `${path.replace(file, resolve(dirname(file), originalSource))}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

require(file);
