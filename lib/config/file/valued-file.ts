import { ConfigError } from "../problem";
import { accessFile } from "../schema/access-file";
import { schemaProblems } from "../schema/schema-problems";
import { readYaml } from "./file-text";
import { problemLines } from "./problem-lines";
import type { YamlFile } from "./yaml-file";

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
