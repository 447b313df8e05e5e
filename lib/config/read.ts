import { checkedAccounts } from "./checks";
import { backendProblems } from "./checks/backend-settings";
import { literalProblems } from "./checks/literals";
import { nameProblems } from "./checks/names";
import { stateScopeProblems } from "./checks/scopes";
import { type ConfigContext, fileContext } from "./context";
import { validValues } from "./draft";
import { githubFacts } from "./github-facts";
import { fileInput } from "./input";
import { resolvedConfig } from "./normalize/config";
import { ConfigError, type Problem } from "./problem";
import { accessFile, type FileDraft } from "./schema/access-file";
import { schemaProblems } from "./schema/schema-problems";
import { similarNameWarnings } from "./similar-names";
import { fileText, problemLines, readYaml } from "./source/read-file";
import type { YamlFile } from "./source/yaml-file";
import type { Config } from "./types";

/** Checks of what props do not have: several accounts and roles, and the state. */
const FILE_CHECKS: readonly ((file: FileDraft) => readonly Problem[])[] = [
  nameProblems,
  stateScopeProblems,
  backendProblems,
  literalProblems,
];

/** A file without problems: its config with every default, and its text. */
export interface ReadFile {
  readonly config: Config;
  readonly source: YamlFile;
  readonly context: ConfigContext;
}

/**
 * Reads access.yaml, and keeps the places of its values.
 * @param cwd the folder of a relative path. Empty: the folder of the process.
 */
export function loadFile(path: string, cwd: string): ReadFile {
  return parsedFile(fileText(path, cwd), path);
}

/** {@link loadFile} of a text. */
export function parsedFile(text: string, name: string): ReadFile {
  const source = readYaml(text, name);
  const checked = checkedValue(source);
  if ("problems" in checked) throw new ConfigError(problemLines(checked.problems, source, name));
  return { ...checked, source };
}

/**
 * Checks the value of an access.yaml.
 * @returns every problem, or the config with every default.
 */
export function checkedValue(
  source: Pick<YamlFile, "value" | "source">,
): Omit<ReadFile, "source"> | { readonly problems: readonly Problem[] } {
  const parsed = accessFile.safeParse(source.value);
  const invalid = parsed.success ? [] : schemaProblems(parsed.error, source);
  const valid: FileDraft = { value: validValues(source.value, invalid), path: [] };
  const input = fileInput(valid);
  const known = githubFacts(input.github);
  const context = fileContext({ value: source.value, path: [] }, input, known, parsed.data?.github);
  const problems = [...invalid, ...FILE_CHECKS.flatMap((check) => check(valid))];
  const accounts = checkedAccounts(input, parsed.data?.accounts, problems, known, context);
  if ("problems" in accounts) return accounts;
  if (parsed.data === undefined || context === undefined) return { problems };
  const similarNames = similarNameWarnings(input, known);
  return { config: resolvedConfig(parsed.data, accounts, context, similarNames), context };
}

/**
 * Reads a file and checks its values one by one, not against each other: an id can be missing.
 * @param name of the file in messages.
 * @throws ConfigError with every problem of single values.
 */
export function valuedFile(text: string, name: string): YamlFile {
  const file = readYaml(text, name);
  const { error } = accessFile.safeParse(file.value);
  if (error !== undefined) throw new ConfigError(problemLines(schemaProblems(error, file), file, name));
  return file;
}
