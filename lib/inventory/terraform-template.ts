import type { ArnScope } from "../policy/arn";

/** What a text of Terraform's JSON says: every one of them is a template. */
export type TemplateText =
  | { readonly kind: "text"; readonly text: string }
  /** Holds an expression that only Terraform can work out: the first such, as written. */
  | { readonly kind: "expression"; readonly expression: string };

/** An escape, an expression, or the start of one that does not end on its own. */
const PARTS = /\$\$\{|%%\{|[$%]\{(?:[^{}"]*\})?/g;

/**
 * Reads a text of Terraform's JSON.
 * @param expressionValue what stands for an expression, `aws_iam_role.push.name`; nothing where it is not known.
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

/** The expression that a text consists of, nothing for another text. */
export function soleExpression(template: string): string | undefined {
  return /^\$\{([^{}"]*)\}$/.exec(template)?.[1]?.trim();
}

/**
 * What expressions in a trust policy stand for as far as the same file tells: the ARN of an identity provider that it makes, the account and
 * the partition. The rules ask of an ARN which issuer it names, and of its account only where the role's own is known.
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
