import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeFile } from "../../lib/cli/files";
import { folderOfEachTest } from "../support/folder";

const folder = folderOfEachTest();

test.each([0o600, 0o644, 0o666])(
  "a file is written again with its mode %o, and nothing is left beside it",
  (mode) => {
    const path = join(folder.path, "access.yaml");
    writeFileSync(path, "old\r\n");
    chmodSync(path, mode);
    writeFile(path, "\uFEFFnew\r\n");

    expect(readFileSync(path, "utf8")).toBe("\uFEFFnew\r\n");
    expect(statSync(path).mode & 0o777).toBe(mode);
    expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
  },
);

test("a symbolic link goes on to lead to the file", () => {
  mkdirSync(join(folder.path, "config"));
  const file = join(folder.path, "config", "real.yaml");
  const link = join(folder.path, "access.yaml");
  writeFileSync(file, "old");
  symlinkSync(join("config", "real.yaml"), link);
  writeFile(link, "new");

  expect(readFileSync(file, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(folder.path, "config"))).toStrictEqual(["real.yaml"]);
});

test("a file that is new has the mode that the shell allows", () => {
  const before = process.umask(0o027);
  try {
    writeFile(join(folder.path, "access.html"), "new");
  } finally {
    process.umask(before);
  }

  expect(folder.read("access.html")).toBe("new");
  expect(statSync(join(folder.path, "access.html")).mode & 0o777).toBe(0o640);
});

test("what a last look throws leaves the file, and nothing beside it", () => {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, "old");

  expect(() =>
    writeFile(path, "new", () => {
      throw new RangeError("not yet");
    }),
  ).toThrow(new RangeError("not yet"));
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder.path)).toStrictEqual(["access.yaml"]);
});
