import { rmSync } from "node:fs";
import { join } from "node:path";
import { App, type ISynthesisSession, type TerraformStack } from "cdktf";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import { STACK_FILES } from "./stack-language";

/**
 * Writes a stack in the language of its app, and takes away what it was written in before: Terraform reads every file of a folder,
 * and would find everything twice. CDKTF's own asks the environment for the language, and leaves the other file.
 */
export class StackFiles extends StackSynthesizer {
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
