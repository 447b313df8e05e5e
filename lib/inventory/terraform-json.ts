import type { ArnScope } from "../policy/arn";
import type { DocumentKind } from "../policy/iam/document";
import { ACCOUNT_ID } from "../policy/iam-names";
import { partitionOf } from "../policy/partition";
import type { DiscoveredRole, SkippedRole } from "./discovered-role";
import { type DocumentValue, documentValue } from "./document-value";
import { at, elements, entries, kindText, type Place, textAt } from "./place";
import { skipped } from "./role";
import { referredBlock, type TerraformResource } from "./terraform-resource";
import { terraformRoles } from "./terraform-roles";
import { soleExpression, templateText, trustExpression } from "./terraform-template";

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
