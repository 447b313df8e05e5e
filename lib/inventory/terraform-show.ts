import type { DiscoveredRole, SkippedRole } from "./discovered-role";
import { at, documentValue, elements, entries, isMap, type JsonMap, type Place, textAt } from "./json-value";
import { referredBlock, type TerraformResource, terraformRoles } from "./terraform-roles";

/**
 * The roles in the output of `terraform show -json`: the planned values of a plan, or the values of a state.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformShow(file: Place): Iterable<DiscoveredRole | SkippedRole> {
  const planned = at(file, "planned_values");
  const isPlan = planned.value !== undefined;
  const values = isPlan ? planned : at(file, "values");
  const expressions = isPlan ? expressionsBelow(at(at(file, "configuration"), "root_module"), "") : new Map();
  const resources = resourcesBelow(at(values, "root_module"));
  return terraformRoles(
    resources.map((resource) => shownResource(resource, expressions)),
    undefined,
  );
}

/** The resources of a module and of its child modules. */
function resourcesBelow(module: Place): readonly Place[] {
  return [
    ...elements(at(module, "resources")),
    ...elements(at(module, "child_modules")).flatMap(resourcesBelow),
  ];
}

/** The expressions of each block's arguments, by its address without indexes. Only a plan has them. */
type Expressions = ReadonlyMap<string, JsonMap>;

function expressionsBelow(module: Place, prefix: string): Expressions {
  const own = elements(at(module, "resources")).flatMap((resource): [string, JsonMap][] => {
    const { value } = at(resource, "expressions");
    return isMap(value) ? [[prefix + textAt(resource, "address"), value]] : [];
  });
  const inner = entries(at(module, "module_calls")).flatMap(([name, call]) => [
    ...expressionsBelow(at(call, "module"), `${prefix}module.${name}.`),
  ]);
  return new Map([...own, ...inner]);
}

function shownResource(resource: Place, expressions: Expressions): TerraformResource {
  const address = textAt(resource, "address") ?? "";
  const values = at(resource, "values");
  const { value: position } = at(resource, "index");
  const index = position === undefined ? "" : `[${JSON.stringify(position)}]`;
  const block = address.endsWith(index) ? address.slice(0, address.length - index.length) : address;
  const name = `${textAt(resource, "mode") === "data" ? "data." : ""}${textAt(resource, "type")}.${textAt(resource, "name")}`;
  const module = block.endsWith(name) ? block.slice(0, block.length - name.length) : "";
  const made = expressions.get(withoutIndexes(block));
  return {
    type: textAt(resource, "type") ?? "",
    address,
    block,
    index,
    arguments: values,
    text: (argument) => textAt(values, argument),
    references: (argument) => referencedBlocks(made?.[argument]).map((each) => module + each),
    document: (value, kind) =>
      value === undefined || value === null
        ? {
            kind: "unknown",
            message: "known only after apply. Check the state then: terraform show -json",
          }
        : documentValue(value, kind),
    isComplete: false,
  };
}

/** Longer than any real address. */
const MAX_ADDRESS_CHARACTERS = 10_000;

/** All instances of a block have the same expressions. */
function withoutIndexes(address: string): string {
  if (address.length > MAX_ADDRESS_CHARACTERS) return "";
  return address.replace(/\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]/g, "");
}

function referencedBlocks(expression: unknown): readonly string[] {
  const references = elements(at({ value: expression, path: [] }, "references"));
  return [...new Set(references.flatMap(({ value }) => referredBlock(String(value)) ?? []))];
}
