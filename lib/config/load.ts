import { loadFile, parsedFile } from "./read";
import type { Config } from "./types";

/**
 * Reads access.yaml.
 * @param path as the user gave it; messages start with it.
 * @throws {@link ConfigError} with every problem of the file, or with the one that it cannot be read.
 *
 * @example
 * ```ts
 * import { loadConfig } from "cdktf-github-actions-ecr";
 *
 * const { accounts } = loadConfig("access.yaml");
 * console.log(accounts.length); // 1
 * ```
 */
export function loadConfig(path: string): Config {
  return loadFile(path, "").config;
}

/**
 * Reads the text of an access.yaml. {@link loadConfig} reads a file.
 * @param name of the file in messages.
 * @throws {@link ConfigError} with every problem of the text.
 *
 * @example
 * ```ts
 * import { parseConfig } from "cdktf-github-actions-ecr";
 *
 * const { warnings } = parseConfig(
 *   `
 *   github:
 *     owner: acme
 *     owners:
 *       acme: { id: 123456, subject: immutable }
 *     repositories:
 *       web: { id: 456789 }
 *   accounts:
 *     - id: "123456789012"
 *       region: ap-northeast-2
 *       roles:
 *         - trust: [{ repository: web, environment: production }]
 *           ecr: { repositories: [web] }
 *   `,
 *   "access.yaml",
 * );
 * console.log(warnings.length); // 2
 * ```
 */
export function parseConfig(text: string, name: string): Config {
  return parsedFile(text, name).config;
}
