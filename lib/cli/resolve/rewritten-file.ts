import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ConfigError } from "../../config/problem";

/**
 * Writes a file again, whole or not at all, with its mode, through a symbolic link if it is one.
 * @param before what stood in it when it was read.
 * @throws ConfigError where something else stands in it by now.
 */
export function rewriteFile(path: string, before: string, after: string): void {
  const file = realpathSync(path);
  const { mode } = statSync(file);
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, after, { flag: "wx", mode });
    // What is new has the mode that the shell allows.
    chmodSync(draft, mode);
    if (readFileSync(file, "utf8") !== before) {
      throw new ConfigError([`${path}:1:1 has changed while GitHub was asked; run resolve again`]);
    }
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
