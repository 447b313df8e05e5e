import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/**
 * Removes a resource from the state without destroying it, if the state has it.
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export class RemovedResource extends TerraformElement {
  private readonly from: string;

  /** @param from the address of the resource. */
  constructor(scope: Construct, id: string, from: string) {
    super(scope, id);
    this.from = from;
  }

  override toTerraform() {
    return { removed: [{ from: this.from, lifecycle: { destroy: false } }] };
  }

  override toHclTerraform() {
    return {
      removed: [{ from: { value: this.from, storageClassType: "reference" }, lifecycle: { destroy: false } }],
    };
  }
}
