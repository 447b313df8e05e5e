import { sep } from "node:path";
import { types } from "node:util";
import { ConfigError } from "../config/problem";
import { GithubError } from "../github/failure";
import type { Io } from "./io";
import { escapeControlChars } from "./output";
import { missingPackages } from "./own-package";

/** `failed`: the answer is no, such as a denied token, a finding or a difference. */
export const EXIT = { done: 0, failed: 1, badInput: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface CommandResult {
  readonly exit: Exit;
  /** For standard output. */
  readonly output: string;
  /** For standard error. */
  readonly lines?: readonly string[];
}

/** Errors of the file system that the user can fix. */
const FILE_ERRORS = [
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
];

/** Runs the action of a command. */
export type Run = (command: () => Promise<CommandResult>) => Promise<void>;

/**
 * Runs a command and prints its result. Problems of the input go to standard error, one a line. Other errors are bugs and are thrown.
 * @returns the exit code.
 */
export async function runCommand(
  command: () => Promise<CommandResult>,
  { cwd, stdout, stderr }: Pick<Io, "cwd" | "stdout" | "stderr">,
): Promise<Exit> {
  const { exit, output, lines = [] } = await command().catch((error: unknown) => badInput(error, cwd));
  stdout.write(output);
  stderr.write(lines.map((line) => `${escapeControlChars(line)}\n`).join(""));
  return exit;
}

function badInput(error: unknown, cwd: string): CommandResult {
  const lines = inputErrorLines(error, cwd);
  if (lines === undefined) throw error;
  return { exit: EXIT.badInput, output: "", lines };
}

function inputErrorLines(error: unknown, cwd: string): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.lines;
  if (error instanceof GithubError) return [error.message];
  if (!(types.isNativeError(error) && "code" in error)) return undefined;
  // Node quotes absolute paths; the user wrote relative ones.
  if (FILE_ERRORS.includes(String(error.code))) return [error.message.replaceAll(`'${cwd}${sep}`, "'")];
  if (error.code !== "MODULE_NOT_FOUND") return undefined;
  return missingPackages();
}
