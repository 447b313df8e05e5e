import type { Inventory } from "../../inventory/discovered-role";
import { inventory } from "../../inventory/inventory";
import { linePositions } from "../../inventory/json-regions";
import { jsonScan } from "../../inventory/json-scanner";
import { inputName, inputText } from "../files/input-text";
import type { InputIo } from "../io";
import { problemLines } from "./problem-line";

/** Ten thousand roles of a plan with all that Terraform repeats of them; what is read of it has room in Node's memory. */
export const MAX_FILE_BYTES = 128 * 2 ** 20;

/** A file in which somebody else's tool has written roles. */
export interface RolesFile {
  /** In messages. */
  readonly name: string;
  readonly text: string;
  readonly found: Inventory;
}

/**
 * @param path `-` is standard input.
 * @returns the problems, a line each, where there is nothing to judge.
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

/** What else than JSON the file may be, and who takes it. */
function hint(text: string, name: string): string {
  if (/^(?:github|accounts):/m.test(text)) {
    return "; this looks like an access.yaml, whose roles synth judges and show lists";
  }
  if (/\.ya?ml$/.test(name)) return "; YAML is not read here";
  if (/\.(?:tf|hcl)$/.test(name)) return "; HCL is judged by way of terraform show -json of a plan";
  return "";
}
