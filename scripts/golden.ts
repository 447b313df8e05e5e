import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownFolder } from "../lib/cli/own-package";
import { loadConfig } from "../lib/config/load";
import { createApp } from "../lib/stacks/app";

const ROOT = ownFolder();
export const EXAMPLES = join(ROOT, "examples");

/** The folder of an example that holds its golden files: what is synthesized from its access.yaml. */
export const GOLDEN = "golden";

/** The app of an example that has one in place of an access.yaml. */
const APP = "main.ts";

/** What the golden files of an example have to hold, by their names. */
export function goldenFiles(example: string): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "golden-"));
  try {
    const app = join(EXAMPLES, example, APP);
    if (existsSync(app)) runApp(app, folder);
    else createApp(loadConfig(join(EXAMPLES, example, "access.yaml")), folder).synth();
    const stacks = readdirSync(join(folder, "stacks")).sort();
    return Object.fromEntries(
      stacks.map((stack) => [
        `${stack}.tf.json`,
        readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As the CDKTF CLI runs it; the package that it imports is this project. */
function runApp(app: string, outdir: string): void {
  execFileSync(process.execPath, [join(ROOT, "scripts", "run.cjs"), app], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, CDKTF_OUTDIR: outdir },
    stdio: "inherit",
  });
}
