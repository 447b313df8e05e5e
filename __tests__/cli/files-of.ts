import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder with its text. */
export function filesOf(path: string): Readonly<Record<string, string>> {
  const names = readdirSync(path, { encoding: "utf8", recursive: true })
    .filter((name) => statSync(join(path, name)).isFile())
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), "utf8")]));
}
