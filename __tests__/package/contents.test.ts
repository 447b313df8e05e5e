import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { succeeded } from "../deploy/support/project";
import { run } from "../deploy/support/terraform";
import { folderIn, node, projects } from "./support/projects";

const ROOT = join(__dirname, "..", "..");
const NAME = "cdktf-github-actions-ecr";
/** 750 kB are JavaScript with its maps, which name the lines of the repository and do not contain them. The documentation takes 300 kB. */
const MAX_TARBALL_BYTES = 1_500_000;

const OWN_FILES = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "SECURITY.md",
  "access.schema.json",
  "package.json",
];
/** Parts of the page of `show --html`. */
const READ_FILES = ["lib/cli/commands/show/page/browser.js", "lib/cli/commands/show/page/page.css"];

/** Sources that are JavaScript. */
const NOT_COMPILED = ["dist/github/octokit-packages.js"];

const { tarball, withCdktf, env } = projects();
const installed = join(withCdktf, "node_modules", NAME);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

const files = filesBelow(installed);
const read = (file: string) => readFileSync(join(installed, file), "utf8");

/** Packages in import statements, without the modules of Node. */
function namedPackages(names: readonly string[], pattern: RegExp): readonly string[] {
  const named = names.flatMap((file) => [...read(file).matchAll(pattern)].map(([, name = ""]) => name));
  return [...new Set(named)].filter((name) => !name.startsWith("node:") && !name.startsWith(NAME)).sort();
}

/** Files of the repository below a folder, but no golden files. */
function pagesBelow(folder: string): readonly string[] {
  return filesBelow(join(ROOT, folder))
    .map((name) => join(folder, name))
    .filter((name) => !name.includes("/golden/"));
}

test("the package contains each source as JavaScript with its map, the types that are used, the documentation and the examples", () => {
  const sources = filesBelow(join(ROOT, "lib"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join("dist", name.replace(/\.ts$/, "")));
  const expected = [
    ...OWN_FILES,
    ...READ_FILES,
    ...NOT_COMPILED,
    ...pagesBelow("docs"),
    ...pagesBelow("examples"),
    ...sources.flatMap((source) => [`${source}.js`, `${source}.js.map`]),
    ...files.filter((file) => file.endsWith(".d.ts")),
  ];
  expect(files).toStrictEqual(expected.sort());
});

/** A link of Markdown that leads to a file. */
const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)/g;

test("every relative link in its Markdown leads to a file or a folder of the package", () => {
  const links = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = read(file).replace(/^ *```[\s\S]*?^ *```/gm, "");
      return [...text.matchAll(LINK)].map(([, path = ""]) => ({ file, path }));
    });
  expect(links.length).toBeGreaterThan(100);
  const broken = links.filter(({ file, path }) => {
    const target = join(dirname(file), path);
    return target.startsWith("..") || !existsSync(join(installed, target));
  });
  expect(broken).toStrictEqual([]);
});

test("the package contains exactly the types that the two entries use", async () => {
  const folder = folderIn(withCdktf);
  writeFileSync(join(folder, "all.ts"), `import "${NAME}";\nimport "${NAME}/policy";\n`);
  const compiler = [join(ROOT, "node_modules/typescript/bin/tsc"), "--listFilesOnly"];
  const how = ["--module", "nodenext", "--types", "node", "all.ts"];
  const listed = succeeded(await node(folder, ...compiler, ...how))
    .trim()
    .split("\n");
  const own = listed.filter((file) => file.startsWith(installed)).map((file) => relative(installed, file));
  expect(own.sort()).toStrictEqual(files.filter((file) => file.endsWith(".d.ts")));
});

test("the tarball contains the installed files and is small", async () => {
  const listed = succeeded(await run("tar", ["-tzf", tarball], { cwd: ROOT, env }))
    .trim()
    .split("\n");
  expect(listed.sort()).toStrictEqual(files.map((file) => `package/${file}`).sort());
  expect(statSync(tarball).size).toBeLessThan(MAX_TARBALL_BYTES);
});

test("package.json has the command, the entries, the Node version and the peers", () => {
  const { bin, main, types, type, exports, engines, peerDependencies } = JSON.parse(read("package.json"));
  expect({ bin, main, types, type, exports, engines, peerDependencies }).toStrictEqual({
    bin: { "github-actions-ecr": "dist/cli/main.js" },
    main: "dist/index.js",
    types: "dist/index.d.ts",
    type: "commonjs",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./policy": { types: "./dist/policy/index.d.ts", default: "./dist/policy/index.js" },
      "./access.schema.json": "./access.schema.json",
      "./package.json": "./package.json",
    },
    engines: { node: ">=20.9" },
    peerDependencies: {
      "@cdktf/provider-aws": "^21.22.1",
      "@cdktf/provider-github": "^15.3.1",
      cdktf: "^0.21.0",
      constructs: "^10.4.2",
    },
  });
});

test("the dependencies and peers are the packages that the JavaScript loads", () => {
  const { dependencies, peerDependencies } = JSON.parse(read("package.json"));
  const scripts = files.filter((file) => file.endsWith(".js"));
  const loaded = namedPackages(scripts, /\b(?:require|import)\("((?:@[^"/]+\/)?[^".@/][^"/]*)/g);
  expect(loaded).toStrictEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

test("loads ES modules with import(), because Node.js 20.9 cannot load them with require()", () => {
  const scripts = files.filter((file) => file.endsWith(".js"));
  const required = namedPackages(scripts, /\brequire\("((?:@[^"/]+\/)?[^".@/][^"/]*)/g);
  const esModules = required.filter((name) => {
    const { type, exports = "" } = JSON.parse(read(join("..", name, "package.json")));
    return type === "module" && !JSON.stringify(exports).includes('"require"');
  });
  expect(required).toContain("zod");
  expect(esModules).toStrictEqual([]);
});

test("the types need no package but peers", () => {
  const types = files.filter((file) => file.endsWith(".d.ts"));
  expect(
    namedPackages(types, /^(?:import|export) .*from "((?:@[^"/]+\/)?[^".@/][^"/]*)/gm).filter(
      (name) => !["cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-github"].includes(name),
    ),
  ).toStrictEqual([]);
});

const BIN = join(ROOT, "node_modules", ".bin");
const LINTERS = [
  ["publint", ["run", tarball, "--strict"]],
  ["attw", [tarball, "--no-color", "--no-emoji"]],
] as const;

test.each(LINTERS)("%s accepts the tarball", async (linter, args) => {
  const output = succeeded(await run(join(BIN, linter), args, { cwd: ROOT, env }));
  expect(output).toMatch(/^All good!$|^ ?No problems found/m);
});
