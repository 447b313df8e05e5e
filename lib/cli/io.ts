import { PATIENCE, type Patience } from "../github/octokit";

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

type Env = Io["env"];

export const DEFAULT_CONFIG = "access.yaml";
export const DEFAULT_OUT = "cdktf.out";

/** Default of `--config`. */
export function configPath(env: Env): string {
  return env.ACCESS_CONFIG || DEFAULT_CONFIG;
}

/** Default of `--out`. The CDKTF CLI sets CDKTF_OUTDIR. */
export function outputFolder(env: Env): string {
  return env.CDKTF_OUTDIR || DEFAULT_OUT;
}

/** Default of `--hcl`. `cdktf synth --hcl` sets it, and CDKTF reads it too. */
export function hclOutput(env: Env): boolean {
  return env.SYNTH_HCL_OUTPUT === "true";
}

/**
 * How a command asks GitHub's API.
 * @param apiUrl `--api-url`. Its default is GITHUB_API_URL, which GitHub Actions sets.
 */
export function githubAccess({ env, patience = PATIENCE }: Io, apiUrl: string | undefined) {
  return {
    token: env.GITHUB_TOKEN,
    api: { option: apiUrl, variable: env.GITHUB_API_URL || undefined },
    patience,
  };
}

/** The time that a page shows instead of the file's, in seconds since 1970. */
export function sourceDateEpoch(env: Env): string | undefined {
  return env.SOURCE_DATE_EPOCH || undefined;
}
