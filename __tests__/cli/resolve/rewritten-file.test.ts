import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rewriteFile } from "../../../lib/cli/resolve/rewritten-file";
import { ConfigError } from "../../../lib/config/problem";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rewritten-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("rejects a file that changed since it was read, and keeps the change", () => {
  const path = join(folder, "access.yaml");
  writeFileSync(path, "theirs");

  expect(() => rewriteFile("access.yaml", folder, "old", "new")).toThrow(
    new ConfigError(["access.yaml:1:1 changed while resolve was running. Run resolve again"]),
  );
  expect(readFileSync(path, "utf8")).toBe("theirs");
  expect(readdirSync(folder)).toStrictEqual(["access.yaml"]);
});
