import type { ArnScope } from "../policy/arn";

/** A string in Terraform JSON. Every one is a template. */
export type TemplateText =
  | { readonly kind: "text"; readonly text: string }
  /** Contains an expression that only Terraform can evaluate. This is the first one, as written. */
  | { readonly kind: "expression"; readonly expression: string };

/** An escape, an expression, or the start of an expression that contains braces or quotes. */
const PARTS = /\$\$\{|%%\{|[$%]\{(?:[^{}"]*\})?/g;

/**
 * Reads a string of Terraform JSON.
 * @param expressionValue the value of an expression such as `aws_iam_role.push.name`; undefined if it is not known.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function templateText(
  template: string,
  expressionValue: (expression: string) => string | undefined,
): TemplateText {
  let unknown: string | undefined;
  const text = template.replace(PARTS, (part) => {
    if (part === "$${" || part === "%%{") return part.slice(1);
    const value = part.startsWith("${") ? expressionValue(part.slice(2, -1).trim()) : undefined;
    unknown ??= value === undefined ? part : undefined;
    return value ?? part;
  });
  return unknown === undefined ? { kind: "text", text } : { kind: "expression", expression: unknown };
}

/** The expression of a string that consists of one expression. */
export function soleExpression(template: string): string | undefined {
  return /^\$\{([^{}"]*)\}$/.exec(template)?.[1]?.trim();
}

/**
 * The value of an expression in a trust policy, if the same file determines it: the ARN of an identity provider, the account, the partition.
 * The rules need the issuer of a provider's ARN. They compare its account only if the role's account is known.
 * @param providerUrl the URL of a provider, by its block.
 */
export function trustExpression(
  expression: string,
  account: ArnScope | undefined,
  providerUrl: (block: string) => string | undefined,
): string | undefined {
  const { partition = "aws", accountId = "" } = account ?? {};
  if (/^data\.aws_caller_identity\.[\w-]+\.account_id$/.test(expression)) return accountId;
  if (/^data\.aws_partition\.[\w-]+\.partition$/.test(expression)) return partition;
  const [, block] = /^((?:data\.)?aws_iam_openid_connect_provider\.[\w-]+)\.arn$/.exec(expression) ?? [];
  const host = block === undefined ? undefined : providerUrl(block)?.replace(/^https:\/\//, "");
  return host === undefined ? undefined : `arn:${partition}:iam::${accountId}:oidc-provider/${host}`;
}
