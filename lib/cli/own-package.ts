import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shellWord } from "./output";

type Ranges = Readonly<Record<string, string>>;

/** The package.json of this package. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly devDependencies?: Ranges;
}

export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(join(ownFolder(), "package.json"), "utf8"));
}

/** The folder of this package. Searches upwards: built files are in a deeper folder than their sources. */
export function ownFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/**
 * The version range of a dependency.
 * @throws TypeError if there is none.
 */
export function rangeOf(
  { dependencies, peerDependencies, devDependencies }: OwnPackage,
  name: string,
): string {
  const range = { ...devDependencies, ...dependencies, ...peerDependencies }[name];
  if (range === undefined) throw new TypeError(`package.json does not name ${name}`);
  return range;
}

/** What to install if peer packages are missing; undefined if all are installed. */
export function missingPackages(): readonly string[] | undefined {
  const missing = Object.entries(ownPackage().peerDependencies ?? {}).filter(([name]) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  return [missingText(missing)];
}

/** @param missing packages, each with the range that is needed. */
export function missingText(missing: readonly (readonly [name: string, range: string])[]): string {
  const words = missing.map(([name, range]) => shellWord(`${name}@${range}`));
  return `the command needs packages that are not installed. Run: npm install ${words.join(" ")}`;
}

function isInstalled(name: string): boolean {
  try {
    return require.resolve(name) !== "";
  } catch {
    return false;
  }
}
