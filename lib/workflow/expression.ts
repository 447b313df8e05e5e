/** A GitHub expression: `${{ text }}`. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}

/** Escapes text so that GitHub evaluates nothing in it. */
export function unevaluated(text: string): string {
  return text.replaceAll(START, expression(`'${START}'`));
}

const START = `$${"{{"}`;
