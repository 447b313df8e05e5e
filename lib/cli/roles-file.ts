import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { pathText } from "../config/problem";
import type { Inventory, PlacedProblem } from "../inventory/discovered-role";
import { inventory } from "../inventory/inventory";
import {
  duplicateKeys,
  jsonRegions,
  jsonScan,
  linePositions,
  type PlacedDuplicate,
  type Region,
} from "../policy/json-text";
import type { DocumentPath } from "../policy/policy-document";
import { inputName, inputText } from "./files";
import type { InputIo } from "./io";
import { shortText } from "./output";

/** Room for a plan with 10,000 roles. The parsed value fits into Node's default memory. */
export const MAX_FILE_BYTES = 128 * 2 ** 20;

/** A file with roles. */
export interface RolesFile extends LocatedFile {
  readonly found: Inventory;
}

/** A file of JSON, or a template as the same in JSON. */
export interface JsonFile extends LocatedFile {
  readonly value: unknown;
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
  const read = await jsonFile(path, io);
  return "problems" in read ? read : rolesOf(read);
}

/** {@link rolesFile} for any value. */
export async function jsonFile(
  path: string,
  io: InputIo,
): Promise<JsonFile | { readonly problems: readonly string[] }> {
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
  return { value: JSON.parse(text), name, regions: (paths) => jsonRegions(text, paths) };
}

function templateFile(name: string, text: string): JsonFile | { readonly problems: readonly string[] } {
  const template = yamlTemplate(text);
  return "problems" in template
    ? {
        problems: template.problems.map(({ start, message }) =>
          problemLine(name, { path: [], message, region: { start, end: start } }),
        ),
      }
    : { value: template.value, name, regions: template.regions };
}

/** The roles of a file. */
export function rolesOf({ value, ...file }: JsonFile): RolesFile | { readonly problems: readonly string[] } {
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

/** The largest template that CloudFormation reads. */
const MAX_TEMPLATE_BYTES = 2 ** 20;

/** One mistake can give many errors. */
const MAX_PROBLEMS = 20;

/** A CloudFormation template in YAML. */
interface YamlTemplate {
  /** As the same template in JSON: `!Ref Name` is `{ Ref: "Name" }`. */
  readonly value: unknown;
  /** The regions of values. For a path that is not in the text, the region of the nearest value above it. */
  readonly regions: (paths: readonly DocumentPath[]) => readonly Region[];
}

/** Whether a text that is not JSON looks like a CloudFormation template. */
function isYamlTemplate(text: string): boolean {
  return /^(?:AWSTemplateFormatVersion|Resources)[ \t]*:/m.test(text);
}

/** @returns the problems, if the text is not valid YAML. */
function yamlTemplate(
  text: string,
):
  | YamlTemplate
  | { readonly problems: readonly { readonly start: Region["start"]; readonly message: string }[] } {
  const lines = new LineCounter();
  const positionOf = (offset: number): Region["start"] => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (Buffer.byteLength(text) > MAX_TEMPLATE_BYTES) {
    const message = "expected a CloudFormation template of at most 1 MiB, got more";
    return { problems: [{ start: { line: 1, column: 1 }, message }] };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.slice(0, MAX_PROBLEMS).map(({ pos, message }) => ({
        start: positionOf(pos[0]),
        message: `invalid YAML: ${message}`,
      })),
    };
  }
  const regionOf = (path: DocumentPath): Region => {
    const node = document.getIn(path, true);
    const range = isNode(node) ? node.range : undefined;
    if (range) return { start: positionOf(range[0]), end: positionOf(range[1]) };
    return path.length === 0 ? { start: positionOf(0), end: positionOf(0) } : regionOf(path.slice(0, -1));
  };
  return { value: jsonValue(document.contents), regions: (paths) => paths.map(regionOf) };
}

/** CloudFormation supports no aliases. */
function jsonValue(node: unknown): unknown {
  if (!isNode(node) || isAlias(node)) return null;
  const value = plainValue(node);
  const { tag } = node;
  if (tag === undefined || !/^![A-Za-z0-9]+$/.test(tag)) return value;
  const name = tag.slice(1);
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}

function plainValue(node: Node): unknown {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : "", jsonValue(value)]),
    );
  }
  if (isSeq(node)) return node.items.map(jsonValue);
  return isScalar(node) ? node.value : null;
}
