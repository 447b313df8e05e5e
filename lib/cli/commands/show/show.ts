import { statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../../../config/problem";
import { loadFile } from "../../../config/read";
import { givenText } from "../../../policy/text-rule";
import { accessOf } from "../../../report/access";
import { counted } from "../../../report/words";
import { writeFile } from "../../files";
import type { Terminal } from "../../output";
import { accessMarkdown } from "./markdown";
import { accessPage } from "./page/page";
import { accessText } from "./text";

export interface ShowOptions {
  readonly config: string;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly html?: string;
}

/** What the options do not say. */
interface ShowContext {
  /** Relative paths of the options start here. */
  readonly cwd: string;
  readonly terminal: Terminal;
  /** SOURCE_DATE_EPOCH, the time that the page shows instead of the file's. */
  readonly sourceDateEpoch: string | undefined;
}

/**
 * @returns what to print.
 * @throws ConfigError if the file has problems. Nothing is written then.
 */
export function show(
  { config, json, markdown, html }: ShowOptions,
  { cwd, terminal, sourceDateEpoch }: ShowContext,
): string {
  const access = accessOf(loadFile(config, cwd).config);
  if (json) return `${JSON.stringify(access, undefined, 2)}\n`;
  if (markdown) return accessMarkdown(access);
  if (html === undefined) return accessText(access, terminal);
  const changedAt =
    sourceDateEpoch === undefined ? statSync(resolve(cwd, config)).mtime : dateOf(sourceDateEpoch);
  writeFile(resolve(cwd, html), accessPage(access, { path: config, changedAt }));
  return `Wrote ${html}: ${counted(access.roles.length, "role")}. Open it in a browser.\n`;
}

/** @see https://reproducible-builds.org/specs/source-date-epoch/ */
function dateOf(seconds: string): Date {
  // 11 digits reach beyond the year 5000.
  if (!/^\d{1,11}$/.test(seconds)) {
    throw new ConfigError([
      `SOURCE_DATE_EPOCH: expected seconds since 1970 (1 to 11 digits), got ${givenText(seconds)}`,
    ]);
  }
  return new Date(Number(seconds) * 1000);
}
