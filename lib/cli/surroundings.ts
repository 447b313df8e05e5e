/** The file to read, where the command line names none. */
export function configPath(): string {
  return process.env.ACCESS_CONFIG || "access.yaml";
}

/** The folder to write to, where the command line names none. The CDKTF CLI sets CDKTF_OUTDIR. */
export function outputFolder(): string {
  return process.env.CDKTF_OUTDIR || "cdktf.out";
}
