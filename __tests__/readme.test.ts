import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { summaryText } from "../lib/cli/commands/synth/summary";
import { parseConfig } from "../lib/config/load";

const ROOT = join(__dirname, "..");
const README = text("README.md");

/** Every page that a user or contributor reads, and every workflow. */
const PAGES = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...filesBelow("docs", ".md"),
  ...filesBelow("examples", ".md"),
];
const WORKFLOWS = [...filesBelow(".github", ".yml"), ...filesBelow("examples", ".yml")];

function text(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}

/** The first group of every match. */
function found(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([, group = ""]) => group);
}

/** Code blocks of a language, without the fences. */
function blocks(page: string, language: string): readonly string[] {
  return found(page, new RegExp(`^\`\`\`${language}(?: [^\\n]*)?\\n([^]*?)^\`\`\`$`, "gm"));
}

/** The blocks of a language in all pages, each with its page. */
function blocksOf(language: string): readonly (readonly [path: string, block: string])[] {
  return PAGES.flatMap((path) => blocks(text(path), language).map((block) => [path, block] as const));
}

/** The names of all keys that a JSON Schema knows. */
function schemaKeys(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.keys(Object(schema.properties)) : [];
  return [...own, ...Object.values(schema).flatMap(schemaKeys)];
}

/** How GitHub makes a heading's anchor, and those that a page sets itself. */
function anchors(page: string): readonly string[] {
  const headings = found(page, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return [...headings, ...found(page, /<a id="([^"]+)">/g)];
}

const samples = blocks(README, "yaml").filter((block) => block.startsWith("github:"));

test("the README has at most 250 lines, and one sample of access.yaml", () => {
  expect(README.trimEnd().split("\n").length).toBeLessThanOrEqual(250);
  expect(samples).toHaveLength(1);
});

/** Every block of a page that is a whole access.yaml. */
const files = blocksOf("yaml").filter(([, block]) => block.startsWith("github:"));

test.each(files)("a sample of %s is a valid access.yaml:\n%s", (path, sample) => {
  expect(() => parseConfig(sample, path)).not.toThrow();
});

test("the smallest file of the README is the sample that the project comes with", () => {
  expect(text("access.yaml")).toContain(samples[0]);
});

test.each(blocksOf("yaml"))("a block of %s is valid YAML:\n%s", (_, block) => {
  expect(parseAllDocuments(block).flatMap(({ errors }) => errors)).toStrictEqual([]);
});

test.each(blocksOf("json"))("a block of %s is valid JSON:\n%s", (_, block) => {
  expect(() => JSON.parse(block)).not.toThrow();
});

test("the README prints what synth prints for the sample", () => {
  const config = parseConfig(text("access.yaml"), "access.yaml");

  expect(README).toContain(
    summaryText({
      config,
      path: "access.yaml",
      out: "cdktf.out",
      language: "json",
      warnings: config.warnings,
    }),
  );
});

test("docs/access-yaml.md names every key of access.yaml", () => {
  const reference = text("docs/access-yaml.md");
  const keys = [...new Set(schemaKeys(JSON.parse(text("access.schema.json"))))];
  expect(keys).toContain("permissionsBoundaryArn");
  expect(keys.filter((key) => !reference.includes(`\`${key}\``))).toStrictEqual([]);
});

test.each(PAGES)("every relative link of %s leads somewhere", (path) => {
  const broken = found(text(path), /\]\(((?!https?:)[^)]+)\)/g).filter((link) => {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchors(text(target)).includes(anchor);
  });
  expect(broken).toStrictEqual([]);
});

test.each(PAGES)("every npm script that %s names exists", (path) => {
  const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(text("package.json"));
  const named = found(text(path), /npm run (?:-s )?([\w:]+)/g);
  expect(named.filter((name) => !(name in scripts))).toStrictEqual([]);
});

/** The actions that a file uses. A reusable workflow is none: it has the ref that the role trusts. */
function actionsIn(path: string): readonly string[] {
  return found(text(path), /^\s*(?:- )?uses: (.+)$/gm).filter(
    (uses) => !uses.includes("/.github/workflows/"),
  );
}

const SHOWING_ACTIONS = [...WORKFLOWS, ...PAGES.filter((path) => actionsIn(path).length > 0)];

test.each(SHOWING_ACTIONS)("every action in %s is pinned by commit, with its version", (path) => {
  const actions = actionsIn(path);
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toStrictEqual(
    [],
  );
});

test("an action has one commit everywhere", () => {
  const uses = SHOWING_ACTIONS.flatMap(actionsIn);
  const names = new Set(uses.map((action) => action.split("@")[0]));
  expect(new Set(uses).size).toBe(names.size);
});
