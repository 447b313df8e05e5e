import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLES, GOLDEN, goldenFiles } from "./golden";

for (const example of readdirSync(EXAMPLES)) {
  const files = Object.entries(goldenFiles(example));
  const folder = join(EXAMPLES, example, GOLDEN);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
