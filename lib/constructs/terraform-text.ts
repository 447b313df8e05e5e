import { Fn, type TerraformResource, Token } from "cdktf";

/** The mark that CDKTF puts into a text for what it fills in later, such as an attribute of another resource. */
const TOKEN = String.raw`\$\{TfToken\[[A-Za-z0-9:._-]+\]\}`;
/** What would start a template of Terraform's, and the signs that could not stand in front of a token. */
const SIGNS = new RegExp(String.raw`\$+(?=(?:\{[^}]*)?${TOKEN})|(?!${TOKEN})\$\{|%\{`, "g");

/**
 * Text that Terraform reads as it stands: in its JSON every string is a template. Tokens of CDKTF in it stay tokens.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function escapeTemplate(text: string): string {
  // In front of a token, $ would make it text; in a brace that $${ opens, CDKTF would take the token's own braces away.
  return text.replace(SIGNS, (sign) => (sign.endsWith("{") ? `${sign[0]}${sign}` : `\${"${sign}"}`));
}

/**
 * A policy document as an attribute: literal text without white space, or where tokens are in it an expression that makes the text. CDKTF's
 * own HCL cannot write a token into a text with quotes.
 */
export function documentText(document: object): string {
  const text = JSON.stringify(document);
  return Token.isUnresolved(text) ? Fn.jsonencode(quotable(document)) : escapeTemplate(text);
}

/** A value whose texts can stand between quotes in an expression. CDKTF escapes `${` in values and nothing else, and in keys nothing at all. */
function quotable(value: unknown): unknown {
  if (typeof value === "string") return quotableText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(quotable);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [quotableText(key).replaceAll("${", "$$${"), quotable(each)]),
  );
}

function quotableText(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll("%{", "%%{");
}

/** The address of a resource, as `dependsOn` takes it. */
export function resourceAddress({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/**
 * An attribute of a resource in the same stack. CDKTF's own reference says the same and records a stack trace each time, which
 * for a thousand roles takes longer than everything else about them.
 */
export function reference(resource: TerraformResource, attribute: string): string {
  return `\${${resourceAddress(resource)}.${attribute}}`;
}
