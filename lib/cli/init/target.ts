import { lstatSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { givenText } from "../../config/problem";
import type { TextRule } from "../../policy/text-rule";
import { type ReadManifest, readManifest } from "./manifest";

/** Where to write. */
export interface Target {
  /** The working folder, absolute. */
  readonly cwd: string;
  /** From the working folder on, or absolute. */
  readonly folder: string;
  /** The access.yaml, below the folder. */
  readonly config: string;
  /** Whether files that are there may be written over. */
  readonly force: boolean;
}

export const APP_FILE = "cdktf.json";
export const IGNORE_FILE = ".gitignore";
const MANIFEST_FILE = "package.json";

/** Nothing in it that a shell, YAML or JSON would take for more than a name. */
const CONFIG_FILE: TextRule = {
  noun: "a file below the folder",
  allowed: "a path of letters, digits and . _ - / that ends with .yaml or .yml, without .. in it",
  pattern: /^(?!.*\.\.)(?:\w[\w.-]*\/)*\w[\w.-]*\.ya?ml$/,
};

/** What keeps a folder from being written to, whatever goes into it: a line each. */
export function targetProblems({ cwd, folder, config, force }: Target): readonly string[] {
  if (statSync(resolve(cwd, folder), { throwIfNoEntry: false })?.isDirectory() === false) {
    return [`${folder} is a file; allowed: a folder, or a name for a new one`];
  }
  const manifest = standingManifest(cwd, folder);
  return [
    ...(CONFIG_FILE.pattern.test(config)
      ? standingProblems(cwd, join(folder, config), force)
      : [
          `--config or ACCESS_CONFIG: is not ${CONFIG_FILE.noun}; allowed: ${CONFIG_FILE.allowed}; given: ${givenText(config)}`,
        ]),
    ...standingProblems(cwd, join(folder, APP_FILE), force),
    ...(manifest !== undefined && "problem" in manifest ? [`${manifest.path} ${manifest.problem}`] : []),
  ];
}

function standingProblems(cwd: string, path: string, force: boolean): readonly string[] {
  if (!isThere(cwd, path)) return [];
  if (!force) return [`${path} exists; allowed: a new file, or --force to write over it`];
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory()
    ? [`${path} is a folder; allowed: a file`]
    : [];
}

/** A link that leads nowhere is there too. */
export function isThere(cwd: string, path: string): boolean {
  return lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
}

export function manifestPath(folder: string): string {
  return join(folder, MANIFEST_FILE);
}

/** The package.json of a folder, where it has one: `npm install` makes one in an empty folder. */
export function standingManifest(
  cwd: string,
  folder: string,
): (ReadManifest & { readonly path: string; readonly text: string }) | undefined {
  const path = manifestPath(folder);
  if (!isThere(cwd, path)) return undefined;
  const text = readFileSync(resolve(cwd, path), "utf8");
  return { ...readManifest(text), path, text };
}
