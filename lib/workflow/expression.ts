/** What GitHub evaluates when a job runs. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}

/** Text in which GitHub finds nothing to evaluate. */
export function unevaluated(text: string): string {
  return text.replaceAll(START, expression(`'${START}'`));
}

const START = `$${"{{"}`;
