import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { format } from "node:util";
import { docstringSamples, pageSamples, ROOT } from "./pages";

const COMPILER = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");

const samples = [...pageSamples(), ...docstringSamples()]
  .filter(({ language }) => language === "ts")
  .map((sample, index) => ({ ...sample, file: `sample-${index}.ts` }));

/** Within the repository, where packages are found. */
const sources = mkdtempSync(join(ROOT, ".samples-"));
/** Where the samples run: beside the sample access.yaml, and free to write. */
const folder = mkdtempSync(join(tmpdir(), "samples-"));
const before = process.cwd();

beforeAll(() => {
  for (const { file, code } of samples) writeFileSync(join(sources, file), code);
  const config = { extends: "../tsconfig.json", compilerOptions: { types: ["node"] }, include: ["*"] };
  writeFileSync(join(sources, "tsconfig.json"), JSON.stringify(config));
  copyFileSync(join(ROOT, "access.yaml"), join(folder, "access.yaml"));
  process.chdir(folder);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => {
  process.chdir(before);
  rmSync(sources, { recursive: true });
  rmSync(folder, { recursive: true });
});

/** A call, the comment behind it, and the comments right below it. */
const PRINTED = /console\.log\([\s\S]*?\);(?: \/\/ (.*))?\n((?: *\/\/.*\n)*)/g;

/** What the comments of a sample say that it prints. */
function expectedText(code: string): string {
  return [...code.matchAll(PRINTED)]
    .flatMap(([, behind, below = ""]) => [
      ...(behind === undefined ? [] : [behind]),
      ...below
        .split("\n")
        .slice(0, -1)
        .map((line) => line.replace(/^ *\/\/ ?/, "")),
    ])
    .join("\n");
}

test("the samples have the right types", () => {
  const { stdout } = spawnSync(process.execPath, [COMPILER, "-p", sources, "--pretty", "false"], {
    cwd: sources,
    encoding: "utf8",
  });
  const places = new Map(samples.map(({ file, place }) => [file, place]));
  expect(stdout.replace(/^sample-\d+\.ts/gm, (file) => places.get(file) ?? file)).toBe("");
}, 60_000);

test.each(samples)("the sample at $place prints what its comments say", ({ file, code }) => {
  const printed: string[] = [];
  jest.spyOn(console, "log").mockImplementation((...values) => {
    printed.push(format(...values));
  });
  require(join(sources, file));
  expect(printed.join("\n")).toBe(expectedText(code));
});

test("guides, docstrings of policy and of config have samples", () => {
  const places = samples.map(({ place }) => place);
  for (const start of ["docs/guide/", "lib/policy/", "lib/config/"]) {
    expect(places.filter((place) => place.startsWith(start))).not.toStrictEqual([]);
  }
});
