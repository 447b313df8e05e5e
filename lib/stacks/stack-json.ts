import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";

export type JsonMap = Record<string, unknown>;

const resolver = new DefaultTokenResolver(new StringConcat());

/**
 * Terraform JSON of a stack, byte for byte that of CDKTF. CDKTF resolves tokens in every value of every element, and then in the whole stack.
 * This function looks for tokens once for each element and lets CDKTF resolve only elements with tokens.
 */
export function stackJson(stack: TerraformStack): JsonMap {
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
  const metadata: JsonMap = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
  };
  for (const element of elements) merge(metadata, resolved(element.toMetadata(), stack));
  const outputs: JsonMap = {};
  for (const output of elements.filter(TerraformOutput.isTerraformOutput)) {
    merge(outputs, byPath(output.node.path.split("/"), output.friendlyUniqueId));
  }
  const json: JsonMap = { "//": { metadata, outputs } };
  for (const element of elements) merge(json, resolved(element.toTerraform(), stack));
  return json;
}

function resolved(part: JsonMap, scope: TerraformStack): JsonMap {
  return isSettled(part) ? withoutUndefined(part) : Tokenization.resolve(part, { scope, resolver });
}

/** Whether a value contains no CDKTF token: in strings and keys, as a number, or as an object. */
function isSettled(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("TfToken[");
  if (typeof value === "number") return value > LEAST_NUMBER;
  if (Array.isArray(value)) return value.every(isSettled);
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key of Object.keys(value)) {
    if (!isSettled(key) || !isSettled(Reflect.get(value, key))) return false;
  }
  return true;
}

/** Number tokens are far below. */
const LEAST_NUMBER = -1e200;

function withoutUndefined(map: JsonMap): JsonMap {
  const kept: JsonMap = {};
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined) kept[key] = cleaned(value);
  }
  return kept;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => element !== undefined).map(cleaned);
  return isMap(value) ? withoutUndefined(value) : value;
}

/** Merges a part into the whole: maps recursively, lists by appending. */
export function merge(whole: JsonMap, part: JsonMap): void {
  for (const [key, value] of Object.entries(part)) {
    const before = whole[key];
    if (Array.isArray(before) && Array.isArray(value)) whole[key] = [...before, ...value];
    else if (isMap(before) && isMap(value)) merge(before, value);
    else whole[key] = value;
  }
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byPath([part = "", ...rest]: readonly string[], value: string): JsonMap {
  return { [part]: rest.length === 0 ? value : byPath(rest, value) };
}
