import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** What TypeDoc says of a name: as far as the tests ask. */
export interface Reflection {
  readonly id: number;
  readonly name: string;
  readonly kind: number;
  readonly comment?: Comment;
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly type?: object;
}

interface Comment {
  readonly summary: readonly { readonly text: string }[];
  readonly blockTags?: readonly {
    readonly tag: string;
    readonly content: readonly { readonly target?: unknown }[];
  }[];
}

export const KINDS = new Map([
  [32, "const"],
  [64, "function"],
  [128, "class"],
  [256, "interface"],
  [2_097_152, "type"],
]);

/** Writes the reference into a folder. @returns the public names. */
export function writtenReference(folder: string, model: string): readonly Reflection[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "tools", "api-reference", "write.mjs"), folder, model],
    { cwd: ROOT, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the reference cannot be written:\n${stdout}${stderr}`);
  const { children: pages }: { children: readonly Reflection[] } = JSON.parse(readFileSync(model, "utf8"));
  return pages.flatMap(({ children = [] }) => children);
}

/** The files of a folder, by their names. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

export function commentOf({ comment, signatures: [signature] = [] }: Reflection): Comment | undefined {
  return comment ?? signature?.comment;
}

/** The names that have an example, or that a name with one speaks of, as far as its own links lead there. */
export function exemplified(names: readonly Reflection[]): ReadonlySet<string> {
  const tagOf = (name: Reflection, tag: string) =>
    commentOf(name)?.blockTags?.find((block) => block.tag === tag);
  const found = new Set(names.filter((name) => tagOf(name, "@example") !== undefined).map(({ id }) => id));
  const types = names.filter(({ kind }) => ["interface", "type"].includes(KINDS.get(kind) ?? ""));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const type of types) {
      const users = tagOf(type, "@usedBy")?.content ?? [];
      if (users.some(({ target }) => typeof target === "number" && found.has(target))) found.add(type.id);
    }
  }
  return new Set(names.filter(({ id }) => found.has(id)).map(({ name }) => name));
}
