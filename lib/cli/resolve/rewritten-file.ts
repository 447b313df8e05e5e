import { readFileSync } from "node:fs";
import { ConfigError } from "../../config/problem";
import { writeFile } from "../files/written-file";

/**
 * Writes a file again.
 * @param before what stood in it when it was read.
 * @throws ConfigError where something else stands in it by now.
 */
export function rewriteFile(path: string, before: string, after: string): void {
  writeFile(path, after, () => {
    if (readFileSync(path, "utf8") !== before) {
      throw new ConfigError([`${path}:1:1 has changed while GitHub was asked; run resolve again`]);
    }
  });
}
