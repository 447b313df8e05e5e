import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VALUE_CONTENTS } from "../lib/config/types";
import { ECR_ACCESSES, ECR_LEVELS } from "../lib/policy/ecr";
import { RULES } from "../lib/policy/rules/index";
import { runCli } from "./cli/run-cli";

/**
 * The places that a new access level, published value, command or rule has to be added to, where the compiler cannot tell. CONTRIBUTING
 * lists them.
 */
const ROOT = join(__dirname, "..");
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The rows of a page's tables that begin with a cell. */
const rowsOf = (path: string, cell: string): readonly string[] =>
  text(path)
    .split("\n")
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
      expect(actions.filter((action) => !shown.includes(action))).toStrictEqual([]);
      expect(
        rowsOf("docs/access-yaml.md", "`access`").filter((choices) => choices.includes(`| \`push\``)),
      ).toStrictEqual([expect.stringContaining(`\`${access}\``)]);
    },
  );

  test.each(ECR_ACCESSES)("%s is in the docstring of EcrProps.access, and in CHANGELOG.md", (access) => {
    const [, docstring = ""] =
      /\/\*\* (.*) \*\/\n {2}readonly access\?: EcrAccess;/.exec(text("lib/constructs/role-props.ts")) ?? [];
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
      expect(rowsOf("docs/guide/publishing.md", `\`${value}\``)).toHaveLength(1);
      expect(rowsOf("docs/access-yaml.md", "`values`").join("\n")).toContain(`\`${value}\``);
    },
  );

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
        !existsSync(join(ROOT, "lib/cli", name, "command.ts")) ||
        !existsSync(join(ROOT, "__tests__/cli", name)) ||
        !reference.includes(`\n## ${name}\n`) ||
        !reference.includes(`| [\`${name}\`](#${name})`) ||
        !text("README.md")
          .split("\n")
          .some((line) => line.startsWith(`| \`${name}`)),
    ),
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
    [...text(file).matchAll(/\b(\d+) rules\b|R01`? to `?(R\d+)/g)].map(([, count, id]) => ({
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

test("every path that CONTRIBUTING names exists", () => {
  const paths = [
    ...text("CONTRIBUTING.md").matchAll(/`((?:lib|docs|__tests__|scripts|examples|bench|tools)\/[^`*<…]*)`/g),
  ].map(([, path = ""]) => path);

  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toStrictEqual([]);
});
