import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { ECR_ACCESSES, ECR_LEVELS } from "../lib/policy/ecr-access";
import { VALUE_CONTENTS } from "../lib/policy/published-values";
import { RULES } from "../lib/policy/rules/index";
import { runCli } from "./cli/run-cli";

/**
 * The places that a new access level, published value, command or rule has to be added to, where the compiler cannot tell. CONTRIBUTING
 * lists them.
 */
const ROOT = join(__dirname, "..");
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The rows of a page's tables that begin with a cell. */
const rowsOf = (path: string, cell: string, section = ""): readonly string[] =>
  text(path)
    .split("\n## ")
    .filter((each) => each.startsWith(section))
    .flatMap((each) => each.split("\n"))
    .filter((line) => line.startsWith("| ") && line.split("|")[1]?.trim() === cell);

describe("an access level", () => {
  test.each(ECR_ACCESSES)(
    "%s has a row with its actions in docs/access-yaml.md, and is a choice there",
    (access) => {
      const [row = ""] = rowsOf("docs/access-yaml.md", `\`${access}\``);
      // A row can refer to the actions of another one: "those of `push`, and ...".
      const [, other] = /those of (`\w+`)/.exec(row) ?? [];
      const shown = [row, ...(other === undefined ? [] : rowsOf("docs/access-yaml.md", other))].join("\n");
      const actions = ECR_LEVELS[access].actions.map((action) => `\`${action.replace("ecr:", "")}\``);

      expect(row).not.toBe("");
      expect([...new Set(shown.match(/`[A-Z]\w+`/g))].sort()).toStrictEqual(actions.sort());
      expect(
        rowsOf("docs/access-yaml.md", "`access`", "ecr\n").filter((choices) =>
          choices.includes(`| \`push\``),
        ),
      ).toStrictEqual([expect.stringContaining(`\`${access}\``)]);
    },
  );

  test.each(ECR_ACCESSES)("%s is in the docstring of EcrProps.access, and in CHANGELOG.md", (access) => {
    const [, docstring = ""] =
      /\/\*\* (.*) \*\/\n {2}readonly access\?: EcrAccess \| readonly EcrAccess\[\];/.exec(
        text("lib/constructs/role-props.ts"),
      ) ?? [];
    const [line = ""] = /^- `ecr\.access` is .*$/m.exec(text("CHANGELOG.md")) ?? [];

    expect(docstring).toContain(`\`${access}\``);
    expect(line).toContain(`\`${access}\``);
  });

  test.each(ECR_ACCESSES)("%s is in the JSON Schema", (access) => {
    expect(text("access.schema.json")).toContain(`"${access}"`);
  });
});

describe("a published value", () => {
  test.each(VALUE_CONTENTS)(
    "%s has a row in docs/guide/publishing.md, and is a choice in docs/access-yaml.md",
    (value) => {
      expect(rowsOf("docs/guide/publishing.md", `\`${value}\``, "Choose names and values")).toHaveLength(1);
      expect(rowsOf("docs/access-yaml.md", "`values`").join("\n")).toContain(`\`${value}\``);
    },
  );

  test.each(VALUE_CONTENTS)("%s is in a test of its text", (value) => {
    expect(text("__tests__/config/normalize/publication.test.ts")).toContain(`holds: "${value}"`);
  });

  test.each(VALUE_CONTENTS)("%s is in the JSON Schema", (value) => {
    expect(text("access.schema.json")).toContain(`"${value}"`);
  });
});

test("every command has a folder, tests, a section and a row in docs/commands.md, and a row in the README", async () => {
  const { stdout } = await runCli(["--help"], { cwd: ROOT });
  const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "help");
  const reference = text("docs/commands.md");

  expect(commands.length).toBeGreaterThan(0);
  expect(
    commands.filter(
      (name) =>
        !existsSync(join(ROOT, "lib/cli/commands", name, "command.ts")) ||
        !existsSync(join(ROOT, "__tests__/cli/commands", name)) ||
        !reference.includes(`\n## ${name}\n`) ||
        !reference.includes(`| [\`${name}\`](#${name})`) ||
        !text("README.md")
          .split("\n")
          .some((line) => line.startsWith(`| \`${name}`)),
    ),
  ).toStrictEqual([]);
});

test("every folder of lib/cli/commands with a command.ts is a command", async () => {
  const { stdout } = await runCli(["--help"], { cwd: ROOT });
  const folders = readdirSync(join(ROOT, "lib/cli/commands")).filter((name) =>
    existsSync(join(ROOT, "lib/cli/commands", name, "command.ts")),
  );

  expect(folders.filter((name) => !stdout.includes(`\n  ${name} `))).toStrictEqual([]);
  expect(folders.filter((name) => !text("CHANGELOG.md").includes(`\n- \`${name}\` `))).toStrictEqual([]);
});

test("every option of a command is in its section of docs/commands.md", async () => {
  const sections = text("docs/commands.md").split("\n## ");
  const common = sections.find((section) => section.startsWith("For all commands\n")) ?? "";

  for (const section of sections.slice(1)) {
    const [, name = ""] = /^(\w+)\n/.exec(section) ?? [];
    if (!existsSync(join(ROOT, "lib/cli/commands", name, "command.ts"))) continue;
    const { stdout } = await runCli([name, "--help"], { cwd: ROOT });
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = ""]) => option);

    expect(options.length).toBeGreaterThan(0);
    expect(
      options.filter((option) => !new RegExp(`\`${option}(?![\\w-])`).test(common + section)),
    ).toStrictEqual([]);
  }
});

