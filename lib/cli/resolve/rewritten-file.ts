import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../../config/problem";
import { writeFile } from "../files";

/**
 * Replaces the text of a file.
 * @param cwd a relative path starts here.
 * @param before the text when the file was read.
 * @throws ConfigError if the file has another text now.
 */
export function rewriteFile(path: string, cwd: string, before: string, after: string): void {
  const file = resolve(cwd, path);
  writeFile(file, after, () => {
    if (readFileSync(file, "utf8") !== before) {
      throw new ConfigError([`${path}:1:1 changed while resolve was running. Run resolve again`]);
    }
  });
}
