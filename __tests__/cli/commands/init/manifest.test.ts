import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  completedText,
  folderNeeds,
  missingPackages,
  newManifest,
  type OwnSpec,
  ownSpec,
  readManifest,
} from "../../../../lib/cli/commands/init/manifest";
import { ownPackage, rangeOf } from "../../../../lib/cli/own-package";
import { folderOfEachTest } from "../../../support/folder";
import { ROOT } from "../../run-cli";

const OWN = ownPackage();
const NEEDS = folderNeeds(OWN, "^1.2.3", "");

const DEPENDENCIES = {
  "@cdktf/provider-aws": rangeOf(OWN, "@cdktf/provider-aws"),
  "@cdktf/provider-github": rangeOf(OWN, "@cdktf/provider-github"),
  cdktf: rangeOf(OWN, "cdktf"),
  "cdktf-github-actions-ecr": "^1.2.3",
  constructs: rangeOf(OWN, "constructs"),
};
const DEV_DEPENDENCIES = { "cdktf-cli": rangeOf(OWN, "cdktf-cli") };
const SCRIPTS = { synth: "github-actions-ecr synth", diff: "cdktf diff", deploy: 'cdktf deploy "*"' };

test("a new package.json has the ranges of this package", () => {
  expect(JSON.parse(newManifest("infra", NEEDS))).toStrictEqual({
    name: "infra",
    private: true,
    scripts: SCRIPTS,
    dependencies: DEPENDENCIES,
    devDependencies: DEV_DEPENDENCIES,
  });
});

test("the script synth names the access file if it has another name", () => {
  const needs = folderNeeds(OWN, "^1.2.3", " --config production.yaml");
  expect(needs.scripts.synth).toBe("github-actions-ecr synth --config production.yaml");
});

test.each([
  ["infra", "infra"],
  ["My Infra", "my-infra"],
  ["Zürich (Büro)", "zurich-buro"],
  ["_x.y_", "x.y"],
  ["日本", "access"],
  ["", "access"],
  ["node_modules", "node_modules-access"],
  ["cdktf", "cdktf-access"],
  ["x".repeat(300), "x".repeat(107)],
])("the folder %j gives the name %j", (folder, name) => {
  expect(JSON.parse(newManifest(folder, NEEDS)).name).toBe(name);
});

/** The completed package.json, or its problem. */
function completed(text: string): string {
  const read = readManifest(text);
  return "problem" in read ? read.problem : completedText(text, read.manifest, NEEDS);
}

test("adds what is missing, and keeps existing entries in their order", () => {
  const text = JSON.stringify({
    dependencies: { zod: "1.0.0", cdktf: "0.20.0" },
    version: "1.0.0",
    scripts: { synth: "my own", test: "jest" },
    name: "theirs",
  });
  expect(Object.entries(JSON.parse(completed(text)))).toStrictEqual([
    ["dependencies", { zod: "1.0.0", ...DEPENDENCIES, cdktf: "0.20.0" }],
    ["version", "1.0.0"],
    ["scripts", { synth: "my own", test: "jest", diff: SCRIPTS.diff, deploy: SCRIPTS.deploy }],
    ["name", "theirs"],
    ["devDependencies", DEV_DEPENDENCIES],
  ]);
});

test.each([
  ["two spaces", '{\n  "name": "x"\n}\n', '{\n  "name": "x",\n  "scripts": {\n    "synth"'],
  ["four spaces", '{\n    "name": "x"\n}', '{\n    "name": "x",\n    "scripts": {\n        "synth"'],
  ["tabs", '{\n\t"name": "x"\n}\n', '{\n\t"name": "x",\n\t"scripts": {\n\t\t"synth"'],
  ["carriage returns", '{\r\n  "name": "x"\r\n}\r\n', '{\r\n  "name": "x",\r\n  "scripts": {\r\n    "synth"'],
  ["one line", '{"name":"x"}', '{\n  "name": "x",\n  "scripts": {\n    "synth"'],
  ["nothing in it", "{}\n", '{\n  "scripts": {\n    "synth"'],
])("a file with %s keeps its format", (_, text, start) => {
  const result = completed(text);
  expect(result.slice(0, start.length)).toBe(start);
  expect(/\r?\n$/.exec(result)?.[0]).toBe(/\r?\n$/.exec(text)?.[0]);
  expect(result.replaceAll("\r\n", "")).toBe(result.replaceAll("\r\n", "").replaceAll("\r", ""));
});

