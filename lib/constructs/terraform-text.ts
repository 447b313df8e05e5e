import type { TerraformResource } from "cdktf";

/**
 * Text that Terraform reads as it stands: in its JSON every string is a template.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function literal(text: string): string {
  return text.replaceAll("${", () => "$" + "${").replaceAll("%{", "%%{");
}

/** A policy document as the literal text of an attribute, without white space. */
export function documentText(document: object): string {
  return literal(JSON.stringify(document));
}

/**
 * An attribute of a resource in the same stack. CDKTF's own reference says the same and records a stack trace each time, which
 * for a thousand roles takes longer than everything else about them.
 */
export function reference(resource: TerraformResource, attribute: string): string {
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}}`;
}
