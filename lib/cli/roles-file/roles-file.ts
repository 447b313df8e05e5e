import type { Inventory } from "../../inventory/discovered-role";
import { inventory } from "../../inventory/inventory";
import { jsonScan, linePositions } from "../../inventory/json-text";
import { inputName, inputText } from "../files";
import type { InputIo } from "../io";
import { problemLines } from "./problem-line";

/** Room for a plan with 10,000 roles. The parsed value fits into Node's default memory. */
export const MAX_FILE_BYTES = 128 * 2 ** 20;

/** A JSON file with roles. */
export interface RolesFile {
  /** The name in messages. */
  readonly name: string;
  readonly text: string;
  readonly found: Inventory;
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
  if (error !== undefined) {
    const { line, column } = linePositions(text, [error.offset])(error.offset);
    return { problems: [`${name}:${line}:${column} ${error.message}${hint(text, name)}`] };
  }
  const found = inventory(JSON.parse(text));
  return "problems" in found
    ? { problems: problemLines({ name, text }, found.problems) }
    : { name, text, found };
}

/** A hint if the file is not JSON but something else that users pass. */
function hint(text: string, name: string): string {
  if (/^(?:github|accounts):/m.test(text)) {
    return ". This looks like an access.yaml: synth checks its roles, and show lists them";
  }
  if (/\.ya?ml$/.test(name)) return ". YAML is not supported here";
  if (/\.(?:tf|hcl)$/.test(name)) return ". For HCL, use the output of terraform show -json for a plan";
  return "";
}
