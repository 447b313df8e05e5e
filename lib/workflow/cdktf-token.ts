/** How CDKTF writes a string or a list that is known only when Terraform applies. */
const TOKEN = /[$#&]\{TfToken\[/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A CDKTF token of a string or of a number, inside other text. */
const TOKEN_IN_TEXT = /[$#&]\{TfToken\[[^\]]*\]\}|-[0-9.]+e\+2[89][0-9]/g;

/** A message with readable text in place of CDKTF tokens. */
export function hideTokens(text: string): string {
  return text.replace(TOKEN_IN_TEXT, "(CDKTF token)");
}

/** A problem for each CDKTF token in a value that must be literal. */
export function tokenProblems(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    return isToken(value)
      ? [
          `${path}: expected a literal string, got a CDKTF token. The workflow is checked before Terraform runs`,
        ]
      : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => tokenProblems(element, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, element]) => tokenProblems(element, `${path}.${key}`));
}
