import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Region } from "../policy/json-text";

/**
 * The most results that code scanning accepts in a run. It rejects a file with more.
 * @see https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const MAX_RESULTS = 25_000;

/**
 * A log of one run.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(run: {
  readonly rules: readonly object[];
  readonly isSuccessful: boolean;
  readonly notifications: readonly object[];
  readonly results: readonly object[];
}): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "github-actions-ecr", rules: run.rules } },
        columnKind: "utf16CodeUnits",
        invocations: [
          { executionSuccessful: run.isSuccessful, toolExecutionNotifications: run.notifications },
        ],
        results: run.results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Fingerprints that stay the same when lines move: a hash of what each result is about, and a number for equal ones. */
export function fingerprints(results: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  return results.map((about) => {
    const hash = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 16);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}

/** A place in a file, as SARIF describes it. */
export function physicalLocation(uri: string, { start, end }: Region): object {
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}

/** Escapes braces, which are placeholders in a message, and brackets, which are links. */
export function messageText(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replace(/[\\[\]]/g, "\\$&");
}

/** Relative to the working folder: code scanning expects paths from the root of the repository. */
export function artifactUri(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join("/");
}
