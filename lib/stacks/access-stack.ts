import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import type { State } from "../config/types";
import { RESOURCE } from "../constructs/address";
import { stateBackend } from "./backend";
import { StackFiles } from "./stack-files";
import { stackHcl, stackMetadata } from "./stack-hcl";

export interface AccessStackProps {
  /** Name of the stack, its folder and its state. */
  readonly stack: string;
  readonly state: State;
}

/** A stack whose Terraform addresses are the ids of its constructs, without the hash that CDKTF adds. */
export class AccessStack extends TerraformStack {
  private readonly addresses = new Set<string>();

  constructor(scope: Construct, { stack, state }: AccessStackProps) {
    super(scope, stack);
    this.synthesizer = new StackFiles(this);
    stateBackend(this, stack, state);
  }

  override toHclTerraform(): { hcl: string; metadata: object } {
    return { hcl: stackHcl(this), metadata: stackMetadata(this.toTerraform()) };
  }

  /**
   * The id of an element, or of the construct whose `Resource` it is.
   * @throws Error if two elements of one kind have the same address: Terraform would see only one of them.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const id = node.id === RESOURCE ? (node.scope?.node.id ?? RESOURCE) : node.id;
    const address = `${element.constructor.name}.${id}`;
    if (this.addresses.has(address)) throw new Error(`two elements have the address ${address}`);
    this.addresses.add(address);
    return id;
  }
}
