import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PAGES } from "./samples";

const WRITTEN = join(__dirname, "written");

/** Every action in a text, with its commit and version. */
function usesIn(text: string): readonly string[] {
  return [...text.matchAll(/uses: ([\w-]+\/[\w-]+@[0-9a-f]{40} # v[0-9.]+)$/gm)].map(([, uses = ""]) => uses);
}

test("workflows and pages pin the same commits of actions", () => {
  const written = readdirSync(WRITTEN).flatMap((name) => usesIn(readFileSync(join(WRITTEN, name), "utf8")));
  const shown = usesIn(PAGES);
  expect(new Set(shown).size).toBeGreaterThan(4);
  const names = new Set([...written, ...shown].map((uses) => uses.split("@")[0]));
  expect(new Set(written).size).toBe(5);
  expect(new Set([...written, ...shown]).size).toBe(names.size);
});
