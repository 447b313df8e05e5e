import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIo } from "../../lib/cli/io";
import { missingPackages, type OwnPackage, ownPackage, rangeOf } from "../../lib/cli/own-package";
import { runCommand } from "../../lib/cli/run-command";
import { runCli } from "./run-cli";

const OWN: OwnPackage = {
  name: "own",
  version: "1.2.3",
  dependencies: { a: "1.0.0", b: "^2.0.0" },
  peerDependencies: { a: "^1.0.0" },
  devDependencies: { a: "1.1.1", c: "~3.0.0" },
};

test.each([
  ["a", "^1.0.0"],
  ["b", "^2.0.0"],
  ["c", "~3.0.0"],
])("the range of %s is the widest in package.json", (name, range) => {
  expect(rangeOf(OWN, name)).toBe(range);
});

test("rejects an unknown package", () => {
  expect(() => rangeOf(OWN, "d")).toThrow(new TypeError("package.json does not name d"));
});

test("reads the package.json of this package", () => {
  expect(ownPackage()).toStrictEqual(require("../../package.json"));
});

test.each([[["--version"]], [["-V"]]])("%j prints the version in any folder", async (args) => {
  const cwd = mkdtempSync(join(tmpdir(), "version-"));
  try {
    const stdout = `${ownPackage().version}\n`;
    expect(await runCli(args, { cwd })).toStrictEqual({ code: 0, stdout, stderr: "" });
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

// The tests of the package cover missing packages.

test("reports nothing if every package is installed", () => {
  expect(missingPackages()).toBeUndefined();
});

test("a missing module of the program is thrown as a bug", async () => {
  const fault = Object.assign(new Error("Cannot find module './gone'"), { code: "MODULE_NOT_FOUND" });
  await expect(runCommand(() => Promise.reject(fault), processIo())).rejects.toBe(fault);
});
