import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../../lib/config/problem";
import { fileText, readYaml } from "../../../lib/config/source/read-file";
import { folderOfEachTest } from "../../support/folder";

const folder = folderOfEachTest();

test("a byte order mark is dropped, unless the file is written back", () => {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, "\uFEFFa: 1\r\n");

  expect(fileText(path, "")).toBe("a: 1\r\n");
  expect(fileText(path, "", "kept")).toBe("\uFEFFa: 1\r\n");
});

test("rejects a file that is no text", () => {
  const path = join(folder.path, "access.yaml");
  writeFileSync(path, Buffer.from([0x61, 0xff]));

  expect(() => fileText(path, "")).toThrow(new ConfigError([`${path}:1:1 expected YAML in UTF-8`]));
});

test("rejects a text that is no YAML with the place of every error", () => {
  expect(readYaml("a: 1\n", "x.yaml")).toMatchObject({ value: { a: 1 } });
  expect(() => readYaml("a: !x 1\nb: !y 2\n", "x.yaml")).toThrow(
    new ConfigError([
      "x.yaml:1:7 not valid YAML: expected no tag or !!str, got !x",
      "x.yaml:2:7 not valid YAML: expected no tag or !!str, got !y",
    ]),
  );
});
