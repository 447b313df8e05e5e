import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Block = Readonly<Record<string, unknown>>;

/** Every resource below an output folder by its address, without CDKTF's notes: what Terraform would make. */
export function resourcesBelow(folder: string): Readonly<Record<string, Block>> {
  const stacks = readdirSync(join(folder, "stacks"));
  return Object.fromEntries(
    stacks.flatMap((stack) => {
      const text = readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8");
      const { resource }: { resource: Record<string, Record<string, Block>> } = JSON.parse(text);
      return Object.entries(resource).flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, { "//": _, ...block }]) => [`${stack}/${type}.${name}`, block]),
      );
    }),
  );
}
