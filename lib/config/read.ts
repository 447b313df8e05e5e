import { mapped } from "../policy/non-empty";
import { backendProblems } from "./checks/backend-settings";
import { environmentProblems } from "./checks/environments";
import { literalProblems } from "./checks/literals";
import { nameProblems, tagProblems } from "./checks/names";
import { publicationLevelProblems } from "./checks/publication-levels";
import { publicationProblems } from "./checks/publications";
import { problemsOfParts, problemsOfRoles } from "./checks/roles";
import { scopeProblems } from "./checks/scopes";
import { spellingProblems, trustOwnerProblems } from "./checks/spellings";
import { subjectProblems } from "./checks/subjects";
import { templateProblems } from "./checks/templates";
import { type FileContext, fileContext } from "./context";
import { at, validValues } from "./draft";
import { type GithubFacts, githubFacts } from "./github-facts";
import { areParsed, resolvedAccount, resolvedConfig } from "./normalize/config";
import { ConfigError, type Problem } from "./problem";
import { accessFile, type FileDraft } from "./schema/access-file";
import { schemaProblems } from "./schema/schema-problems";
import { similarNameWarnings } from "./similar-names";
import { fileText, problemLines, readYaml } from "./source/read-file";
import type { YamlFile } from "./source/yaml-file";
import type { Config } from "./types";

/** Checks that compare values. The schema checks each value alone. */
const CHECKS: readonly ((file: FileDraft, github: GithubFacts) => readonly Problem[])[] = [
  nameProblems,
  spellingProblems,
  subjectProblems,
  environmentProblems,
  templateProblems,
  trustOwnerProblems,
  publicationProblems,
  publicationLevelProblems,
  scopeProblems,
  tagProblems,
  backendProblems,
  literalProblems,
];

/** A file without problems: its config with every default, and its text. */
export interface ReadFile {
  readonly config: Config;
  readonly source: YamlFile;
  readonly context: FileContext;
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
 * @param source the value, and its scalars as they are written.
 * @returns every problem, or the config with every default.
 */
export function checkedValue(
  source: Pick<YamlFile, "value" | "source">,
): Omit<ReadFile, "source"> | { readonly problems: readonly Problem[] } {
  const whole: FileDraft = { value: source.value, path: [] };
  const parsed = accessFile.safeParse(source.value);
  const invalid = parsed.success ? [] : schemaProblems(parsed.error, source);
  const valid: FileDraft = { value: validValues(source.value, invalid), path: [] };
  const known = githubFacts(at(valid, "github"));
  const checked = CHECKS.flatMap((check) => check(valid, known));
  const context = fileContext(whole, known, parsed.data?.github);
  if (!parsed.success || checked.length > 0 || context === undefined) {
    return {
      problems: [...invalid, ...checked, ...(context === undefined ? [] : problemsOfParts(valid, context))],
    };
  }
  const accounts = mapped(parsed.data.accounts, (entry) => resolvedAccount(entry, context));
  const problems = problemsOfRoles(accounts, context.github, whole);
  if (problems.length > 0 || !areParsed(accounts)) return { problems };
  const similarNames = similarNameWarnings(whole, known);
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
