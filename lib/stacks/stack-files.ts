import { rmSync } from "node:fs";
import { join } from "node:path";
import { App, type ISynthesisSession, type TerraformStack } from "cdktf";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import { STACK_FILES } from "./stack-language";

/**
 * Writes a stack in the language of its app and removes the files of the other language, because Terraform reads every file of a folder.
 * CDKTF's own synthesizer reads the language from the environment and leaves the other file.
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
