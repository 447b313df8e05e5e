import { lstatSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { givenText } from "../../config/problem";
import type { TextRule } from "../../policy/text-rule";
import { type ReadManifest, readManifest } from "./manifest";

/** Where to write. */
export interface Target {
  /** The working folder, absolute. */
  readonly cwd: string;
  /** From the working folder, or absolute. */
  readonly folder: string;
  /** The access.yaml, below the folder. */
  readonly config: string;
  /** Whether existing files may be overwritten. */
  readonly force: boolean;
}

export const APP_FILE = "cdktf.json";
export const IGNORE_FILE = ".gitignore";
const MANIFEST_FILE = "package.json";

/** Names without characters that mean something to a shell, YAML or JSON. */
const CONFIG_FILE: TextRule = {
  noun: "a file below the folder",
  allowed: "letters, digits and . _ - /, ending with .yaml or .yml, without ..",
  pattern: /^(?!.*\.\.)(?:\w[\w.-]*\/)*\w[\w.-]*\.ya?ml$/,
};

/** Problems of the folder, a line each. */
export function targetProblems({ cwd, folder, config, force }: Target): readonly string[] {
  if (statSync(resolve(cwd, folder), { throwIfNoEntry: false })?.isDirectory() === false) {
    return [`${folder}: expected a folder or a new name, got a file`];
  }
  const manifest = existingManifest(cwd, folder);
  return [
    ...(CONFIG_FILE.pattern.test(config)
      ? fileProblems(cwd, join(folder, config), force)
      : [
          `--config or ACCESS_CONFIG: expected ${CONFIG_FILE.noun} (${CONFIG_FILE.allowed}), got ${givenText(config)}`,
        ]),
    ...fileProblems(cwd, join(folder, APP_FILE), force),
    ...(manifest !== undefined && "problem" in manifest ? [`${manifest.path}: ${manifest.problem}`] : []),
  ];
}

function fileProblems(cwd: string, path: string, force: boolean): readonly string[] {
  if (!exists(cwd, path)) return [];
  if (!force) return [`${path} exists. Use --force to overwrite it`];
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory()
    ? [`${path}: expected a file, got a folder`]
    : [];
}

/** Also true for a broken link. */
export function exists(cwd: string, path: string): boolean {
  return lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
}

export function manifestPath(folder: string): string {
  return join(folder, MANIFEST_FILE);
}

/** The package.json of a folder, if there is one. */
export function existingManifest(
  cwd: string,
  folder: string,
): (ReadManifest & { readonly path: string; readonly text: string }) | undefined {
  const path = manifestPath(folder);
  if (!exists(cwd, path)) return undefined;
  const text = readFileSync(resolve(cwd, path), "utf8");
  return { ...readManifest(text), path, text };
}
