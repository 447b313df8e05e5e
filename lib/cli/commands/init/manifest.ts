import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type OwnPackage, ownPackage, rangeOf } from "../../own-package";

/** A package.json. */
export type Manifest = Readonly<Record<string, unknown>>;

/** A package that the folder needs. */
export interface NeededPackage {
  readonly section: "dependencies" | "devDependencies";
  readonly name: string;
  readonly range: string;
}

/** What the folder's package.json should have. */
export interface Needs {
  readonly scripts: Readonly<Record<string, string>>;
  readonly packages: readonly NeededPackage[];
}

/** A parsed package.json, or why it cannot be read. */
export type ReadManifest = { readonly manifest: Manifest } | { readonly problem: string };

/** Sections whose packages `npm install` installs. */
const INSTALLED = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;
const SECTIONS = ["scripts", ...INSTALLED] as const;

/** Names that npm rejects. */
const NO_NAMES = ["", "node_modules", "favicon.ico"];
/** Half of what npm allows. */
const MAX_NAME_CHARACTERS = 107;

/**
 * Sorted as npm sorts. The ranges are those of this package.
 * @param ownRange of this package itself.
 * @param synthOptions quoted for a shell.
 * @param hasPipeline whether the folder gets the workflow of the pipeline, which runs the script `cli`.
 */
export function folderNeeds(
  own: OwnPackage,
  ownRange: string,
  synthOptions: string,
  hasPipeline = false,
): Needs {
  const dependency = (name: string, range = rangeOf(own, name)): NeededPackage => ({
    section: "dependencies",
    name,
    range,
  });
  return {
    scripts: {
      synth: `github-actions-ecr synth${synthOptions}`,
      diff: "cdktf diff",
      // cmd.exe does not remove single quotes.
      deploy: 'cdktf deploy "*"',
      ...(hasPipeline && { cli: "github-actions-ecr" }),
    },
    packages: [
      dependency("@cdktf/provider-aws"),
      dependency("@cdktf/provider-github"),
      dependency("cdktf"),
      dependency(own.name, ownRange),
      dependency("constructs"),
      { ...dependency("cdktf-cli"), section: "devDependencies" },
    ],
  };
}

/** @param folderName gives the package its name. */
export function newManifest(folderName: string, needs: Needs): string {
  const manifest = completed({ name: manifestName(folderName, needs), private: true }, needs);
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** A name that npm accepts, and that differs from those of the needed packages: npm refuses to install a package into itself. */
function manifestName(folderName: string, { packages }: Needs): string {
  const name = folderName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .slice(0, MAX_NAME_CHARACTERS)
    .replace(/^[._-]+|[._-]+$/g, "");
  const isTaken = NO_NAMES.includes(name) || packages.some((each) => each.name === name);
  return isTaken ? `${name}-access`.replace(/^-/, "") : name;
}

export function readManifest(text: string): ReadManifest {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: `expected JSON, got an error: ${error.message}` };
  }
  if (!isMap(manifest)) return { problem: "expected a map" };
  const wrong = SECTIONS.filter((section) => section in manifest && !isMap(manifest[section]));
  return wrong.length === 0 ? { manifest } : { problem: `${wrong.join(", ")}: expected a map` };
}

function isMap(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Packages that a package.json does not name. */
export function missingPackages(manifest: Manifest, { packages }: Needs): readonly NeededPackage[] {
  return packages.filter(({ name }) => !namesPackage(manifest, name));
}

export function namesPackage(manifest: Manifest, name: string): boolean {
  return INSTALLED.some((section) => Object.hasOwn(Object(manifest[section]), name));
}

/** Adds the missing packages and scripts. Existing entries, their order and the indentation stay. Everything else is formatted as npm does it. */
export function completedText(text: string, manifest: Manifest, needs: Needs): string {
  const more = completed(manifest, { ...needs, packages: missingPackages(manifest, needs) });
  if (JSON.stringify(more) === JSON.stringify(manifest)) return text;
  const [, indentation = "  "] = /^\s*\{\s*?\n([ \t]+)/.exec(text) ?? [];
  const json = `${JSON.stringify(more, undefined, indentation)}${text.endsWith("\n") ? "\n" : ""}`;
  return text.includes("\r\n") ? json.replaceAll("\n", "\r\n") : json;
}

function completed(manifest: Manifest, { scripts, packages }: Needs): Manifest {
  const rangesOf = (wanted: NeededPackage["section"]) =>
    Object.fromEntries(
      packages.flatMap(({ section, name, range }) => (section === wanted ? [[name, range]] : [])),
    );
  const additions = {
    scripts,
    dependencies: rangesOf("dependencies"),
    devDependencies: rangesOf("devDependencies"),
  };
  const sections = Object.entries(additions).flatMap(([section, entries]) => {
    const existing: Manifest = Object(manifest[section]);
    const missing = Object.entries(entries).filter(([key]) => !Object.hasOwn(existing, key));
    return missing.length === 0 ? [] : [[section, { ...existing, ...Object.fromEntries(missing) }]];
  });
  return { ...manifest, ...Object.fromEntries(sections) };
}

/** How a package.json names this package, so that `npm install` finds what runs now. */
export interface OwnSpec {
  readonly range: string;
  /** The file that the range names. Undefined for a version or a Git repository. */
  readonly tarball: Tarball | undefined;
}

/** A tarball of this package in the folder of package.json: colleagues and CI have no files outside of it. */
export interface Tarball {
  /** From the folder, with `/`. */
  readonly path: string;
  /** The clone to pack first, if this is one: a clone has no built files. */
  readonly clone: string | undefined;
  /** The file to copy, absolute. Undefined if it is in the folder already. */
  readonly copyOf: string | undefined;
}

/**
 * The range of an installation from the registry, the repository of another one, or a tarball.
 * @param target the folder of the package.json, absolute.
 * @param folder of this package.
 */
export function ownSpec(target: string, folder: string): OwnSpec {
  const { name, version } = ownPackage();
  const modules = dirname(folder);
  if (basename(modules) !== "node_modules") return fromTarball(packedFrom(folder));
  const source = installedFrom(modules, name);
  if (source?.startsWith("file:") === true) {
    const file = resolve(dirname(modules), source.slice("file:".length));
    const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
    return fromTarball(isFolder ? packedFrom(file) : copiedFrom(file, target));
  }
  return { range: source?.startsWith("git") === true ? source : `^${version}`, tarball: undefined };
}

function fromTarball(tarball: Tarball): OwnSpec {
  return { range: `file:./${tarball.path}`, tarball };
}

function packedFrom(clone: string): Tarball {
  const { name, version } = ownPackage();
  return { path: `${name}-${version}.tgz`, clone, copyOf: undefined };
}

function copiedFrom(file: string, target: string): Tarball {
  const path = relative(target, file);
  // On Windows, the path to another drive is absolute.
  const isOutside = path.split(sep)[0] === ".." || isAbsolute(path);
  return isOutside
    ? { path: basename(file), clone: undefined, copyOf: file }
    : { path: path.replaceAll(sep, "/"), clone: undefined, copyOf: undefined };
}

/** Where npm got a package from, as it notes beside the installed packages. Other package managers have no such note. */
function installedFrom(modules: string, name: string): string | undefined {
  const path = join(modules, ".package-lock.json");
  if (!existsSync(path)) return undefined;
  const lock: LockFile = JSON.parse(readFileSync(path, "utf8"));
  return lock.packages?.[`node_modules/${name}`]?.resolved;
}

/** @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles */
interface LockFile {
  readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
}
