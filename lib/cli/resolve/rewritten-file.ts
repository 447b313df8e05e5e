import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../../config/problem";
import { writeFile } from "../files/written-file";

/**
 * Writes a file again.
 * @param cwd from which a relative path leads to the file.
 * @param before what stood in it when it was read.
 * @throws ConfigError where something else stands in it by now.
 */
export function rewriteFile(path: string, cwd: string, before: string, after: string): void {
  const file = resolve(cwd, path);
  writeFile(file, after, () => {
    if (readFileSync(file, "utf8") !== before) {
      throw new ConfigError([`${path}:1:1 has changed while GitHub was asked; run resolve again`]);
    }
  });
}
