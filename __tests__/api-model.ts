import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** The part of a TypeDoc reflection that the tests read. */
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

/** Writes the API reference into a folder. @returns the entries of the package. @throws Error if TypeDoc warns. */
export function writtenReference(folder: string, model: string): readonly Reflection[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "tools", "api-reference", "write.mjs"), folder, model],
    { cwd: ROOT, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the API reference cannot be written:\n${stdout}${stderr}`);
  const { children }: { children: readonly Reflection[] } = JSON.parse(readFileSync(model, "utf8"));
  return children;
}

export function commentOf({ comment, signatures: [signature] = [] }: Reflection): Comment | undefined {
  return comment ?? signature?.comment;
}

/** Whether a name has an example of its own. */
export function isExemplified(name: Reflection): boolean {
  return commentOf(name)?.blockTags?.some(({ tag }) => tag === "@example") === true;
}
