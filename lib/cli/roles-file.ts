import { pathText } from "../config/problem";
import type { Inventory, PlacedProblem } from "../inventory/discovered-role";
import { inventory } from "../inventory/inventory";
import type { DocumentPath } from "../policy/document";
import {
  duplicateKeys,
  jsonRegions,
  jsonScan,
  linePositions,
  type PlacedDuplicate,
  type Region,
} from "../policy/json-text";
import { inputName, inputText } from "./files";
import type { InputIo } from "./io";
import { shortText } from "./output";
import { isYamlTemplate, yamlTemplate } from "./yaml-template";

/** Room for a plan with 10,000 roles. The parsed value fits into Node's default memory. */
export const MAX_FILE_BYTES = 128 * 2 ** 20;

/** A file with roles. */
export interface RolesFile extends LocatedFile {
  readonly found: Inventory;
}

interface LocatedFile {
  /** The name in messages. */
  readonly name: string;
  /** The regions of values, in the order of the paths. */
  readonly regions: (paths: readonly DocumentPath[]) => readonly Region[];
}

/**
 * @param path `-` is standard input.
 * @returns the problems, one line each, if the file cannot be read.
 */
export async function rolesFile(
  path: string,
  io: InputIo,
): Promise<RolesFile | { readonly problems: readonly string[] }> {
  const name = inputName(path);
  const input = await inputText(path, MAX_FILE_BYTES, io);
  if ("message" in input) return { problems: [`${name}: ${input.message}`] };
  const { text } = input;
  const error = jsonScan(text);
  if (error !== undefined && isYamlTemplate(text)) return templateFile(name, text);
  if (error !== undefined) {
    const { line, column } = linePositions(text, [error.offset])(error.offset);
    return { problems: [`${name}:${line}:${column} ${error.message}${hint(text, name)}`] };
  }
  const duplicates = duplicateKeys(text);
  if (duplicates.length > 0) {
    return { problems: duplicates.map((each) => problemLine(name, duplicateProblem(each, name))) };
  }
  return inventoryFile(JSON.parse(text), { name, regions: (paths) => jsonRegions(text, paths) });
}

function templateFile(name: string, text: string): ReturnType<typeof inventoryFile> {
  const template = yamlTemplate(text);
  return "problems" in template
    ? {
        problems: template.problems.map(({ start, message }) =>
          problemLine(name, { path: [], message, region: { start, end: start } }),
        ),
      }
    : inventoryFile(template.value, { name, regions: template.regions });
}

function inventoryFile(
  value: unknown,
  file: LocatedFile,
): RolesFile | { readonly problems: readonly string[] } {
  const found = inventory(value);
  return "problems" in found ? { problems: problemLines(file, found.problems) } : { ...file, found };
}

function duplicateProblem({ key, path, start, other }: PlacedDuplicate, name: string): LocatedProblem {
  return {
    path,
    message: `duplicate key ${JSON.stringify(key)}. The other: ${name}:${other.line}:${other.column}. Remove one: JSON parsers differ on which one they read`,
    region: { start, end: start },
  };
}

/** A hint if the file is not JSON but something else that users pass. */
function hint(text: string, name: string): string {
  if (/^(?:github|accounts):/m.test(text)) {
    return ". This looks like an access.yaml: synth checks its roles, and show lists them";
  }
  if (/\.ya?ml$/.test(name)) return ". YAML is supported only for CloudFormation templates";
  if (/\.(?:tf|hcl)$/.test(name)) return ". For HCL, use the output of terraform show -json for a plan";
  return "";
}

export const TOP: Region = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** A problem with its region in the text. */
export interface LocatedProblem extends PlacedProblem {
  readonly region: Region;
}

/** `FILE:12:7 Role.AssumeRolePolicyDocument: expected …, got …` */
export function problemLine(file: string, { path, message, region: { start } }: LocatedProblem): string {
  const place = path.length === 0 ? "" : `${shortText(pathText(path))}: `;
  return `${file}:${start.line}:${start.column} ${place}${shortText(message)}`;
}

/** One line for each problem of a file. */
export function problemLines(
  { name, regions }: LocatedFile,
  problems: readonly PlacedProblem[],
): readonly string[] {
  const found = regions(problems.map(({ path }) => path));
  return problems.map((problem, index) => problemLine(name, { ...problem, region: found[index] ?? TOP }));
}
