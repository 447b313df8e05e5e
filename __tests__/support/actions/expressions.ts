import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** The values of the contexts: `github`, `env`, `steps`, ... */
export type Contexts = Readonly<Record<string, unknown>>;

/** The result of the job so far, which the status functions read. */
export type Status = "success" | "failure";

/** What the status functions of a job read: a failure of a job before it, or else a job that did not run. */
export type NeedsStatus = Status | "skipped";

const STATUS_FUNCTIONS: Readonly<Record<string, (status: NeedsStatus) => boolean>> = {
  success: (status) => status === "success",
  failure: (status) => status === "failure",
  always: () => true,
  cancelled: () => false,
};

/** Evaluates one expression, without `${{ }}`, by GitHub's own library. */
function evaluated(expression: string, contexts: Contexts, status: NeedsStatus): data.ExpressionData {
  const functions = Object.entries(STATUS_FUNCTIONS).map(([name, holds]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(holds(status)),
  }));
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(tree, values, new Map(functions.map((each) => [each.name, each]))).evaluate();
}

/** The value of a text that is one expression: a list, a map, ... */
export function expressionValue(text: string, contexts: Contexts): unknown {
  const [, expression] = /^\$\{\{([\s\S]*)\}\}$/.exec(text.trim()) ?? [];
  if (expression === undefined) throw new Error(`expected an expression, got ${text}`);
  return JSON.parse(JSON.stringify(evaluated(expression, contexts, "success"), data.replacer));
}

/** `${{ }}` around an expression. A quoted string can contain braces. */
const EXPRESSION = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g;

/** A text with the value of each expression in it. */
export function interpolated(text: string, contexts: Contexts): string {
  return text.replace(EXPRESSION, (_, expression: string) =>
    evaluated(expression, contexts, "success").coerceString(),
  );
}

export function interpolatedAll(
  texts: Readonly<Record<string, string>>,
  contexts: Contexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, interpolated(text, contexts)]),
  );
}

const STATUS_FUNCTION = /\b(?:success|failure|always|cancelled)\s*\(/i;

/** Whether the `if` of a job or step holds. Without a status function, it also needs success so far. */
export function conditionHolds(
  condition: string | boolean | undefined,
  contexts: Contexts,
  status: NeedsStatus,
): boolean {
  if (condition === undefined) return status === "success";
  const text = String(condition).trim();
  const expression = /^\$\{\{([\s\S]*)\}\}$/.exec(text)?.[1] ?? text;
  const value: unknown = JSON.parse(JSON.stringify(evaluated(expression, contexts, status), data.replacer));
  return Boolean(value) && (status === "success" || STATUS_FUNCTION.test(expression));
}
