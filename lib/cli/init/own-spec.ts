import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ownFolder, ownPackage } from "../own-package";

/** How a package.json names this package, so that `npm install` finds what runs now. */
export interface OwnSpec {
  readonly range: string;
  /** The clone to pack first, if this is one: a clone has no built files. */
  readonly clone: string | undefined;
}

/**
 * The range of an installation from the registry, the file or the repository of another one, and the tarball that `npm pack` makes of a clone.
 * @param target the folder of the package.json, absolute.
 * @param folder of this package.
 */
export function ownSpec(target: string, folder = ownFolder()): OwnSpec {
  const { name, version } = ownPackage();
  const modules = dirname(folder);
  if (basename(modules) !== "node_modules") return { range: `file:${name}-${version}.tgz`, clone: folder };
  const source = installedFrom(modules, name);
  if (source?.startsWith("file:") === true) {
    const tarball = resolve(dirname(modules), source.slice("file:".length));
    return { range: `file:${relative(target, tarball).replaceAll(sep, "/")}`, clone: undefined };
  }
  return { range: source?.startsWith("git") === true ? source : `^${version}`, clone: undefined };
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