test("every key of access.yaml is in docs/access-yaml.md", () => {
  const page = text("docs/access-yaml.md");
  const keys = new Set<string>();
  JSON.parse(text("access.schema.json"), (key, value: unknown) => {
    if (key === "properties") for (const name of Object.keys(Object(value))) keys.add(name);
    return value;
  });

  expect(keys.size).toBeGreaterThan(20);
  expect([...keys].filter((key) => !page.includes(`\`${key}\``))).toStrictEqual([]);
});

test("every folder of lib has a row in the layout", () => {
  const folders = readdirSync(join(ROOT, "lib"), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );

  expect(
    folders.filter(({ name }) => rowsOf("CONTRIBUTING.md", `\`lib/${name}\``).length !== 1),
  ).toStrictEqual([]);
});

test("every rule has a file with its number and name, and an anchor in docs/rules.md", () => {
  const files = readdirSync(join(ROOT, "lib/policy/rules"));

  expect(
    RULES.filter(({ id, name }) => !files.includes(`${id.toLowerCase()}-${name}.ts`)).map(({ id }) => id),
  ).toStrictEqual([]);
  expect(files.filter((file) => /^r\d\d-/.test(file))).toHaveLength(RULES.length);
  expect(
    RULES.filter(({ id }) => !text("docs/rules.md").includes(`\n## ${id}\n`)).map(({ id }) => id),
  ).toStrictEqual([]);
});

test("a text that counts the rules, or names the first and the last one, counts all of them", () => {
  const last = RULES.at(-1)?.id ?? "";
  const files = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "access.schema.json"].concat(
    ["lib", "docs", "scripts", "examples"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => /\.(?:ts|js|md)$/.test(path))
        .map((path) => join(folder, path)),
    ),
  );
  const counted = files.flatMap((file) =>
    [...text(file).matchAll(/\b(\d+) \[?rules\b|R01`? to `?(R\d+)/g)].map(([, count, id]) => ({
      file,
      counted: count ?? id,
      expected: count === undefined ? last : `${RULES.length}`,
    })),
  );

  expect(counted.map(({ file }) => file)).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md"]));
  expect(counted.filter((each) => each.counted !== each.expected)).toStrictEqual([]);
});

test("every rule is in a test of its folder, beside the tables of all rules", () => {
  const folder = "__tests__/policy/rules";
  const tests = readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith(".test.ts") && file !== "catalogue.test.ts")
    .map((file) => text(join(folder, file)))
    .join("\n");

  expect(RULES.map(({ id }) => id).filter((id) => !tests.includes(`"${id}"`))).toStrictEqual([]);
});

const PAGES = ["CONTRIBUTING.md", "docs/architecture.md"].concat(
  readdirSync(join(ROOT, "docs/decisions")).map((name) => join("docs/decisions", name)),
);

/** What the pages have in backticks, with the page. */
const QUOTED = PAGES.flatMap((page) =>
  [...text(page).matchAll(/`([^`\n]+)`/g)].map(([, quoted = ""]) => ({ page, quoted })),
);

test("every path that CONTRIBUTING, the architecture or a decision names exists", () => {
  const named = QUOTED.filter(({ quoted }) =>
    /^(?:lib|docs|__tests__|scripts|examples|bench|tools)\/[^*<…]*$/.test(quoted),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ quoted }) => !existsSync(join(ROOT, quoted)))).toStrictEqual([]);
});

test("every file that CONTRIBUTING, the architecture or a decision names without its folder exists", () => {
  const names = new Set(
    ["lib", "__tests__", "scripts", "tools", "examples", "bench"]
      .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }))
      .concat(readdirSync(ROOT))
      .map((path) => basename(path)),
  );
  const named = QUOTED.filter(({ quoted }) => /^[\w.-]+\.(?:c?ts|c?js|css)$/.test(quoted));

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ quoted }) => !names.has(quoted))).toStrictEqual([]);
});

test("every identifier that CONTRIBUTING, the architecture or a decision names is in the code", () => {
  const code = ["main.ts"]
    .concat(
      ["lib", "__tests__", "scripts"].flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
          .filter((path) => /\.(?:ts|js|cjs)$/.test(path) && !path.endsWith("contributing.test.ts"))
          .map((path) => join(folder, path)),
      ),
    )
    .map(text)
    .join("\n");
  const words = new Set(code.match(/\w+/g));
  const named = QUOTED.filter(({ quoted }) =>
    /^(?:[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]+(?:_[A-Z]+)+)(?:\(.*\))?$/.test(quoted),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ quoted }) => !words.has(quoted.replace(/\(.*/, "")))).toStrictEqual([]);
});

/** The folders in the tree that docs/architecture.md draws, each with its path. */
function drawnFolders(): readonly string[] {
  const [, tree = ""] = /```text\n(lib\n[^`]*)```/.exec(text("docs/architecture.md")) ?? [];
  const above: string[] = [];
  return tree
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [, lines = "", name = ""] = /^([│├└─ ]*)(\S+)/.exec(line) ?? [];
      above.splice(lines.length / 4, Number.POSITIVE_INFINITY, name);
      return above.join("/");
    });
}

test("the architecture draws the folders of lib", () => {
  const folders = readdirSync(join(ROOT, "lib"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));

  expect([...drawnFolders()].sort()).toStrictEqual(["lib", ...folders].sort());
});

/** Each `name` of docs/architecture.md with the file behind it. */
const PLACED_NAMES = [...text("docs/architecture.md").matchAll(/`(\w+)`\s+\(`(lib\/[^`]+\.ts)`\)/g)].map(
  ([, name = "", path = ""]) => [name, path] as const,
);

test("the architecture places names in files", () => {
  expect(PLACED_NAMES.length).toBeGreaterThan(20);
});

test.each(PLACED_NAMES)("%s is in %s, as the architecture says", (name, path) => {
  expect(text(path)).toMatch(new RegExp(`\\b(?:function|const|class) ${name}\\b`));
});
