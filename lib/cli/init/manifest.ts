import { type OwnPackage, rangeOf } from "../own-package";

/** A package.json. */
export type Manifest = Readonly<Record<string, unknown>>;

/** A package that the folder needs, and in which range. */
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

/** A package.json as it can be read, or what keeps it from being read. */
export type ReadManifest = { readonly manifest: Manifest } | { readonly problem: string };

/** Where a package.json may name a package that is installed with it. */
const INSTALLED = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;
const SECTIONS = ["scripts", ...INSTALLED] as const;

/** What npm takes for no name of a package. */
const NO_NAMES = ["", "node_modules", "favicon.ico"];
/** Half of what npm allows. */
const MAX_NAME_CHARACTERS = 107;

/**
 * In npm's order; the ranges are those that this package names for itself.
 * @param synthOptions as a shell takes them.
 */
export function folderNeeds(own: OwnPackage, synthOptions: string): Needs {
  const dependency = (name: string, range = rangeOf(own, name)): NeededPackage => ({
    section: "dependencies",
    name,
    range,
  });
  return {
    scripts: {
      synth: `github-actions-ecr synth${synthOptions}`,
      diff: "cdktf diff",
      // Double quotes: the shell of Windows hands single ones on.
      deploy: 'cdktf deploy "*"',
    },
    packages: [
      dependency("@cdktf/provider-aws"),
      dependency("@cdktf/provider-github"),
      dependency("cdktf"),
      dependency(own.name, `^${own.version}`),
      dependency("constructs"),
      { ...dependency("cdktf-cli"), section: "devDependencies" },
    ],
  };
}

/** @param folderName after which it is named. */
export function newManifest(folderName: string, needs: Needs): string {
  const manifest = completed({ name: manifestName(folderName, needs), private: true }, needs);
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** A folder's name as npm allows it, and not that of a package which the folder needs. */
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
    return { problem: `is not valid JSON (${error.message}); allowed: a package.json that npm can read` };
  }
  if (!isMap(manifest)) return { problem: "is not a map; allowed: a package.json that npm can read" };
  const wrong = SECTIONS.filter((section) => section in manifest && !isMap(manifest[section]));
  return wrong.length === 0
    ? { manifest }
    : { problem: `has something else than a map as ${wrong.join(", ")}; allowed: a map` };
}

function isMap(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The packages that a package.json does not name. */
export function lackedPackages(manifest: Manifest, { packages }: Needs): readonly NeededPackage[] {
  const named = INSTALLED.flatMap((section) => Object.keys(Object(manifest[section])));
  return packages.filter(({ name }) => !named.includes(name));
}

/**
 * The text of a package.json with the packages and scripts that it lacks. All that stands stays, in its order and with its indentation;
 * the rest of the form is npm's, which writes the file anew each time.
 */
export function completedText(text: string, manifest: Manifest, needs: Needs): string {
  const more = completed(manifest, { ...needs, packages: lackedPackages(manifest, needs) });
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
    const standing: Manifest = Object(manifest[section]);
    const missing = Object.entries(entries).filter(([key]) => !Object.hasOwn(standing, key));
    return missing.length === 0 ? [] : [[section, { ...standing, ...Object.fromEntries(missing) }]];
  });
  return { ...manifest, ...Object.fromEntries(sections) };
}
