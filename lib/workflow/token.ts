/** Where CDKTF puts a text, or a list, that only Terraform knows. */
const TOKEN = /[$#&]\{TfToken\[/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A token of a text or of a number, within another text. */
const TOKEN_IN_TEXT = /[$#&]\{TfToken\[[^\]]*\]\}|-[0-9.]+e\+2[89][0-9]/g;

/** A text for people. */
export function shownText(text: string): string {
  return text.replace(TOKEN_IN_TEXT, "(a token)");
}

/** Every token in a value that has to be literal, a line each. */
export function tokenProblems(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    return isToken(value)
      ? [
          `${path} has to be literal text: the workflow is a file of another repository, and judged before it is written; given: a token`,
        ]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => tokenProblems(element, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, element]) => tokenProblems(element, `${path}.${key}`));
}
