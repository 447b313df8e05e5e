import { closeSync, openSync, readSync } from "node:fs";
import { ConfigError } from "../../config/problem";

/** More than any token or trust policy has. */
export const MAX_INPUT_BYTES = 1_048_576;

const STANDARD_INPUT = 0;
/** A token that was given where its file belongs; no message may repeat it. */
const TOKEN = /^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist; allowed: a file, or - for standard input",
  EISDIR: "is a folder; allowed: a file, or - for standard input",
  EACCES: "may not be read; allowed: a file that you may read",
  ENAMETOOLONG: "is too long a name; allowed: a file, or - for standard input",
};

/**
 * The text of a file that the command line names, or of standard input for `-`.
 * @param option in messages.
 * @throws ConfigError for a file that cannot be read, is too long, or is no text.
 */
export function inputText(path: string, option: string): string {
  refuseToken(path, option);
  const shown = path === "-" ? "standard input" : path;
  const bytes = bytesOf(path, `${option}: ${shown}`);
  if (bytes.length > MAX_INPUT_BYTES) {
    throw new ConfigError([`${option}: ${shown} is too long; allowed: ${MAX_INPUT_BYTES} bytes`]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError([`${option}: ${shown} is not UTF-8 text; allowed: text`]);
  }
}

/** As much as is allowed, and one byte more where there is more. */
function bytesOf(path: string, place: string): Buffer {
  const buffer = Buffer.alloc(MAX_INPUT_BYTES + 1);
  let length = 0;
  try {
    const file = path === "-" ? STANDARD_INPUT : openSync(path, "r");
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length === buffer.length) break;
    }
    if (file !== STANDARD_INPUT) closeSync(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new ConfigError([`${place} ${REASONS[reason] ?? `cannot be read: ${reason}`}`]);
  }
  return buffer.subarray(0, length);
}

/** @throws ConfigError for a token where a file belongs: a message about the file would repeat it. */
export function refuseToken(path: string, option: string): void {
  if (!TOKEN.test(path)) return;
  throw new ConfigError([
    `${option}: is a token itself, and others see a command line; allowed: a file, or - for standard input`,
  ]);
}
