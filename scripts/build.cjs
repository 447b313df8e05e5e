/** npm run build: JavaScript, types and source maps of the package, in dist. A file lies there as deep as its source does in lib. */
const { execFileSync } = require("node:child_process");
const { cpSync, rmSync } = require("node:fs");
const { dirname, join } = require("node:path");

const ROOT = join(__dirname, "..");
const COMPILER = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
/** What is read as it stands beside the JavaScript. */
const READ_FILES = ["cli/show/page/page.css", "cli/show/page/browser.js"];

rmSync(join(ROOT, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [COMPILER, "-p", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" });
for (const file of READ_FILES) cpSync(join(ROOT, "lib", file), join(ROOT, "dist", file));
