import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Writes a file whole: whoever reads it sees the old text or the new one. */
export function writeFile(path: string, text: string): void {
  const staging = mkdtempSync(join(dirname(path), ".write-"));
  try {
    const staged = join(staging, basename(path));
    writeFileSync(staged, text);
    renameSync(staged, path);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
