import type { Io } from "./io";

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

/** The token for GitHub's API. */
export function githubToken(env: Env): string | undefined {
  return env.GITHUB_TOKEN;
}

/** Default of `--api-url`. GitHub Actions sets it. */
export function githubApiUrl(env: Env): string | undefined {
  return env.GITHUB_API_URL || undefined;
}

/** The time that a page shows instead of the file's, in seconds since 1970. */
export function sourceDateEpoch(env: Env): string | undefined {
  return env.SOURCE_DATE_EPOCH || undefined;
}
