import "../../stacks/light-start";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadFile } from "../../config/load";
import { createApp } from "../../stacks/access-app";
import { STACK_FILES } from "../../stacks/stack-language";
import { type Made, summaryJson, summaryText } from "./summary";

export interface SynthOptions {
  readonly config: string;
  readonly out: string;
  readonly hcl: boolean;
  readonly json: boolean;
}

const STACKS = "stacks";
const FILES: readonly string[] = Object.values(STACK_FILES).flat();
const MANIFEST = "manifest.json";

/**
 * Writes every stack below the output folder, all of it or none.
 * @param cwd from which the paths of the options lead on.
 * @returns what to print.
 * @throws ConfigError where the file has problems, before anything is written.
 */
export function synth({ config: path, out, hcl, json }: SynthOptions, cwd: string): string {
  const { config } = loadFile(path, cwd);
  const folder = resolve(cwd, out);
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(join(folder, ".synth-"));
  try {
    const app = createApp(config, staging, hcl ? "hcl" : "json");
    app.synth();
    const stacks = readdirSync(join(staging, STACKS)).sort();
    for (const stack of stacks) published(staging, folder, join(STACKS, stack), FILES);
    published(staging, folder, "", [MANIFEST]);
    const language = app.hclOutput ? "hcl" : "json";
    const made: Made = { config, path, out, language, left: leftStacks(folder, stacks) };
    return json ? summaryJson(made) : summaryText(made);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Puts finished files in their place, whole: whoever reads there sees the old file or the new one. */
function published(from: string, to: string, folder: string, files: readonly string[]): void {
  mkdirSync(join(to, folder), { recursive: true });
  for (const file of files) {
    const source = join(from, folder, file);
    if (existsSync(source)) renameSync(source, join(to, folder, file));
    else rmSync(join(to, folder, file), { force: true });
  }
}

/** Stacks of an earlier file that are still in the output folder: what they gave is still given. */
function leftStacks(out: string, stacks: readonly string[]): readonly string[] {
  return readdirSync(join(out, STACKS))
    .filter((stack) => !stacks.includes(stack))
    .filter((stack) => FILES.some((file) => existsSync(join(out, STACKS, stack, file))))
    .sort();
}
