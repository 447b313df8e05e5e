import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

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
