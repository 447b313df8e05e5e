import { shellWord } from "./output";
import { ownPackage } from "./own-package";

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
