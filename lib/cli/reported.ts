import { sep } from "node:path";
import { types } from "node:util";
import { ConfigError } from "../config/problem";
import { GithubError } from "../github/failure";
import type { Io } from "./io";
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

/** Runs a command and keeps its exit code. */
export type Report = (command: () => Promise<Said>) => Promise<void>;

/**
 * Runs a command and prints what it says. What is wrong with the user's input goes to standard error, a line for each problem;
 * anything else is a fault of the program's own and is thrown on.
 * @returns the exit code.
 */
export async function reported(
  command: () => Promise<Said>,
  { cwd, stdout, stderr }: Pick<Io, "cwd" | "stdout" | "stderr">,
): Promise<Exit> {
  const { exit, output, lines = [] } = await command().catch((error: unknown) => badInput(error, cwd));
  stdout.write(output);
  stderr.write(lines.map((line) => `${shownText(line)}\n`).join(""));
  return exit;
}

function badInput(error: unknown, cwd: string): Said {
  const lines = inputErrorLines(error, cwd);
  if (lines === undefined) throw error;
  return { exit: EXIT.badInput, output: "", lines };
}

function inputErrorLines(error: unknown, cwd: string): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.lines;
  if (error instanceof GithubError) return [error.message];
  if (!(types.isNativeError(error) && "code" in error)) return undefined;
  // Node quotes whole paths; the user wrote them from the working folder on.
  if (FILE_ERRORS.includes(String(error.code))) return [error.message.replaceAll(`'${cwd}${sep}`, "'")];
  if (error.code !== "MODULE_NOT_FOUND") return undefined;
  const { missingPackages }: typeof import("./missing-packages") = require("./missing-packages");
  return missingPackages();
}
