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
  readonly blockTags?: readonly { readonly tag: string }[];
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

/** Whether a name has an example of its own. */
export function isExemplified(name: Reflection): boolean {
  return commentOf(name)?.blockTags?.some(({ tag }) => tag === "@example") === true;
}
