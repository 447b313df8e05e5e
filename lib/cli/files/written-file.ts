import {
  chmodSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole: whoever reads it sees the old text or the new one. One that is there keeps its mode, and a symbolic link to it
 * goes on to lead to it.
 * @param lastLook at the file, before the old text gives way; it stays if this throws.
 */
export function writeFile(path: string, text: string, lastLook: () => void = () => {}): void {
  const file = existsSync(path) ? realpathSync(path) : path;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const staging = mkdtempSync(join(dirname(file), ".write-"));
  try {
    const staged = join(staging, basename(file));
    writeFileSync(staged, text);
    // What is new has the mode that the shell allows.
    if (mode !== undefined) chmodSync(staged, mode);
    lastLook();
    renameSync(staged, file);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
