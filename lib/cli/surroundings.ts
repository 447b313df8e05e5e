export const DEFAULT_CONFIG = "access.yaml";
export const DEFAULT_OUT = "cdktf.out";

/** The file to read, where the command line names none. */
export function configPath(): string {
  return process.env.ACCESS_CONFIG || DEFAULT_CONFIG;
}

/** The folder to write to, where the command line names none. The CDKTF CLI sets CDKTF_OUTDIR. */
export function outputFolder(): string {
  return process.env.CDKTF_OUTDIR || DEFAULT_OUT;
}
