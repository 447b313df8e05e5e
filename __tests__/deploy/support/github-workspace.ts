import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Blocks } from "./github-blocks";
import { type GithubProvider, githubProvider } from "./github-provider";
import { succeeded } from "./project";
import { type Ending, run, terraformEnvironment } from "./terraform";

/** A folder with hand-written Terraform, and the GitHub that it works on. */
export interface GithubWorkspace {
  readonly github: GithubProvider;
  /** Replaces the configuration. */
  readonly write: (blocks: Configuration, owner?: string) => Promise<void>;
  readonly terraform: (...args: readonly string[]) => Promise<Ending>;
  /** What the next apply does to each type of resource that it does not leave alone. */
  readonly plannedActions: () => Promise<Readonly<Record<string, string>>>;
  /** The attributes of the only resource of a type in the state. */
  readonly stateOf: (type: string) => Readonly<Record<string, string>>;
  /** Deletes the state. */
  readonly forget: () => void;
  /** Changes each resource in the state. */
  readonly changeState: (change: (attributes: StateAttributes, type: string) => StateInstance) => void;
  /** Applies, and expects the second plan to be empty. */
  readonly applied: () => Promise<void>;
  /** Terraform's error when an apply fails, without its line breaks. */
  readonly refused: () => Promise<string>;
  close(): Promise<void>;
}

interface Configuration {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly import?: readonly { readonly to: string; readonly id: string | undefined }[];
}

interface PlanJson {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: { readonly actions: readonly string[]; readonly importing?: object };
  }[];
}

/** The attributes of a resource in a state file. */
type StateAttributes = Readonly<Record<string, unknown>>;

interface StateInstance {
  attributes: StateAttributes;
  schema_version: number;
}

interface StateJson {
  serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: StateInstance[];
  }[];
}

/** `import` after the actions, and in the place of none. */
function actionsOf({ actions, importing }: PlanJson["resource_changes"][number]["change"]): string {
  const done = actions.filter((action) => action !== "no-op");
  return [...done, ...(importing === undefined ? [] : ["import"])].join(", ");
}

function mainDocument(blocks: object, owner: string): string {
  return JSON.stringify({
    terraform: { required_providers: { github: { source: "integrations/github", version: "6.13.0" } } },
    provider: { github: [{ owner }] },
    ...blocks,
  });
}

export async function githubWorkspace(): Promise<GithubWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), "github-"));
  const github = await githubProvider();
  const env = terraformEnvironment({ reattach: github.reattach });
  const stateFile = join(folder, "terraform.tfstate");
  const readState = (): StateJson => JSON.parse(readFileSync(stateFile, "utf8"));
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
          .map(({ type, change }) => [type, actionsOf(change)])
          .filter(([, actions]) => actions !== ""),
      );
    },
    stateOf: (type) => {
      const { resources } = readState();
      const [instance] = resources.find((each) => each.type === type)?.instances ?? [];
      return z.record(z.string(), z.coerce.string()).parse(instance?.attributes);
    },
    forget: () => rmSync(stateFile),
    changeState: (change) => {
      const state = readState();
      state.serial += 1;
      for (const { mode, type, instances } of state.resources) {
        if (mode !== "managed") continue;
        for (const instance of instances) Object.assign(instance, change(instance.attributes, type));
      }
      writeFileSync(stateFile, JSON.stringify(state));
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
