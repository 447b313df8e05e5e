import type { Inventory } from "../../inventory/found-role";
import { inventory } from "../../inventory/inventory";
import { linePositions } from "../../inventory/json-regions";
import { jsonScan } from "../../inventory/json-scanner";
import { located, problemLine } from "../check/report";
import { inputText } from "../files/input-text";

/** Ten thousand roles of a plan with all that Terraform repeats of them; what is read of it has room in Node's memory. */
export const MAX_FILE_BYTES = 128 * 2 ** 20;

/** The text of a file, and the roles that are in it. */
export interface ReadFile {
  readonly text: string;
  readonly found: Inventory;
}

/**
 * @param path `-` is standard input.
 * @param file its name in messages.
 * @returns the problems, a line each, where there is nothing to judge.
 */
export async function readFile(
  path: string,
  file: string,
): Promise<ReadFile | { readonly problems: readonly string[] }> {
  const input = await inputText(path, MAX_FILE_BYTES);
  if ("message" in input) return { problems: [`${file}:1:1 ${input.message}`] };
  const { text } = input;
  const error = jsonScan(text);
  if (error !== undefined) {
    const { line, column } = linePositions(text, [error.offset])(error.offset);
    return { problems: [`${file}:${line}:${column} ${error.message}${hint(text, file)}`] };
  }
  const found = inventory(JSON.parse(text));
  if (!("problems" in found)) return { text, found };
  return { problems: located(text, found.problems).map((problem) => problemLine(file, problem)) };
}

/** What else than JSON the file may be, and who takes it. */
function hint(text: string, file: string): string {
  if (/^(?:github|accounts):/m.test(text)) {
    return "; this looks like an access.yaml, whose roles synth judges and show lists";
  }
  if (/\.ya?ml$/.test(file)) return "; YAML is not read here";
  if (/\.(?:tf|hcl)$/.test(file)) return "; HCL is judged by way of terraform show -json of a plan";
  return "";
}
