import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../../../config/problem";
import { loadFile } from "../../../config/read";
import type { Config } from "../../../config/types";
import { nearestKey } from "../../../policy/near-name";
import { givenText } from "../../../policy/text-rule";
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
 * @throws ConfigError if the file has problems, or if a lock file is a folder. Nothing is written then.
 */
export function synth(
  { config: path, out, hcl, json }: SynthOptions,
  cwd: string,
  ofPlans: readonly string[] = [],
): string {
  const config = configOf(path, cwd);
  const locked = lockedStacks(path, cwd);
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
    const warnings = [
      ...config.warnings,
      ...ofPlans,
      ...leftStackWarnings(config, stacks, { cwd, out }),
      ...unusedLockWarnings(locked, stacks, path),
    ];
    const synthesis: Synthesis = { config, path, out, language: app.hclOutput ? "hcl" : "json", warnings };
    return json ? summaryJson(synthesis) : summaryText(synthesis);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * The names of the stacks that have a lock file beside the access file.
 * @throws ConfigError if one is a folder.
 */
function lockedStacks(path: string, cwd: string): readonly string[] {
  const locks = join(dirname(resolve(cwd, path)), LOCKS);
  if (statSync(locks, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const files = readdirSync(locks)
    .filter((name) => name.endsWith(LOCK_FILE))
    .sort();
  const folders = files.filter((name) =>
    statSync(join(locks, name), { throwIfNoEntry: false })?.isDirectory(),
  );
  if (folders.length > 0) {
    throw new ConfigError(
      folders.map((name) => `${join(dirname(path), LOCKS, name)}: expected a lock file, got a folder`),
    );
  }
  return files.map((name) => name.slice(0, -LOCK_FILE.length));
}

/** Warnings about lock files that no stack reads, such as those of a renamed stack. */
function unusedLockWarnings(
  locked: readonly string[],
  stacks: readonly string[],
  path: string,
): readonly string[] {
  return locked
    .filter((name) => !stacks.includes(name))
    .map((name) => {
      const near = nearestKey(name, stacks);
      const hint = near === undefined ? "." : `, did you mean ${near}?`;
      const file = join(dirname(path), LOCKS, `${name}${LOCK_FILE}`);
      return `${file} is not used: expected the name of a stack of ${path}, got ${givenText(name)}${hint} If the stack is of another file, ignore this warning. See docs/commands.md#synth`;
    });
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