test("a complete file stays unchanged", () => {
  const text = `{ "scripts":${JSON.stringify({ ...SCRIPTS, diff: "mine" })},  "optionalDependencies":
     ${JSON.stringify({ ...DEPENDENCIES, ...DEV_DEPENDENCIES })} }`;
  expect(completed(text)).toBe(text);
});

test.each(["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])(
  "a package in %s is not missing",
  (section) => {
    const names = missingPackages({ [section]: { cdktf: "*", constructs: "*" } }, NEEDS).map(
      ({ name }) => name,
    );
    expect(names).toStrictEqual([
      "@cdktf/provider-aws",
      "@cdktf/provider-github",
      "cdktf-github-actions-ecr",
      "cdktf-cli",
    ]);
  },
);

test("keys with a meaning in JavaScript are ordinary keys", () => {
  expect(completed('{"__proto__":{"a":"b"},"dependencies":{"constructor":"1.0.0"}}')).toMatch(
    /^\{\n {2}"__proto__": \{\n {4}"a": "b"\n {2}\},\n {2}"dependencies": \{\n {4}"constructor": "1\.0\.0",\n/,
  );
});

test.each([
  ["", /^expected JSON, got an error: .+$/],
  ['{ "name": "x", }', /^expected JSON, /],
  ["[]", /^expected a map$/],
  ["null", /^expected a map$/],
  ['{ "scripts": [], "dependencies": "x" }', /^scripts, dependencies: expected a map$/],
])("rejects the package.json %j", (text, problem) => {
  expect(completed(text)).toMatch(problem);
});

const { name, version } = ownPackage();

describe("the range of this package", () => {
  const root = folderOfEachTest();

  beforeEach(() => {
    mkdirSync(join(root.path, "node_modules", name), { recursive: true });
  });

  /** The spec in a folder beside an installation whose origin npm noted like this. */
  function specFor(resolved: string | undefined): OwnSpec {
    const packages = { [`node_modules/${name}`]: { version, ...(resolved !== undefined && { resolved }) } };
    writeFileSync(join(root.path, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
    return ownSpec(join(root.path, "infra"), join(root.path, "node_modules", name));
  }

  test.each([
    ["git+ssh://git@github.com/acme/own.git#abc", "git+ssh://git@github.com/acme/own.git#abc"],
    [`https://registry.npmjs.org/own/-/own-${version}.tgz`, `^${version}`],
    [undefined, `^${version}`],
  ])("a package that was installed from %s is named as %s", (resolved, range) => {
    expect(specFor(resolved)).toStrictEqual({ range, tarball: undefined });
  });

  test.each([
    ["file:own.tgz", "file:./own.tgz", "own.tgz"],
    ["file:../a b/own.tgz", "file:./own.tgz", "../a b/own.tgz"],
    ["file:..own.tgz", "file:./..own.tgz", "..own.tgz"],
  ])("a tarball outside of the folder, %s, is copied and named as %s", (resolved, range, copyOf) => {
    expect(specFor(resolved)).toStrictEqual({
      range,
      tarball: { path: range.slice("file:./".length), clone: undefined, copyOf: join(root.path, copyOf) },
    });
  });

  test.each([
    ["file:infra/own.tgz", "own.tgz"],
    ["file:infra/vendor/own.tgz", "vendor/own.tgz"],
    ["file:infra/..own.tgz", "..own.tgz"],
  ])("a tarball in the folder, %s, stays where it is", (resolved, path) => {
    expect(specFor(resolved)).toStrictEqual({
      range: `file:./${path}`,
      tarball: { path, clone: undefined, copyOf: undefined },
    });
  });

  test("a package manager without npm's note gives the version", () => {
    expect(ownSpec(root.path, join(root.path, "node_modules", name))).toStrictEqual({
      range: `^${version}`,
      tarball: undefined,
    });
  });

  test("a clone is packed first, and so is a folder that npm copied", () => {
    const path = `${name}-${version}.tgz`;
    const packed = (clone: string) => ({
      range: `file:./${path}`,
      tarball: { path, clone, copyOf: undefined },
    });
    expect(ownSpec(root.path, ROOT)).toStrictEqual(packed(ROOT));
    mkdirSync(join(root.path, "clone"));
    expect(specFor("file:clone")).toStrictEqual(packed(join(root.path, "clone")));
  });
});
