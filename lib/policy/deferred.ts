/**
 * A value that may be known only when Terraform applies. Policies with the samples are checked. Policies with the expressions are written.
 * A known value is both.
 */
export interface Deferred<Sample = string> {
  /** A literal value of the same form. */
  readonly sample: Sample;
  /** An expression that fails at apply time if the value does not have the form of the sample. */
  readonly expression: string;
}

/** A value that is known. */
export function knownValue(value: string): Deferred {
  return { sample: value, expression: value };
}

/** The start of a CDKTF token of a string, a list or a map: how CDKTF writes what only Terraform knows. */
const START = String.raw`[$#&]\{TfToken\[`;
/** The end of a CDKTF token of a number. */
const NUMBER_END = String.raw`e\+2[89][0-9]`;

/** A pattern of a CDKTF token in a string. */
export const STRING_TOKEN = String.raw`\$\{TfToken\[[A-Za-z0-9:._-]+\]\}`;

const TOKEN = new RegExp(START);
const REPLACED = new RegExp(`${START}|(?:String|Any) Map Token Value|${NUMBER_END}`);
const SHOWN = new RegExp(String.raw`${START}[^\]]*\]\}|-[0-9.]+${NUMBER_END}`, "g");

/** Whether a string contains a CDKTF token. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether CDKTF would replace a string or a part of it, which may be a literal that looks like a CDKTF token. */
export function isReplaced(text: string): boolean {
  return REPLACED.test(text);
}

/** A message with readable text in place of CDKTF tokens. */
export function hideTokens(text: string): string {
  return text.replace(SHOWN, "(CDKTF token)");
}
