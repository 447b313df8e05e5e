/** npm run build: JavaScript, types and source maps of the package, in dist. A file lies there as deep as its source does in lib. */
const { execFileSync } = require("node:child_process");
const { cpSync, readdirSync, readFileSync, rmSync } = require("node:fs");
const { dirname, join } = require("node:path");

const ROOT = join(__dirname, "..");
const COMPILER = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
/** What is read as it stands beside the JavaScript. */
const READ_FILES = ["cli/show/page/page.css", "cli/show/page/browser.js"];
/** What package.json exports. */
const ENTRIES = ["index.d.ts", "policy/index.d.ts"];

/** A declaration and all that it leads to. */
function reached(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const paths = readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.{1,2}\/[^"]+)"/g);
  for (const [, path] of paths) reached(join(dirname(file), `${path}.d.ts`), found);
  return found;
}

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [COMPILER, "-p", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" });
for (const file of READ_FILES) cpSync(join(ROOT, "lib", file), join(ROOT, "dist", file));

// Types that no entry leads to are of no use to anybody.
const types = ENTRIES.reduce((found, entry) => reached(join(ROOT, "dist", entry), found), new Set());
for (const name of readdirSync(join(ROOT, "dist"), { recursive: true })) {
  const file = join(ROOT, "dist", name);
  if (name.endsWith(".d.ts") && !types.has(file)) rmSync(file);
}
