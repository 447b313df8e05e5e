import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isMap } from "../draft";
import { ConfigError, type Problem, pathText } from "../problem";
import { type YamlFile, yamlFile } from "./yaml-file";

/**
 * Reads the text of a file. Keep the byte order mark only to write the file back.
 * @param path as the user gave it; messages start with it.
 * @param cwd the folder of a relative path.
 * @throws ConfigError if the file cannot be read.
 */
export function fileText(path: string, cwd: string, byteOrderMark: "dropped" | "kept" = "dropped"): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: byteOrderMark === "kept" }).decode(
      readFileSync(resolve(cwd, path)),
    );
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    if (reason === "ENOENT") {
      throw new ConfigError([
        `${path}: not found. Pass an existing file with --config FILE or ACCESS_CONFIG, or write one with init`,
      ]);
    }
    const texts: Record<string, string> = {
      EISDIR: "expected a file, got a folder",
      EACCES: "permission denied",
      ERR_ENCODING_INVALID_ENCODED_DATA: "expected YAML in UTF-8",
    };
    throw new ConfigError([`${path}:1:1 ${texts[reason] ?? `cannot be read: ${reason}`}`]);
  }
}

/** A top-level key of your own, for anchors. */
const EXTENSION_KEY = /^x-/;

/**
 * Reads an access.yaml without its `x-` keys, which only hold anchors.
 * @throws ConfigError with every error of the YAML.
 */
export function readYaml(text: string, name: string): YamlFile {
  const file = yamlFile(text);
  if (!("errors" in file)) return { ...file, value: withoutExtensions(file.value) };
  throw new ConfigError(
    file.errors.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`),
  );
}

function withoutExtensions(value: unknown): unknown {
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  return keys.some((key) => EXTENSION_KEY.test(key))
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !EXTENSION_KEY.test(key)))
    : value;
}

/** The lines of problems, in the order of the file: place, path, message, and the other place if there is one. */
export function problemLines(problems: readonly Problem[], file: YamlFile, name: string): readonly string[] {
  const placeText = ({ line, column }: ReturnType<YamlFile["position"]>) => `${name}:${line}:${column}`;
  const lines = problems
    .map((problem) => ({ problem, position: file.position(problem) }))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path, message, other }, position }) => {
      const line = `${placeText(position)} ${path.length === 0 ? "" : `${pathText(path)}: `}${message}`;
      return other === undefined
        ? line
        : `${line}. The other: ${placeText(file.position({ path: other }))} ${pathText(other)}`;
    });
  return [...new Set(lines)];
}
