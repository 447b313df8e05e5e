import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { loadFile } from "../../../config/read";
import type { Config } from "../../../config/types";
import { counted } from "../../../report/words";
import { STACK_FILES } from "../../../stacks/access-stack";
import { createApp } from "../../../stacks/app";
import { shellWord } from "../../output";
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
    for (const stack of stacks) moveFiles(staging, folder, join(STACKS, stack), FILES);
    moveFiles(staging, folder, "", [MANIFEST]);
    const warnings = [
      ...config.warnings,
      ...ofPlans,
      ...leftWarnings(leftStacks(config, stacks, { cwd, out }), out),
    ];
    const synthesis: Synthesis = { config, path, out, language: app.hclOutput ? "hcl" : "json", warnings };
    return json ? summaryJson(synthesis) : summaryText(synthesis);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
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

/** A folder of an earlier synthesis whose stack the file no longer has. */
interface LeftStack {
  readonly name: string;
  /** Undefined for a remote state, which only Terraform can read. */
  readonly state: LocalState | undefined;
  /** The stack that the file now has for the same account. */
  readonly successor: Successor | undefined;
}

interface LocalState {
  /** From the working folder. */
  readonly path: string;
  /** 0 if the stack was never deployed. */
  readonly resources: number;
}

interface Successor {
  readonly name: string;
  /** Where its local state will be, from the working folder. */
  readonly statePath: string | undefined;
}

interface Folders {
  readonly cwd: string;
  /** The output folder, as the user gave it. */
  readonly out: string;
}

/** In the output folder, by name. */
function leftStacks({ accounts }: Config, stacks: readonly string[], folders: Folders): readonly LeftStack[] {
  const folder = resolve(folders.cwd, folders.out, STACKS);
  return readdirSync(folder)
    .filter((name) => !stacks.includes(name))
    .sort()
    .flatMap((name) => {
      const stack = readStack(join(folder, name));
      if (stack === undefined) return [];
      const account = accounts.find(({ accountId }) => accountId === stack.accountId);
      return [
        {
          name,
          state: localState(join(folder, name), stack, folders),
          successor:
            account === undefined
              ? undefined
              : successor(join(folder, account.stack), account.stack, folders),
        },
      ];
    });
}

interface ReadStack {
  /** The path of a local backend, from the folder of the stack. */
  readonly backendPath: string | undefined;
  readonly accountId: string | undefined;
}

/** What a stack's file contains, without a parser for HCL. Undefined for a folder without a stack. */
function readStack(folder: string): ReadStack | undefined {
  const file = Object.values(STACK_FILES)
    .map(([name]) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, "utf8");
  return {
    backendPath:
      found(text, /"local": ?\{\s*"path": ?"([^"]+)"/) ??
      found(text, /backend "local" \{\s*path *= *"([^"]+)"/),
    accountId: found(text, /"?allowed_account_ids"?(?::| *=) *\[\s*"(\d{12})"/),
  };
}

function found(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

function localState(folder: string, { backendPath }: ReadStack, { cwd }: Folders): LocalState | undefined {
  if (backendPath === undefined) return undefined;
  const path = resolve(folder, backendPath);
  return {
    path: relative(cwd, path),
    resources: existsSync(path) ? resourcesIn(readFileSync(path, "utf8")) : 0,
  };
}

/** @see https://developer.hashicorp.com/terraform/internals/json-format */
function resourcesIn(state: string): number {
  return [...state.matchAll(/"mode": ?"managed"/g)].length;
}

function successor(folder: string, name: string, { cwd }: Folders): Successor {
  const backendPath = readStack(folder)?.backendPath;
  const path = backendPath === undefined ? undefined : resolve(folder, backendPath);
  return { name, statePath: path === undefined || existsSync(path) ? undefined : relative(cwd, path) };
}

/** Only what is certain: a stack that was never deployed left nothing behind. */
function leftWarnings(left: readonly LeftStack[], out: string): readonly string[] {
  return left.flatMap(({ name, state, successor: next }) => {
    const folder = `${out}/stacks/${name}`;
    if (state === undefined) {
      return [
        next === undefined
          ? `${folder} is no longer in the file. If you deployed it, its resources still exist. See docs/guide/state.md#remove-a-stack`
          : `the stack ${name} is now ${next.name}. If you deployed it, move its state before the next deploy. See docs/guide/state.md#rename-a-stack`,
      ];
    }
    if (state.resources === 0) return [];
    if (next?.statePath !== undefined) {
      return [
        `the stack ${name} is now ${next.name}. Move its state before the next deploy: mv ${shellWord(state.path)} ${shellWord(next.statePath)}. See docs/guide/state.md#rename-a-stack`,
      ];
    }
    return [
      `the stack ${name} is no longer in the file, but ${state.path} still has ${counted(state.resources, "resource")}. To delete them: terraform -chdir=${shellWord(folder)} destroy. See docs/guide/state.md#remove-a-stack`,
    ];
  });
}
