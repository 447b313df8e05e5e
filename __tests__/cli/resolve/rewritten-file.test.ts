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
import { rewriteFile } from "../../../lib/cli/resolve/rewritten-file";
import { ConfigError } from "../../../lib/config/problem";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rewritten-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test.each([0o600, 0o644, 0o666])(
  "a file is written again with its mode %o, and nothing is left beside it",
  (mode) => {
    const path = join(folder, "access.yaml");
    writeFileSync(path, "old\r\n");
    chmodSync(path, mode);
    rewriteFile(path, "old\r\n", "\uFEFFnew\r\n");

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
  rewriteFile(link, "old", "new");

  expect(readFileSync(file, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readdirSync(join(folder, "config"))).toStrictEqual(["real.yaml"]);
});

test("rejects a file that somebody else has written since, and leaves theirs", () => {
  const path = join(folder, "access.yaml");
  writeFileSync(path, "theirs");

  expect(() => rewriteFile(path, "old", "new")).toThrow(
    new ConfigError([`${path}:1:1 has changed while GitHub was asked; run resolve again`]),
  );
  expect(readFileSync(path, "utf8")).toBe("theirs");
  expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
});
