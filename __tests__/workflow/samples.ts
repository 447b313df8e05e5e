import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exactRepositories } from "../../lib/workflow/role-source";
import { configOf } from "./workflow-of";

export const ROOT = join(__dirname, "..", "..");

export function text(...path: readonly string[]): string {
  return readFileSync(join(ROOT, ...path), "utf8");
}

/** The README and the pages of docs, as one text. */
export const PAGES = [
  text("README.md"),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => text("docs", path)),
].join("\n");

/** The YAML blocks of the pages, and the output of their commands. */
export const BLOCKS = [
  ...PAGES.matchAll(/^```(?:yaml|console)(?: [^\n]*)?\n(?:\$ .*\n)?([\s\S]*?)^```$/gm),
].map(([, block = ""]) => block);

/** Every access.yaml of the project, with its place. */
export const SAMPLES: readonly (readonly [string, string])[] = [
  ["access.yaml", text("access.yaml")],
  ...readdirSync(join(ROOT, "examples"))
    .filter((name) => existsSync(join(ROOT, "examples", name, "access.yaml")))
    .map((name) => [`examples/${name}`, text("examples", name, "access.yaml")] as const),
  ...BLOCKS.filter((block) => block.startsWith("github:")).map(
    (block, index) => [`sample ${index + 1} of the pages`, block] as const,
  ),
];

/** Each role of a file with each repository that it names, or with one that matches its pattern. */
export function rolesOf(yaml: string) {
  return configOf(yaml).accounts.flatMap(({ name: account, roles }) =>
    roles.flatMap((role) => {
      const exact = exactRepositories(role);
      const invented = { owner: "acme", name: "team-red" };
      return (exact.length === 0 ? [invented] : exact).map((repository) => ({
        repository,
        role: role.name,
        account,
        images: role.ecr.repositories.map((name) => name.replaceAll("*", "web")),
      }));
    }),
  );
}
