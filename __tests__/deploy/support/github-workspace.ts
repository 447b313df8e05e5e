import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blocks } from "./github-blocks";
import { type GithubProvider, githubProvider } from "./github-provider";
import { succeeded } from "./project";
import { type Ending, run, terraformEnvironment } from "./terraform";

/** A folder with hand-written Terraform, and the GitHub that it works on. */
export interface GithubWorkspace {
  readonly github: GithubProvider;
  /** Replaces the configuration. */
  readonly write: (blocks: { resource?: Blocks; data?: Blocks }, owner?: string) => Promise<void>;
  readonly terraform: (...args: readonly string[]) => Promise<Ending>;
  /** What the next apply does to each type of resource that it does not leave alone. */
  readonly plannedActions: () => Promise<Readonly<Record<string, string>>>;
  /** Applies, and expects the second plan to be empty. */
  readonly applied: () => Promise<void>;
  /** Terraform's error when an apply fails, without its line breaks. */
  readonly refused: () => Promise<string>;
  close(): Promise<void>;
}

interface PlanJson {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

function mainDocument(blocks: object, owner: string): string {
  return JSON.stringify({
    terraform: { required_providers: { github: { source: "integrations/github", version: "6.9.0" } } },
    provider: { github: [{ owner }] },
    ...blocks,
  });
}

export async function githubWorkspace(): Promise<GithubWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), "github-"));
  const github = await githubProvider();
  const env = terraformEnvironment({ reattach: github.reattach });
  const terraform = (...args: readonly string[]) => run("terraform", args, { cwd: folder, env });
  return {
    github,
    terraform,
    write: async (blocks, owner = "acme") => {
      writeFileSync(join(folder, "main.tf.json"), mainDocument(blocks, owner));
      succeeded(await terraform("init"));
    },
    plannedActions: async () => {
      succeeded(await terraform("plan", "-out=plan"));
      const { resource_changes }: PlanJson = JSON.parse((await terraform("show", "-json", "plan")).stdout);
      return Object.fromEntries(
        resource_changes
          .map(({ type, change }) => [type, change.actions.join(", ")])
          .filter(([, actions]) => actions !== "no-op"),
      );
    },
    applied: async () => {
      succeeded(await terraform("apply", "-auto-approve"));
      succeeded(await terraform("plan", "-detailed-exitcode"));
    },
    refused: async () =>
      succeeded(await terraform("apply", "-auto-approve"), 1).replaceAll(/\s*\n\S? */g, " "),
    async close() {
      await github.close();
      rmSync(folder, { recursive: true });
    },
  };
}
