import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFile } from "../../lib/cli/files";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "written-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test.each([0o600, 0o644, 0o666])(
  "a file is written again with its mode %o, and nothing is left beside it",
  (mode) => {
    const path = join(folder, "access.yaml");
    writeFileSync(path, "old\r\n");
    chmodSync(path, mode);
    writeFile(path, "\uFEFFnew\r\n");

    expect(readFileSync(path, "utf8")).toBe("\uFEFFnew\r\n");
    expect(statSync(path).mode & 0o777).toBe(mode);
    expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
  },
);

test("a symbolic link goes on to lead to the file", () => {
  mkdirSync(join(folder, "config"));
  const file = join(folder, "config", "real.yaml");
  const link = join(folder, "access.yaml");
  writeFileSync(file, "old");
  symlinkSync(join("config", "real.yaml"), link);
  writeFile(link, "new");

  expect(readFileSync(file, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(folder, "config"))).toStrictEqual(["real.yaml"]);
});

test("a file that is new has the mode that the shell allows", () => {
  const before = process.umask(0o027);
  try {
    writeFile(join(folder, "access.html"), "new");
  } finally {
    process.umask(before);
  }

  expect(readFileSync(join(folder, "access.html"), "utf8")).toBe("new");
  expect(statSync(join(folder, "access.html")).mode & 0o777).toBe(0o640);
});

test("what a last look throws leaves the file, and nothing beside it", () => {
  const path = join(folder, "access.yaml");
  writeFileSync(path, "old");

  expect(() =>
    writeFile(path, "new", () => {
      throw new RangeError("not yet");
    }),
  ).toThrow(new RangeError("not yet"));
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
});
