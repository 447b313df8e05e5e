import { ConfigError } from "../config/problem";
import { GithubError } from "../github/failure";
import { shownText } from "./output/shown-text";

/** What a command ended with, as its exit code. `no` is an answer: refused, behind, or breaking a rule. */
export const EXIT = { done: 0, no: 1, badInput: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What a command has to say, and what it ended with. */
export interface Said {
  readonly exit: Exit;
  /** For standard output. */
  readonly output: string;
  /** For standard error, a line each. */
  readonly lines?: readonly string[];
}

/** Errors of the file system that are the user's to mend. */
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

/**
 * Runs a command, prints what it says, and sets the process's exit code. What is wrong with the user's input goes to standard error, a
 * line for each problem; anything else is a fault of the program's own and is thrown on.
 */
export async function reported(command: () => Promise<Said>): Promise<void> {
  const { exit, output, lines = [] } = await command().catch(badInput);
  process.stdout.write(output);
  process.stderr.write(lines.map((line) => `${shownText(line)}\n`).join(""));
  process.exitCode = exit;
}

function badInput(error: unknown): Said {
  const lines = inputErrorLines(error);
  if (lines === undefined) throw error;
  return { exit: EXIT.badInput, output: "", lines };
}

function inputErrorLines(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.lines;
  if (error instanceof GithubError) return [error.message];
  if (!(error instanceof Error && "code" in error)) return undefined;
  if (FILE_ERRORS.includes(String(error.code))) return [error.message];
  if (error.code !== "MODULE_NOT_FOUND") return undefined;
  const { missingPackages }: typeof import("./missing-packages") = require("./missing-packages");
  return missingPackages();
}
