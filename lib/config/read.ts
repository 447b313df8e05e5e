import { checkedAccounts } from "./checks";
import { backendProblems } from "./checks/backend-settings";
import { replacedRoleWarnings, sharedIdWarnings, unusedFormerNameWarnings } from "./checks/former-names";
import { nameProblems } from "./checks/names";
import { isIn, perRepositoryProblems, roleCountProblems } from "./checks/per-repository";
import { providerVersionProblems } from "./checks/provider-versions";
import { replacedStringProblems } from "./checks/replaced-strings";
import { stateScopeProblems } from "./checks/scopes";
import { type ConfigContext, fileContext } from "./context";
import { at, validValues } from "./draft";
import { githubFacts } from "./github-facts";
import { fileInput } from "./input";
import { similarNameWarnings } from "./named-repositories";
import { resolvedConfig } from "./normalize/config";
import { withRolesOfOthers } from "./normalize/registry";
import { expandedFile } from "./per-repository";
import { ConfigError, type Problem, pathText } from "./problem";
import { accessFile, accountsOf, type FileDraft, rolesOf } from "./schema/access-file";
import { ecrScope } from "./schema/hints";
import { type Source, schemaProblems } from "./schema/schema-problems";
import { fileText, problemLines, readYaml } from "./source/read-file";
import type { YamlFile } from "./source/yaml-file";
import type { Config } from "./types";

/** Checks of what props do not have: several accounts and roles, and the state. */
const FILE_CHECKS: readonly ((file: FileDraft) => readonly Problem[])[] = [
  nameProblems,
  roleCountProblems,
  stateScopeProblems,
  backendProblems,
  providerVersionProblems,
  replacedStringProblems,
];

/** The schema of the file, and where in it the account of a role is. */
export const FILE_FORM: Pick<Source, "schema" | "scopeAt"> = {
  schema: accessFile,
  scopeAt: ([, account, , role, , part], value) => {
    const ofAccount = accountsOf({ value, path: [] })[Number(account)] ?? { value: undefined, path: [] };
    const ofRole = rolesOf(ofAccount)[Number(role)] ?? { value: undefined, path: [] };
    return ecrScope(at(ofRole, "ecr"), part, { id: at(ofAccount, "id"), region: at(ofAccount, "region") });
  },
};

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
  const checked = checkedFile(text, name);
  if ("problems" in checked) throw new ConfigError(problemLines(checked.problems, checked.source, name));
  return checked;
}

/** {@link parsedFile}, which returns the problems. */
export function checkedFile(
  text: string,
  name: string,
): ReadFile | { readonly problems: readonly Problem[]; readonly source: YamlFile } {
  const source = readYaml(text, name);
  return { ...checkedValue(source), source };
}

/**
 * Checks the value of an access.yaml.
 * @returns every problem, or the config with every default.
 */
function checkedValue(
  source: YamlFile,
): Omit<ReadFile, "source"> | { readonly problems: readonly Problem[] } {
  const parsed = accessFile.safeParse(source.value);
  const invalid = parsed.success ? [] : schemaProblems(parsed.error, { ...source, ...FILE_FORM });
  const valid: FileDraft = { value: validValues(source.value, invalid), path: [] };
  const given = fileInput(valid);
  const known = githubFacts(given.github);
  const faulty = perRepositoryProblems(given, known);
  const file = expandedFile(valid, known.owner, isIn(faulty.map(({ role }) => role)));
  // A file without roles for each repository is read already.
  const isSame = file === valid;
  const input = isSame ? given : fileInput(file);
  const { data } = isSame || !parsed.success ? parsed : accessFile.safeParse(file.value);
  const context = fileContext({ value: source.value, path: [] }, input, known, parsed.data?.github);
  const problems = [
    ...invalid,
    ...faulty.map(({ problem }) => problem),
    ...FILE_CHECKS.flatMap((check) => check(file)),
  ];
  const accounts = checkedAccounts(input, data?.accounts, problems, known, context);
  if ("problems" in accounts) return { problems: withoutRepetition(accounts.problems) };
  if (data === undefined || context === undefined) return { problems };
  const similarNames = [
    ...similarNameWarnings(input, known),
    ...sharedIdWarnings(input, known),
    ...unusedFormerNameWarnings(input, known),
    ...replacedRoleWarnings(valid, known),
  ];
  return { config: resolvedConfig(data, withRolesOfOthers(accounts), context, similarNames), context };
}

/** A mistake in a role with perRepository is in each of the roles that it creates. */
function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ path, message }: Problem): string => `${pathText(path)} ${message}`;
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

/**
 * Reads a file and checks its values one by one, not against each other: an id can be missing.
 * @param name of the file in messages.
 * @throws ConfigError with every problem of single values.
 */
export function valuedFile(text: string, name: string): YamlFile {
  const file = readYaml(text, name);
  const { error } = accessFile.safeParse(file.value);
  if (error !== undefined)
    throw new ConfigError(problemLines(schemaProblems(error, { ...file, ...FILE_FORM }), file, name));
  return file;
}
