import { Fn, type IResolveContext, type TerraformResource, Token, Tokenization } from "cdktf";
import { STRING_TOKEN } from "../policy/deferred";

/** The start of a Terraform template, and `$` in front of a CDKTF token. */
const SIGNS = new RegExp(String.raw`\$+(?=(?:\{[^}]*)?${STRING_TOKEN})|(?!${STRING_TOKEN})\$\{|%\{`, "g");

/**
 * Escapes a string for Terraform JSON, in which every string is a template. CDKTF tokens stay tokens.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function escapeTemplate(text: string): string {
  // A $ in front of a token would escape it, and after $${ CDKTF would remove the braces of the token.
  return text.replace(SIGNS, (sign) => (sign.endsWith("{") ? `${sign[0]}${sign}` : `\${"${sign}"}`));
}

/** An id for Terraform's import of a resource of the GitHub provider, which separates the parts with colons. */
export function githubImportId(...parts: readonly (string | number)[]): string {
  return escapeTemplate(parts.map((part) => String(part).replaceAll(":", "??")).join(":"));
}

/**
 * A policy as an attribute: JSON without white space, or a `jsonencode` expression if it contains CDKTF tokens, because CDKTF's HCL renderer
 * cannot write a token into a string with quotes.
 */
export function documentText(document: object): string {
  const text = JSON.stringify(document);
  return Token.isUnresolved(text) ? Fn.jsonencode(quotable(document)) : escapeTemplate(text);
}

/** Escapes the strings of a value for an expression. CDKTF itself escapes only `${`, and only in values. */
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

/** The characters of an ARN. In a Terraform string, none of them needs an escape. */
const ARN_TEXT = /^[\w:/.@+=,*-]*$/;

/**
 * An ARN as the argument of a Terraform function. CDKTF resolves an argument again for each function around its own. If it has text beside
 * CDKTF tokens, CDKTF then finds the templates of its own output, and warns of escape sequences each time. This argument is resolved once,
 * to the same template.
 */
export function arnArgument(arn: string): string {
  const { literals, tokens } = Tokenization.reverseString(arn);
  if (literals.length === 0 || tokens.length === 0 || !ARN_TEXT.test(literals.join(""))) return arn;
  return Token.asString({
    creationStack: [],
    resolve: (context: IResolveContext): string => {
      const { suppressBraces = false } = context;
      context.suppressBraces = false;
      const text = Tokenization.reverseString(arn)
        .mapTokens(context)
        .join({ join: (left, right) => `${left}${right}` });
      context.suppressBraces = suppressBraces;
      return `"${text}"`;
    },
  });
}

/** The address of a resource, as `dependsOn` takes it. */
export function resourceAddress({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/**
 * A reference to an attribute of a resource in the same stack. CDKTF's own function also records a stack trace, which takes more time for a
 * thousand roles than everything else.
 */
export function reference(resource: TerraformResource, attribute: string): string {
  return `\${${resourceAddress(resource)}.${attribute}}`;
}

type Tags = Readonly<Record<string, string>>;

/** The argument `tags` of a resource, or none if there are no tags. */
export function tagged(tags: Tags): { tags?: Tags } {
  return Object.keys(tags).length > 0 ? { tags } : {};
}
