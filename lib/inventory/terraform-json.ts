import type { ArnScope } from "../policy/arn";
import { ACCOUNT_ID } from "../policy/iam-limits";
import { partitionOf } from "../policy/partition";
import type { DocumentKind } from "../policy/policy-document";
import { type DiscoveredRole, type SkippedRole, skipped } from "./discovered-role";
import {
  at,
  type DocumentValue,
  documentValue,
  elements,
  entries,
  kindText,
  type Place,
  textAt,
} from "./json-value";
import { referredBlock, type TerraformResource, terraformRoles } from "./terraform-roles";

/** A plan contains what Terraform evaluates. */
const CHECK_PLAN = "Check a plan instead: terraform show -json PLAN";

/**
 * The roles of a Terraform configuration in JSON, as CDKTF writes it.
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function* terraformJson(file: Place): Generator<DiscoveredRole | SkippedRole> {
  const account = providerAccount(file);
  const resources = blocks(at(file, "resource"), "");
  const data = blocks(at(file, "data"), "data.");
  const urls = new Map(
    [...resources, ...data]
      .filter(({ type }) => type === "aws_iam_openid_connect_provider")
      .map(({ block, place }) => [block, textAt(place, "url")]),
  );
  const expressionValue = (expression: string) =>
    trustExpression(expression, account, (block) => urls.get(block));
  yield* terraformRoles(
    [...resources, ...data].map((each) => writtenResource(each, expressionValue)),
    account,
  );
  for (const [name, { path }] of labelled(at(file, "module"))) {
    const problem = { path, message: `the resources of a module are not in this file. ${CHECK_PLAN}` };
    yield skipped({ name: `module.${name}`, address: undefined, path }, "unknown", [problem]);
  }
}

interface Block {
  readonly type: string;
  readonly block: string;
  readonly place: Place;
}

function blocks(place: Place, prefix: string): readonly Block[] {
  return labelled(place).flatMap(([type, ofType]) =>
    labelled(ofType).map(([name, own]) => ({ type, block: `${prefix}${type}.${name}`, place: own })),
  );
}

/** A map by label, or a list of such maps. Each value can be in a list of one. Terraform reads all of these as the same. */
function labelled(place: Place): readonly (readonly [string, Place])[] {
  const maps = Array.isArray(place.value) ? elements(place) : [place];
  return maps
    .flatMap(entries)
    .filter(([label]) => label !== "//")
    .flatMap(([label, value]) =>
      (Array.isArray(value.value) ? elements(value) : [value]).map((each) => [label, each] as const),
    );
}

function writtenResource(
  { type, block, place }: Block,
  expressionValue: (expression: string) => string | undefined,
): TerraformResource {
  return {
    type,
    address: block,
    block,
    index: "",
    arguments: place,
    text: (argument) => {
      const template = textAt(place, argument);
      const text = template === undefined ? undefined : templateText(template, () => undefined);
      return text?.kind === "text" ? text.text : undefined;
    },
    references: (argument) => {
      const referred = referredBlock(soleExpression(textAt(place, argument) ?? "") ?? "");
      return referred === undefined ? [] : [referred];
    },
    document: (value, kind) => writtenDocument(value, kind, expressionValue),
    isComplete: true,
  };
}

function writtenDocument(
  value: unknown,
  kind: DocumentKind,
  expressionValue: (expression: string) => string | undefined,
): DocumentValue {
  if (typeof value !== "string") {
    return {
      kind: "unreadable",
      message:
        value === undefined ? "missing. Expected JSON text" : `expected JSON text, got ${kindText(value)}`,
    };
  }
  // The rules for permissions look at actions and wildcards. An ARN that Terraform evaluates is no wildcard.
  const ofExpression = kind === "trust" ? expressionValue : () => "expression";
  const text = templateText(value, ofExpression);
  if (text.kind === "text") return documentValue(text.text, kind);
  return {
    kind: "unreadable",
    message: `contains ${text.expression}, which only Terraform can evaluate. ${CHECK_PLAN}`,
  };
}

/** The account of all AWS providers in the file, if `allowed_account_ids` names one. */
function providerAccount(file: Place): ArnScope | undefined {
  const providers = labelled(at(file, "provider")).filter(([name]) => name === "aws");
  const accounts = providers.map(([, provider]) => {
    const ids = elements(at(provider, "allowed_account_ids")).map(({ value }) => String(value));
    return ids.length === 1 ? ids[0] : undefined;
  });
  const [accountId] = accounts;
  const partition = partitionOf(textAt(providers[0]?.[1] ?? file, "region") ?? "");
  if (accountId === undefined || partition === undefined || !ACCOUNT_ID.pattern.test(accountId))
    return undefined;
  return accounts.every((each) => each === accountId) ? { partition, accountId } : undefined;
}

/** A string in Terraform JSON. Every one is a template. */
type TemplateText =
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
