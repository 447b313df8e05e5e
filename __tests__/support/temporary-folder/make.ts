import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** CDKTF leaves a folder for each app without an output folder, so all temporary files of a run go into one that `remove.ts` deletes. */
module.exports = function make(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "tests-"));
};
