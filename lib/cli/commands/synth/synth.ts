import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadFile } from "../../../config/read";
import type { Config } from "../../../config/types";
import { STACK_FILES } from "../../../stacks/access-stack";
import { createApp } from "../../../stacks/app";
import { leftStackWarnings } from "./left-stacks";
import { type Synthesis, summaryJson, summaryText } from "./summary";

export interface SynthOptions {
  readonly config: string;
  readonly out: string;
  readonly hcl: boolean;
  readonly json: boolean;
}

const STACKS = "stacks";
const FILES: readonly string[] = Object.values(STACK_FILES).flat();
const MANIFEST = "manifest.json";
/** The folder of lock files beside the access file, `STACK.terraform.lock.hcl` for each stack, and the name that Terraform reads. */
const LOCKS = "locks";
const LOCK_FILE = ".terraform.lock.hcl";

/**
 * Writes every stack below the output folder, or none.
 * @param cwd relative paths of the options start here.
 * @param ofPlans warnings about plans.
 * @returns what to print.
 * @throws ConfigError if the file has problems. Nothing is written then.
 */
export function synth(
  { config: path, out, hcl, json }: SynthOptions,
  cwd: string,
  ofPlans: readonly string[] = [],
): string {
  const config = configOf(path, cwd);
  const folder = resolve(cwd, out);
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(join(folder, ".synth-"));
  try {
    const app = createApp(config, staging, hcl ? "hcl" : "json");
    app.synth();
    const stacks = readdirSync(join(staging, STACKS)).sort();
    const locks = join(dirname(resolve(cwd, path)), LOCKS);
    for (const stack of stacks) {
      moveFiles(staging, folder, join(STACKS, stack), FILES);
      copyLock(join(locks, `${stack}${LOCK_FILE}`), staging, join(folder, STACKS, stack));
    }
    moveFiles(staging, folder, "", [MANIFEST]);
    const warnings = [...config.warnings, ...ofPlans, ...leftStackWarnings(config, stacks, { cwd, out })];
    const synthesis: Synthesis = { config, path, out, language: app.hclOutput ? "hcl" : "json", warnings };
    return json ? summaryJson(synthesis) : summaryText(synthesis);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Puts the lock file of a stack into its folder, where Terraform reads it. Without one, a lock file of the folder stays. */
function copyLock(lock: string, staging: string, stackFolder: string): void {
  if (!existsSync(lock)) return;
  const copy = join(staging, LOCK_FILE);
  copyFileSync(lock, copy);
  renameSync(copy, join(stackFolder, LOCK_FILE));
}

/** A function of its own, so that the places of the YAML are not in memory during the synthesis: 50 MB of 10,000 roles. */
function configOf(path: string, cwd: string): Config {
  return loadFile(path, cwd).config;
}

/** Replaces whole files, so that a reader sees the old file or the new one. */
function moveFiles(from: string, to: string, folder: string, files: readonly string[]): void {
  mkdirSync(join(to, folder), { recursive: true });
  for (const file of files) {
    const source = join(from, folder, file);
    if (existsSync(source)) renameSync(source, join(to, folder, file));
    else rmSync(join(to, folder, file), { force: true });
  }
}
