import { rmSync } from "node:fs";
import { join } from "node:path";
import { App, type ISynthesisSession, TerraformElement, TerraformStack } from "cdktf";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import type { Construct, Node } from "constructs";
import type { Config, State } from "../config/types";
import { RESOURCE } from "../constructs/address";
import { stateBackend } from "./backend";
import { stackHcl, stackMetadata } from "./hcl";

/**
 * Language of the output: Terraform JSON or HCL.
 * @inline
 */
export type StackLanguage = "json" | "hcl";

/** The files of a stack under CDKTF's names, the stack itself first. */
export const STACK_FILES = {
  json: ["cdk.tf.json"],
  hcl: ["cdk.tf", "metadata.json"],
} as const satisfies Readonly<Record<StackLanguage, readonly string[]>>;

export interface AccessStackProps {
  /** Name of the stack, its folder and its state. */
  readonly stack: string;
  readonly state: State;
  readonly providers: Config["providers"];
}

/** A stack whose Terraform addresses are the ids of its constructs, without the hash that CDKTF adds. */
export class AccessStack extends TerraformStack {
  private readonly addresses = new Set<string>();

  constructor(scope: Construct, { stack, state, providers }: AccessStackProps) {
    super(scope, stack);
    this.synthesizer = new StackFiles(this);
    stateBackend(this, stack, state);
    new RequiredVersion(this, "required version", providers.terraform);
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

/** The versions of Terraform that a stack allows, which CDKTF does not write. */
class RequiredVersion extends TerraformElement {
  private readonly constraint: string;

  constructor(scope: Construct, id: string, constraint: string) {
    super(scope, id);
    this.constraint = constraint;
  }

  override toTerraform() {
    return { terraform: { required_version: this.constraint } };
  }

  override toHclTerraform() {
    return this.toTerraform();
  }
}

/**
 * Writes a stack in the language of its app and removes the files of the other language, because Terraform reads every file of a folder.
 * CDKTF's own synthesizer reads the language from the environment and leaves the other file.
 */
class StackFiles extends StackSynthesizer {
  private readonly staleFiles: readonly string[];

  constructor(stack: TerraformStack) {
    const { hclOutput } = App.of(stack);
    super(stack, false, hclOutput);
    this.staleFiles = STACK_FILES[hclOutput ? "json" : "hcl"];
  }

  override synthesize(session: ISynthesisSession): void {
    super.synthesize(session);
    const { workingDirectory } = session.manifest.forStack(this.stack);
    for (const file of this.staleFiles) rmSync(join(session.outdir, workingDirectory, file), { force: true });
  }
}
