import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { devNull } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted, it kills the command and everything that it started, in the middle of whatever they do. */
  readonly kill?: AbortSignal;
}

export interface Ending {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output alone, for `-json`. */
  readonly stdout: string;
  /** Standard output and error as they came, without colours. */
  readonly output: string;
}

/** Runs a command to its end, whatever its exit code; rejects only if it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, kill }: RunOptions,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, which can be killed as one.
      detached: true,
    });
    kill?.addEventListener("abort", () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, stdout, output: stripVTControlCharacters(output) });
    });
  });
}

/** What would send a run elsewhere than to the test's own servers. */
const FOREIGN_VARIABLE = /^(?:AWS|TF|GITHUB|GH|MOTO)_/;

/** This process's environment without what aims at real clouds and accounts. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLE.test(name)));
}

/** The CLI configuration that the caller's environment names. Without one, Terraform asks the registry. */
function inheritedCliConfigFile(): string | undefined {
  const file = process.env.TF_CLI_CONFIG_FILE;
  return file !== undefined && existsSync(file) ? file : undefined;
}

export interface Servers {
  /** URL of the AWS APIs. */
  readonly endpoint?: string;
  /** What TF_REATTACH_PROVIDERS must hold. */
  readonly reattach: string;
  /** Default: the file that TF_CLI_CONFIG_FILE names in this process, if it exists. */
  readonly cliConfigFile?: string;
}

export function terraformEnvironment({ endpoint, reattach, cliConfigFile }: Servers): NodeJS.ProcessEnv {
  const configFile = cliConfigFile ?? inheritedCliConfigFile();
  return {
    ...cleanEnvironment(),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    // The files in the home folder of the user who runs the tests.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_REATTACH_PROVIDERS: reattach,
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    ...(configFile && { TF_CLI_CONFIG_FILE: configFile }),
  };
}

/** The first with stable lock files in the S3 backend. */
const MINIMUM_TERRAFORM = { major: 1, minor: 11 };

const TerraformVersion = z.object({ terraform_version: z.string() });

function standardOutput(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", env: cleanEnvironment() });
  return status === 0 ? stdout : undefined;
}

function terraformProblem(): string | undefined {
  const { major, minor } = MINIMUM_TERRAFORM;
  const needed = `terraform ${major}.${minor} or newer is needed on the PATH`;
  const answer = standardOutput("terraform", ["version", "-json"]);
  if (answer === undefined) return `${needed}: there is none`;
  const version = TerraformVersion.parse(JSON.parse(answer)).terraform_version;
  const [foundMajor = 0, foundMinor = 0] = version.split(".").map(Number);
  const isEnough = foundMajor > major || (foundMajor === major && foundMinor >= minor);
  return isEnough ? undefined : `${needed}: found ${version}`;
}

function motoProblem(): string | undefined {
  // Being on the PATH is not enough: a version manager's shim is, without moto behind it.
  if (standardOutput("moto_server", ["--help"]) !== undefined) return undefined;
  return "moto_server is needed on the PATH: pip install 'moto[server]'";
}

/** One line for each tool that the tests need and that is not on this machine. */
export function missingTools(): readonly string[] {
  return [terraformProblem(), motoProblem()].filter((problem) => problem !== undefined);
}
