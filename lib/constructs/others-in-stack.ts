import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The other constructs of a kind in the stack, to find names that AWS or GitHub accepts only once. */
export function othersInStack<Kind extends Construct>(
  construct: Kind,
  kind: abstract new (...args: never[]) => Kind,
): readonly Kind[] {
  return TerraformStack.of(construct)
    .node.findAll()
    .filter((each): each is Kind => each instanceof kind && each !== construct);
}
