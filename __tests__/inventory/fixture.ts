import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DiscoveredRole, Inventory } from "../../lib/inventory/discovered-role";
import { inventory } from "../../lib/inventory/inventory";
import type { JsonMap } from "../policy/rules/document";

/** What a tool wrote, trimmed to the roles and their policies. */
export function fixture(name: string): JsonMap {
  return JSON.parse(readFileSync(join(__dirname, "fixtures", `${name}.json`), "utf8"));
}

/** The roles of a value that holds some. */
export function found(value: unknown): Inventory {
  const read = inventory(value);
  if ("problems" in read) throw new TypeError(JSON.stringify(read.problems));
  return read;
}

/** What a file says around a role's trust policy, in brief. */
export function factsOf({ name, account, permissions, ...role }: DiscoveredRole): readonly unknown[] {
  const actions = permissions?.policies.map(({ statements }) =>
    statements.flatMap(({ action }) => action.patterns).join(" "),
  );
  return [
    name,
    account?.accountId,
    actions,
    permissions?.unread,
    role.maxSessionSeconds,
    role.hasPermissionsBoundary,
  ];
}

/** The problems of a file's roles. */
export function problemsOf(value: unknown): readonly string[] {
  const read = inventory(value);
  const problems = "problems" in read ? read.problems : read.skipped.flatMap((role) => role.problems);
  return problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
}
