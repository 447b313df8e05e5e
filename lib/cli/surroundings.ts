import type { Io } from "./io";

type Env = Io["env"];

export const DEFAULT_CONFIG = "access.yaml";
export const DEFAULT_OUT = "cdktf.out";

/** The file to read, where the command line names none. */
export function configPath(env: Env): string {
  return env.ACCESS_CONFIG || DEFAULT_CONFIG;
}

/** The folder to write to, where the command line names none. The CDKTF CLI sets CDKTF_OUTDIR. */
export function outputFolder(env: Env): string {
  return env.CDKTF_OUTDIR || DEFAULT_OUT;
}

/** Whether stacks are written as HCL, where the command line does not say. `cdktf synth --hcl` sets it, and CDKTF obeys it. */
export function hclOutput(env: Env): boolean {
  return env.SYNTH_HCL_OUTPUT === "true";
}

/** The token to ask GitHub with. */
export function githubToken(env: Env): string | undefined {
  return env.GITHUB_TOKEN;
}

/** Where GitHub's REST API is, where the command line does not say. GitHub Actions sets it. */
export function githubApiUrl(env: Env): string | undefined {
  return env.GITHUB_API_URL || undefined;
}

/** The time that a page shows as the file's, in seconds. Undefined: the file's own. */
export function sourceDateEpoch(env: Env): string | undefined {
  return env.SOURCE_DATE_EPOCH || undefined;
}
