import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf } from "../cli/files-of";
import { succeeded } from "../deploy/support/project";
import { run } from "../deploy/support/terraform";
import { command, folderIn, projects } from "./support/projects";

/**
 * CDK Terrain in place of CDKTF, by `overrides` of npm, as docs/guide/cdk-terrain.md describes it. It comes from npm's registry, and not from
 * the registry of the other tests.
 */
const ROOT = join(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");
const CDKTN = "0.24.0";
const { folder, tarball, withCdktf, env } = projects();
const project = join(folder, "with CDK Terrain");

beforeAll(async () => {
  mkdirSync(project);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({
      name: "app",
      private: true,
      dependencies: {
        "cdktf-github-actions-ecr": `file:${tarball}`,
        cdktf: `npm:cdktn@${CDKTN}`,
        constructs: "^10.4.2",
      },
      overrides: { cdktf: "$cdktf" },
    }),
  );
  const { npm_config_registry: _, ...others } = env;
  succeeded(await run("npm", ["install"], { cwd: project, env: others }));
}, 600_000);

test("npm installs CDK Terrain under the name of CDKTF, once", () => {
  const manifest = JSON.parse(readFileSync(join(project, "node_modules", "cdktf", "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: "cdktn", version: CDKTN });
  expect(existsSync(join(project, "node_modules", "cdktn"))).toBe(false);
  for (const provider of ["provider-aws", "provider-github"]) {
    expect(existsSync(join(project, "node_modules", "@cdktf", provider, "node_modules"))).toBe(false);
  }
});

/** A stack's JSON without the version that CDKTF writes into it. */
function withoutVersion(json: string): { readonly version: unknown; readonly content: unknown } {
  const stack = JSON.parse(json);
  const { version, ...metadata } = stack["//"].metadata;
  return { version, content: { ...stack, "//": { ...stack["//"], metadata } } };
}

const FILES = [
  join(ROOT, "access.yaml"),
  ...readdirSync(EXAMPLES)
    .map((name) => join(EXAMPLES, name, "access.yaml"))
    .filter((file) => existsSync(file)),
];

test("finds the sample and the examples", () => {
  expect(FILES.length).toBeGreaterThan(20);
});

test("the sample and every example synthesize to the same JSON, apart from the version", async () => {
  const versions = new Set<string>();
  for (const [index, file] of FILES.entries()) {
    const [own, other] = [folderIn(withCdktf), folderIn(project)];
    for (const [user, cwd] of [
      [withCdktf, own],
      [project, other],
    ] as const) {
      succeeded(await command(user, cwd, "synth", "--config", file, "--out", "out"));
    }
    const expected = filesOf(join(own, "out", "stacks"));
    const received = filesOf(join(other, "out", "stacks"));
    expect([index, Object.keys(received)]).toStrictEqual([index, Object.keys(expected)]);
    for (const [name, json] of Object.entries(received)) {
      const [mine, theirs] = [withoutVersion(json), withoutVersion(expected[name] ?? "{}")];
      expect([file, name, mine.content]).toStrictEqual([file, name, theirs.content]);
      versions.add(`${theirs.version} ${mine.version}`);
    }
  }
  expect([...versions]).toStrictEqual([`0.21.0 ${CDKTN}`]);
}, 600_000);

test("HCL is the same", async () => {
  const file = join(EXAMPLES, "environments", "access.yaml");
  const texts: Readonly<Record<string, unknown>>[] = [];
  for (const user of [withCdktf, project]) {
    const cwd = folderIn(user);
    succeeded(await command(user, cwd, "synth", "--hcl", "--config", file, "--out", "out"));
    const files = filesOf(join(cwd, "out", "stacks"));
    texts.push(Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith(".tf"))));
  }
  const [expected = {}, received] = texts;
  expect(Object.keys(expected)).toStrictEqual(
    expect.arrayContaining(["aws-production/cdk.tf", "github-acme/cdk.tf"]),
  );
  expect(received).toStrictEqual(expected);
}, 120_000);
