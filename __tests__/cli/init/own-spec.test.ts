import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownSpec } from "../../../lib/cli/init/own-spec";
import { ownPackage } from "../../../lib/cli/own-package";
import { ROOT } from "../run-cli";

const { name, version } = ownPackage();

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "own-spec-"));
  mkdirSync(join(root, "node_modules", name), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

/** The range in a folder beside an installation whose origin npm noted like this. */
function rangeFor(resolved: string | undefined): string {
  const packages = { [`node_modules/${name}`]: { version, ...(resolved !== undefined && { resolved }) } };
  writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
  const spec = ownSpec(join(root, "infra"), join(root, "node_modules", name));
  expect(spec.clone).toBeUndefined();
  return spec.range;
}

test.each([
  ["file:own.tgz", "file:../own.tgz"],
  ["file:infra/own.tgz", "file:own.tgz"],
  ["file:../a b/own.tgz", "file:../../a b/own.tgz"],
  ["git+ssh://git@github.com/acme/own.git#abc", "git+ssh://git@github.com/acme/own.git#abc"],
  [`https://registry.npmjs.org/own/-/own-${version}.tgz`, `^${version}`],
  [undefined, `^${version}`],
])("a package that was installed from %s is named as %s", (resolved, range) => {
  expect(rangeFor(resolved)).toBe(range);
});

test("a package manager without npm's note gives the version", () => {
  expect(ownSpec(root, join(root, "node_modules", name))).toStrictEqual({
    range: `^${version}`,
    clone: undefined,
  });
});

test("a clone is packed first", () => {
  expect(ownSpec(root)).toStrictEqual({ range: `file:${name}-${version}.tgz`, clone: ROOT });
});
