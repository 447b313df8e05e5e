import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { InputIo } from "../io";

export const STANDARD_INPUT = "-";

/** What a file or standard input holds, or why it cannot be read: what is wrong and what is allowed, one line. */
export type InputText = { readonly text: string } | { readonly message: string };

/**
 * Reads a file of the user's whole.
 * @param path `-` is standard input.
 * @param maxBytes beyond which nothing is read on: standard input may have no end.
 */
export async function inputText(path: string, maxBytes: number, { cwd, stdin }: InputIo): Promise<InputText> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of path === STANDARD_INPUT ? stdin : createReadStream(resolve(cwd, path))) {
      bytes += chunk.length;
      if (bytes > maxBytes) return { message: `is too large; allowed: ${maxBytes / 2 ** 20} MiB` };
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    return { message: MESSAGES[reason] ?? `cannot be read: ${reason}` };
  }
}

/** What messages call it. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

const ALLOWED = "allowed: a file, or - for standard input";

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: `does not exist; ${ALLOWED}`,
  EISDIR: `is a folder; ${ALLOWED}`,
  ENAMETOOLONG: `is too long a name; ${ALLOWED}`,
  EACCES: "may not be read; allowed: a file that you may read",
  ERR_ENCODING_INVALID_ENCODED_DATA: "is not UTF-8 text; allowed: text in UTF-8",
};
