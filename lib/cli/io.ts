import type { Patience } from "../github/octokit";

/** Where a command writes. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The process as a command sees it. Tests pass their own. */
export interface Io {
  /** The working folder, absolute. Relative paths start here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Retries and waits of requests to GitHub. Default: {@link PATIENCE}. */
  readonly patience?: Patience;
}

export type InputIo = Pick<Io, "cwd" | "stdin">;

/** The process's own. The only place that asks Node for them. */
export function processIo(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    // Node opens it on first use, and most commands have none for it.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
  };
}
