import { resolve } from "node:path";
import { loadFile } from "../../config/load";
import { accessOf } from "../../report/access";
import { counted } from "../../report/words";
import { writeFile } from "../files/written-file";
import type { Terminal } from "../output/terminal";
import { accessMarkdown } from "./markdown";
import { accessPage } from "./page/page";
import { accessText } from "./text";

export interface ShowOptions {
  readonly config: string;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly html?: string;
}

/**
 * @param cwd from which the paths of the options lead on.
 * @returns what to print.
 * @throws ConfigError where the file has problems, before anything is written.
 */
export function show({ config, json, markdown, html }: ShowOptions, terminal: Terminal, cwd: string): string {
  const access = accessOf(loadFile(config, cwd).config);
  if (json) return `${JSON.stringify(access, undefined, 2)}\n`;
  if (markdown) return accessMarkdown(access);
  if (html === undefined) return accessText(access, terminal);
  writeFile(resolve(cwd, html), accessPage(access));
  return `${html}: ${counted(access.roles.length, "role")}\n`;
}
