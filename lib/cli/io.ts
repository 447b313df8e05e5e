import type { Patience } from "../github/octokit";

/** Where a command writes. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything that a command meets outside of its arguments and the files they name. */
export interface Io {
  /** The folder, absolute, below which relative names of files are looked for. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** With GitHub and the network. Default: {@link PATIENCE}. */
  readonly patience?: Patience;
}

/** What reading a file, or standard input in its place, needs. */
export type InputIo = Pick<Io, "cwd" | "stdin">;
