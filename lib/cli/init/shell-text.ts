import { DEFAULT_CONFIG } from "../env";

/** The option that names an access.yaml, where it has another name than the default. Nothing in its name needs quotes. */
export function configOption(config: string): string {
  return config === DEFAULT_CONFIG ? "" : ` --config ${config}`;
}

/** A word of a command: in double quotes, which every shell knows, where they are enough. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
