/** Keys and positions from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** Something wrong in the file. */
export interface Problem {
  readonly path: Path;
  /** What is expected, what was given, and the fix: one line. */
  readonly message: string;
  /** Whether the place is the key, not its value. */
  readonly atKey?: boolean;
  /** The other place, if two places of the file contradict each other. */
  readonly other?: Path;
  /** The id of the rule that a role violates. */
  readonly rule?: string;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path as text: `accounts[0].roles[1].trust[0].branch`. Empty for the whole file. */
export function pathText(path: Path): string {
  return path
    .map((part) => {
      if (typeof part === "number") return `[${part}]`;
      return IDENTIFIER.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join("")
    .replace(/^\./, "");
}

/**
 * Every problem of an access.yaml, as lines with their places: thrown once, with all of them.
 *
 * @example
 * ```ts
 * import { ConfigError, parseConfig } from "cdktf-github-actions-ecr";
 *
 * try {
 *   parseConfig("github:\n  owner: acme corp\naccounts: []\n", "access.yaml");
 * } catch (error) {
 *   if (!(error instanceof ConfigError)) throw error;
 *   console.log(error.lines.join("\n"));
 *   // access.yaml:2:10 github.owner: expected a GitHub user or organization (1 to 39 letters, digits and -, without wildcards), got "acme corp"
 *   // access.yaml:3:11 accounts: expected a list with at least one element, got []
 * }
 * ```
 */
export class ConfigError extends Error {
  /** `access.yaml:12:7 accounts[0].roles[0].name`, what is wrong, what is allowed and what was given: one problem each. */
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "ConfigError";
    this.lines = lines;
  }
}
