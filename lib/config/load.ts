import { readFileSync } from "node:fs";
import { backendProblems } from "./checks/backend";
import { literalProblems } from "./checks/literals";
import { nameProblems } from "./checks/names";
import { publicationProblems } from "./checks/publications";
import { scopeProblems } from "./checks/scopes";
import { spellingProblems } from "./checks/spellings";
import { subjectProblems } from "./checks/subjects";
import { tagProblems } from "./checks/tags";
import type { Config } from "./config";
import { type FileSurroundings, fileSurroundings } from "./file-surroundings";
import { problemsOfParts, problemsOfRoles } from "./judged-roles";
import type { Place } from "./place";
import { ConfigError, type Problem, pathText } from "./problem";
import { resolvedConfig } from "./resolve";
import { accessFile } from "./schema";
import { schemaProblems } from "./schema-problems";
import { type YamlFile, yamlFile } from "./yaml-file";

/** What the schema cannot say: values that are right by themselves and wrong together. */
const CHECKS = [
  nameProblems,
  spellingProblems,
  subjectProblems,
  publicationProblems,
  scopeProblems,
  tagProblems,
  backendProblems,
  literalProblems,
];

/** A file without problems: what it says, with every default filled in, and as it is written. */
export interface ReadFile {
  readonly config: Config;
  readonly source: YamlFile;
  readonly surroundings: FileSurroundings;
}

/**
 * Reads access.yaml.
 * @param path as the user gave it; messages start with it.
 * @throws ConfigError with every problem of the file.
 */
export function loadedConfig(path: string): Config {
  return loadedFile(path).config;
}

/** The same, for whoever speaks of places in the file. */
export function loadedFile(path: string): ReadFile {
  return parsedFile(fileText(path), path);
}

/**
 * Judges the text of an access.yaml.
 * @param name of the file in messages.
 * @throws ConfigError with every problem of the text.
 */
export function parsedConfig(text: string, name: string): Config {
  return parsedFile(text, name).config;
}

/** The same, for whoever speaks of places in the text. */
export function parsedFile(text: string, name: string): ReadFile {
  const file = yamlFile(text);
  if ("errors" in file) {
    throw new ConfigError(
      file.errors.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`),
    );
  }
  const whole: Place = { value: file.value, path: [] };
  const checked = CHECKS.flatMap((check) => check(whole));
  const surroundings = fileSurroundings(whole);
  const parsed = accessFile.safeParse(file.value);
  if (!parsed.success || checked.length > 0 || surroundings === undefined) {
    const problems = [
      ...(parsed.success ? [] : schemaProblems(parsed.error, file)),
      ...checked,
      ...(surroundings === undefined ? [] : problemsOfParts(whole, surroundings)),
    ];
    throw new ConfigError(linesOf(problems, file, name));
  }
  const config = resolvedConfig(parsed.data, surroundings);
  const problems = problemsOfRoles(config, whole);
  if (problems.length > 0) throw new ConfigError(linesOf(problems, file, name));
  return { config, source: file, surroundings };
}

function fileText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
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

/** In the order of the file, each with its place, and with the other place where there are two. */
function linesOf(problems: readonly Problem[], file: YamlFile, name: string): readonly string[] {
  const placeText = ({ line, column }: ReturnType<YamlFile["position"]>) => `${name}:${line}:${column}`;
  const lines = problems
    .map((problem) => ({ problem, position: file.position(problem) }))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path, message, other }, position }) => {
      const line = `${placeText(position)} ${path.length === 0 ? "" : `${pathText(path)}: `}${message}`;
      return other === undefined
        ? line
        : `${line}; the other: ${placeText(file.position({ path: other }))} ${pathText(other)}`;
    });
  return [...new Set(lines)];
}
