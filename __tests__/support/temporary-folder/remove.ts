import { rmSync } from "node:fs";
import { dirname } from "node:path";

/** Deletes the folder that `make.ts` made. */
module.exports = function remove(): void {
  const folder = process.env.TMPDIR;
  if (folder === undefined) return;
  rmSync(folder, { recursive: true, force: true });
  process.env.TMPDIR = dirname(folder);
};
