import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

type Ranges = Readonly<Record<string, string>>;

/** What this package says of itself. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly devDependencies?: Ranges;
}

/** The nearest package.json above this file: built files lie deeper in the package than their sources do. */
export function ownPackage(): OwnPackage {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/**
 * The range in which this package works with another one.
 * @throws TypeError for a package that it does not name.
 */
export function rangeOf(
  { dependencies, peerDependencies, devDependencies }: OwnPackage,
  name: string,
): string {
  const range = { ...devDependencies, ...dependencies, ...peerDependencies }[name];
  if (range === undefined) throw new TypeError(`package.json does not name ${name}`);
  return range;
}
