import { resolve } from "node:path";
import { PINS_DATE, updatedPins } from "../../../workflow/pins";
import { inputName, inputText, writeFile } from "../../files";
import type { InputIo } from "../../io";
import { type CommandResult, EXIT } from "../../run-command";

const MAX_WORKFLOW_BYTES = 2 ** 20;

/** Rewrites the pins of the actions in a workflow file that the workflows of this program use too. */
export async function updatePins(path: string, isJson: boolean, io: InputIo): Promise<CommandResult> {
  const input = await inputText(path, MAX_WORKFLOW_BYTES, io);
  if ("message" in input) {
    return { exit: EXIT.badInput, output: "", lines: [`${inputName(path)}: ${input.message}`] };
  }
  const { text, changes, newer } = updatedPins(input.text);
  const isStandardInput = inputName(path) !== path;
  if (changes.length > 0 && !isStandardInput) writeFile(resolve(io.cwd, path), text);
  const lines = [
    ...changes,
    ...newer.map((place) => `${place} is newer than the pins of ${PINS_DATE}`),
    changes.length === 0
      ? `${inputName(path)} has the pins of ${PINS_DATE}`
      : `${isStandardInput ? "updated" : "wrote"} ${inputName(path)}: ${changes.length} ${changes.length === 1 ? "pin" : "pins"} of ${PINS_DATE}`,
  ];
  if (isJson) {
    const result = { path: inputName(path), pinsDate: PINS_DATE, changes, newer };
    return { exit: EXIT.done, output: `${JSON.stringify(result, undefined, 2)}\n` };
  }
  return { exit: EXIT.done, output: isStandardInput ? text : "", lines };
}
