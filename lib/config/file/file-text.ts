import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../problem";
import { type YamlFile, yamlFile } from "./yaml-file";

/**
 * The text of a file. A byte order mark belongs to the text only for who writes it back.
 * @param path as the user gave it; messages start with it.
 * @param cwd the folder from which a relative path leads to the file.
 * @throws ConfigError where there is no text to read.
 */
export function fileText(path: string, cwd: string, byteOrderMark: "dropped" | "kept" = "dropped"): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: byteOrderMark === "kept" }).decode(
      readFileSync(resolve(cwd, path)),
    );
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    const texts: Record<string, string> = {
      ENOENT: "does not exist; name the file with --config FILE or ACCESS_CONFIG",
      EISDIR: "is a folder; allowed: a file",
      EACCES: "may not be read; allowed: a file that you may read",
      ERR_ENCODING_INVALID_ENCODED_DATA: "is not UTF-8 text; allowed: YAML in UTF-8",
    };
    throw new ConfigError([`${path}:1:1 ${texts[reason] ?? `cannot be read: ${reason}`}`]);
  }
}

/** @throws ConfigError for a text that is no YAML, or not as this program reads it. */
export function readYaml(text: string, name: string): YamlFile {
  const file = yamlFile(text);
  if (!("errors" in file)) return file;
  throw new ConfigError(
    file.errors.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`),
  );
}
