import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";
import { deepMerge } from "cdktf/lib/util";

const resolver = new DefaultTokenResolver(new StringConcat());

type JsonMap = Record<string, unknown>;

/**
 * Terraform JSON of a stack, part by part the same as CDKTF's own. CDKTF goes through the whole once more when it is put together, to
 * fill in what might be left open; in these stacks nothing is, and it takes a tenth of the time of all.
 */
export function stackJson(stack: TerraformStack): JsonMap {
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement);
  const resolved = (part: unknown): JsonMap => Tokenization.resolve(part, { scope: stack, resolver });
  const metadata: JsonMap = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
  };
  for (const element of elements) deepMerge(metadata, resolved(element.toMetadata()));
  const outputs: JsonMap = {};
  for (const output of elements.filter(TerraformOutput.isTerraformOutput)) {
    deepMerge(outputs, byPath(output.node.path.split("/"), output.friendlyUniqueId));
  }
  const json: JsonMap = { "//": { metadata, outputs } };
  for (const element of elements) deepMerge(json, resolved(element.toTerraform()));
  return json;
}

function byPath([part = "", ...rest]: readonly string[], value: string): JsonMap {
  return { [part]: rest.length === 0 ? value : byPath(rest, value) };
}
