/** npm run build: writes JavaScript, types and source maps into dist, in the folders of lib. */
const { execFileSync } = require("node:child_process");
const { cpSync, readdirSync, readFileSync, rmSync } = require("node:fs");
const { dirname, join } = require("node:path");

const ROOT = join(__dirname, "..");
const COMPILER = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
/** Sources that are not compiled. */
const JAVASCRIPT = ["github/octokit-packages.js"];
/** The types of the entries in package.json. */
const ENTRIES = ["index.d.ts", "policy/index.d.ts"];

/** A declaration file and all that it imports. */
function reached(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const paths = readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.{1,2}\/[^"]+)"/g);
  for (const [, path] of paths) reached(join(dirname(file), `${path}.d.ts`), found);
  return found;
}

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [COMPILER, "-p", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" });
for (const file of JAVASCRIPT) cpSync(join(ROOT, "lib", file), join(ROOT, "dist", file));

// Users can only import types of the entries.
const types = ENTRIES.reduce((found, entry) => reached(join(ROOT, "dist", entry), found), new Set());
for (const name of readdirSync(join(ROOT, "dist"), { recursive: true })) {
  const file = join(ROOT, "dist", name);
  if (name.endsWith(".d.ts") && !types.has(file)) rmSync(file);
}
