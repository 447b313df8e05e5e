/**
 * The entries of `$GITHUB_OUTPUT` or `$GITHUB_ENV`: `NAME=VALUE`, or `NAME<<DELIMITER`, lines and the delimiter.
 * @throws Error of a line that is neither, as the runner reports it.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function fileCommands(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n");
  const entries: Record<string, string> = {};
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      entries[name] = lines.slice(at + 1, end).join("\n");
      at = end;
      continue;
    }
    const equals = line.indexOf("=");
    if (equals < 1) throw new Error(`Invalid format '${line}'`);
    entries[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return entries;
}
