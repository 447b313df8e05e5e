import { ConfigError } from "../config/problem";
import { GithubError } from "../github/failure";

/** What a command ended with, as its exit code. `no` is an answer: refused, behind, or breaking a rule. */
export const EXIT = { done: 0, no: 1, badInput: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Errors of the file system that are the user's to mend. */
const FILE_ERRORS = ["EACCES", "EEXIST", "EISDIR", "ENOENT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"];

/**
 * Runs a command, and sets the process's exit code to what it ended with. What is wrong with the user's input goes to standard error, a
 * line for each problem; anything else is a fault of the program's own and is thrown on.
 */
export async function reported(command: () => Promise<Exit>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const lines = inputErrorLines(error);
    if (lines === undefined) throw error;
    process.stderr.write(`${lines.join("\n")}\n`);
    process.exitCode = EXIT.badInput;
  }
}

function inputErrorLines(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.lines;
  if (error instanceof GithubError) return [error.message];
  if (error instanceof Error && "code" in error && FILE_ERRORS.includes(String(error.code))) {
    return [error.message];
  }
  return undefined;
}
