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

/**
 * Moves what the state has under one address to another, so that Terraform changes the resource instead of destroying it.
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export class MovedResource extends TerraformElement {
  private readonly from: string;
  private readonly to: string;

  /**
   * @param from the address that the state may have. Nothing may have it now.
   * @param to the address of the resource.
   */
  constructor(scope: Construct, id: string, from: string, to: string) {
    super(scope, id);
    this.from = from;
    this.to = to;
  }

  override toTerraform() {
    return { moved: [{ from: this.from, to: this.to }] };
  }

  override toHclTerraform() {
    const reference = (value: string) => ({ value, storageClassType: "reference" });
    return { moved: [{ from: reference(this.from), to: reference(this.to) }] };
  }
}
