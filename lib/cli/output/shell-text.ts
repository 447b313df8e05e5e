import { DEFAULT_CONFIG } from "../env";

/** The option that names the access file, unless it has the default name. `init` only accepts names that need no quotes. */
export function configOption(config: string): string {
  return config === DEFAULT_CONFIG ? "" : ` --config ${config}`;
}

/** A word of a command. Double quotes, which every shell knows, where they are enough. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
