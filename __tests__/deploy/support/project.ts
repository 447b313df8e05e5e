import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsEndpoint, awsEndpoint } from "./aws-endpoint";
import { type GithubProvider, githubProvider } from "./github-provider";
import { motoServer } from "./moto";
import { type Ending, missingTools, run, terraformEnvironment } from "./terraform";

const ROOT = join(__dirname, "..", "..", "..");
/** Runs a TypeScript program. */
const RUN = join(ROOT, "scripts", "run.cjs");

/** A user's folder with an access.yaml, and the AWS and GitHub that it is deployed to. */
export interface Project {
  readonly folder: string;
  readonly aws: AwsEndpoint;
  readonly github: GithubProvider;
  readonly env: NodeJS.ProcessEnv;
  /** Replaces access.yaml. */
  readonly write: (yaml: string) => void;
  /** Synthesizes by the command of the package. */
  readonly synth: (...args: readonly string[]) => Promise<void>;
  /** Runs the CDKTF CLI. */
  readonly cdktf: (...args: readonly string[]) => Promise<Ending>;
  /** Runs Terraform in a stack's folder. */
  readonly terraform: (stack: string, ...args: readonly string[]) => Promise<Ending>;
  /** Terraform JSON of a stack. */
  readonly stack: (name: string) => StackJson;
  close(): Promise<void>;
}

export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  deploy: ["--auto-approve", "--skip-provider-lock", "--no-color"],
  destroy: ["--auto-approve", "--skip-provider-lock", "--no-color"],
  diff: ["--skip-provider-lock", "--no-color"],
};

/** @throws Error that names each tool that the machine lacks. */
export async function project(): Promise<Project> {
  const missing = missingTools();
  if (missing.length > 0) throw new Error(missing.join("\n"));
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  const [moto, github] = await Promise.all([motoServer(), githubProvider()]);
  const aws = await awsEndpoint(moto.endpoint);
  const env: NodeJS.ProcessEnv = {
    ...terraformEnvironment({ endpoint: aws.url, reattach: github.reattach }),
    GITHUB_TOKEN: "ghp_of-the-environment",
    CDKTF_HOME: folder,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
  };
  writeFileSync(
    join(folder, "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      app: `node ${RUN} ${join(ROOT, "main.ts")}`,
      projectId: "deploy-test",
      sendCrashReports: "false",
    }),
  );
  const stackFolder = (name: string) => join(folder, "cdktf.out", "stacks", name);
  return {
    folder,
    aws,
    github,
    env,
    write: (yaml) => writeFileSync(join(folder, "access.yaml"), yaml),
    synth: async (...args) => {
      const cli = [RUN, join(ROOT, "lib", "cli", "main.ts")];
      succeeded(await run(process.execPath, [...cli, "synth", ...args], { cwd: folder, env }));
    },
    cdktf: (command = "", ...args) =>
      run(join(ROOT, "node_modules", ".bin", "cdktf"), [command, ...args, ...(FLAGS[command] ?? [])], {
        cwd: folder,
        env,
      }),
    terraform: (stack, ...args) => run("terraform", args, { cwd: stackFolder(stack), env }),
    stack: (name) => JSON.parse(readFileSync(join(stackFolder(name), "cdk.tf.json"), "utf8")),
    async close() {
      await Promise.all([aws.close(), moto.close(), github.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** What a command printed. @throws Error with it, where the command ended with another exit code. */
export function succeeded({ code, signal, output }: Ending, expected = 0): string {
  if (code !== expected) throw new Error(`ended with ${code ?? signal}, expected ${expected}:\n${output}`);
  return output;
}

/** A folder's files that hold a text, the providers' programs aside. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((name) => !name.includes("terraform-provider-"))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .filter((file) => readFileSync(file, "utf8").includes(text));
}
