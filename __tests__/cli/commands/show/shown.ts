import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessPage, type PageSource } from "../../../../lib/cli/commands/show/page/page";
import { ownFolder } from "../../../../lib/cli/own-package";
import { parseConfig } from "../../../../lib/config/load";
import { type Access, accessOf } from "../../../../lib/report/access";
import { seed } from "../../../stacks/synthesized";

export function accessOfFile(yaml: string): Access {
  return accessOf(parseConfig(yaml, "access.yaml"));
}

export function accessOfExample(name: string): Access {
  const path = join(ownFolder(), "examples", name, "access.yaml");
  return accessOfFile(readFileSync(path, "utf8"));
}

export const SOURCE: PageSource = { path: "access.yaml", changedAt: new Date("2026-11-29T07:00:59Z") };

/** A page as `show --html` writes it. */
export function pageOf(access: Access): string {
  return accessPage(access, SOURCE);
}

/** Texts that would do harm as markup. */
export const HOSTILE = {
  reason:
    "</script><img src=x onerror=alert(1)> | `@acme/team` \\| #1 https://evil.example \u2028\u202E\u001B[2J",
  environment: '"><img/src=x onerror=alert(1)>|`@acme/team`',
  description: "<!--</style></title><script>alert(1)</script>",
} as const;

export function hostileFile(): string {
  const { reason, environment, description } = HOSTILE;
  return seed({
    role: `description: ${JSON.stringify(description)}\nacceptRisks: [{ rule: R13, reason: ${JSON.stringify(reason)} }]`,
  }).replace("branch: main", `environment: ${JSON.stringify(environment)}`);
}
