import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { InputIo } from "./io";

const STANDARD_INPUT = "-";

/** The text of a file or of standard input, or why it cannot be read, in one line. */
type InputText = { readonly text: string } | { readonly message: string };

/**
 * Reads a whole file.
 * @param path `-` is standard input.
 * @param maxBytes reading stops there, because standard input may have no end.
 */
export async function inputText(path: string, maxBytes: number, { cwd, stdin }: InputIo): Promise<InputText> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of path === STANDARD_INPUT ? stdin : createReadStream(resolve(cwd, path))) {
      bytes += chunk.length;
      if (bytes > maxBytes) return { message: `expected at most ${maxBytes / 2 ** 20} MiB, got more` };
      chunks.push(chunk);
    }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    return { message: MESSAGES[reason] ?? `cannot be read: ${reason}` };
  }
}

/** The name in messages. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

const EXPECTED = "a file, or - for standard input";

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: `not found. Expected ${EXPECTED}`,
  EISDIR: `expected ${EXPECTED}, got a folder`,
  ENAMETOOLONG: `expected ${EXPECTED}, got a name that is too long`,
  EACCES: "permission denied. Expected a file that you can read",
  ERR_ENCODING_INVALID_ENCODED_DATA: "expected UTF-8 text, got other bytes",
};

/**
 * Replaces a file in one step: a reader sees the old content or the new content. An existing file keeps its mode, and a symbolic link stays a link.
 * @param lastLook runs before the file is replaced. If it throws, the file keeps its content.
 */
export function writeFile(path: string, content: string | Buffer, lastLook: () => void = () => {}): void {
  const file = existsSync(path) ? realpathSync(path) : path;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  const staging = mkdtempSync(join(dirname(file), ".write-"));
  try {
    const staged = join(staging, basename(file));
    writeFileSync(staged, content);
    // What is new has the mode that the shell allows.
    if (mode !== undefined) chmodSync(staged, mode);
    lastLook();
    renameSync(staged, file);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
