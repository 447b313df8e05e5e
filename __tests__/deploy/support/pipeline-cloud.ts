import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import { parsePolicy } from "../../../lib/policy/parse";
import { githubApiServer } from "../../cli/commands/resolve/github-api";
import { githubWith } from "../../cli/commands/resolve/hosted-github";
import { claimsOf } from "../../policy/github-token";
import { type Action, type ActionCall, StepFailure } from "../../support/actions/run-step";
import { runWorkflow, type WorkflowRun } from "../../support/actions/run-workflow";
import { ISSUER } from "../../support/github";
import { type AwsAccount, ecr, query, xmlDocument } from "./aws";
import { iamOutput } from "./aws-output";
import { type AwsSessions, awsSessions } from "./aws-sessions";
import { withInputs } from "./build-action";
import { type GithubProvider, githubProvider } from "./github-provider";
import { motoServer } from "./moto";
import { succeeded } from "./project";
import { type Ending, missingTools, run, terraformEnvironment } from "./terraform";

const ROOT = join(__dirname, "..", "..", "..");
const CLI = `node ${join(ROOT, "scripts", "run.cjs")} ${join(ROOT, "lib", "cli", "main.ts")}`;
const STATE_ACCOUNT = "123456789012";

/** GitHub, AWS and the repository acme/access of a pipeline, on this machine. */
export interface PipelineCloud {
  readonly aws: AwsSessions;
  readonly github: GithubProvider;
  /** The tokens of GitHub Apps that jobs got: the key, the repositories and the permissions. */
  readonly tokens: readonly string[];
  /** Adds a commit with these files to the repository. */
  readonly commit: (files: Readonly<Record<string, string>>) => string;
  /** Runs Terraform in a folder as an administrator of an account. */
  readonly administrator: (accountId: string, folder: string, ...args: readonly string[]) => Promise<Ending>;
  /** A folder with the stacks of the repository's newest commit, as an administrator synthesizes them. */
  readonly synthesized: () => Promise<string>;
  /** @param beforeApply runs between the plans and the first apply, as reviewers take their time. */
  readonly run: (
    text: string,
    event: PipelineEvent,
    beforeApply?: () => Promise<void>,
  ) => Promise<WorkflowRun>;
  close(): Promise<void>;
}

export interface PipelineEvent {
  readonly event: "pull_request" | "push" | "schedule";
  readonly sha: string;
  /** Of a pull request: the repository of its branch. Default: acme/access. */
  readonly head?: string;
}

export async function pipelineCloud(): Promise<PipelineCloud> {
  const missing = missingTools();
  if (missing.length > 0) throw new Error(missing.join("\n"));
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  const [moto, github] = await Promise.all([motoServer(), githubProvider()]);
  const aws = await awsSessions(moto.endpoint, STATE_ACCOUNT);
  const cli = await awsCli(folder, aws.url);
  const api = await githubApiServer(githubWith({ acme: { id: 1, repositories: { web: { id: 2 } } } }));
  const origin = join(folder, "origin");
  mkdirSync(origin);
  const git = (...args: readonly string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=mona", "-c", "user.email=mona@example.com", "-C", origin, ...args],
      {
        encoding: "utf8",
      },
    ).trim();
  git("init", "--quiet");
  const env = terraformEnvironment({ endpoint: aws.url, reattach: github.reattach });
  const tokens: string[] = [];
  let runs = 0;
  return {
    aws,
    github,
    tokens,
    commit(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(origin, name)), { recursive: true });
        writeFileSync(join(origin, name), text);
      }
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", "change");
      return git("rev-parse", "HEAD");
    },
    administrator: (accountId, cwd, ...args) =>
      run("terraform", args, { cwd, env: { ...env, ...aws.session("administrator", accountId) } }),
    async synthesized() {
      const copy = mkdtempSync(join(folder, "administrator-"));
      cpSync(origin, copy, { recursive: true });
      succeeded(await run("bash", ["-c", `${CLI} synth`], { cwd: copy, env }));
      return join(copy, "cdktf.out", "stacks");
    },
    run(text, { event, sha, head = "acme/access" }, beforeApply) {
      const artifacts = join(folder, `artifacts-${++runs}`);
      const isPull = event === "pull_request";
      const ref = isPull ? "refs/pull/7/merge" : "refs/heads/main";
      return runWorkflow(text, {
        event,
        payload: isPull ? { pull_request: { number: 7, head: { repo: { full_name: head } } } } : {},
        ref,
        sha,
        repository: "acme/access",
        workflowRef: `acme/access/.github/workflows/access.yml@${ref}`,
        secrets: {
          ACCESS_PLAN_PRIVATE_KEY: "key-of-the-reader",
          ACCESS_APPLY_PRIVATE_KEY: "key-of-the-writer",
        },
        vars: { ACCESS_PLAN_CLIENT_ID: "reader", ACCESS_APPLY_CLIENT_ID: "writer" },
        actions: {
          "actions/checkout": checkout(origin),
          "actions/setup-node": withInputs(z.strictObject({ "node-version": z.string() }), () => ({})),
          "hashicorp/setup-terraform": setupTerraform(onceOnly(beforeApply)),
          "actions/upload-artifact": upload(artifacts),
          "actions/download-artifact": download(artifacts),
          "aws-actions/configure-aws-credentials": assumeRole(aws),
          "actions/create-github-app-token": appToken(tokens),
        },
        runner: () => ({
          ...env,
          ...cli.env,
          PATH: `${cli.folder}:${env.PATH}`,
          GITHUB_API_URL: api.url,
          AWS_ACCESS_KEY_ID: "",
          AWS_SECRET_ACCESS_KEY: "",
        }),
      });
    },
    async close() {
      await Promise.all([aws.close(), moto.close(), github.close(), cli.close(), api.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

interface AwsCli {
  /** Contains the program `aws`. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The commands of the AWS CLI that the pipeline runs: `aws` asks this process, which asks moto with the keys of the job. */
async function awsCli(folder: string, endpoint: string): Promise<AwsCli> {
  const commands: Readonly<Record<string, (account: AwsAccount) => Promise<unknown>>> = {
    "iam get-account-authorization-details --filter Role LocalManagedPolicy": (account) =>
      iamOutput(account, "GetAccountAuthorizationDetails", {
        "Filter.member.1": "Role",
        "Filter.member.2": "LocalManagedPolicy",
      }),
    "iam list-roles": (account) => iamOutput(account, "ListRoles"),
    "ecr describe-repositories": (account) => ecr(account, "DescribeRepositories", {}),
  };
  const server = createServer(async (incoming, outgoing) => {
    const { line, keyId, region } = JSON.parse((await buffer(incoming)).toString("utf8"));
    try {
      const output = await commands[line]?.({ endpoint, keyId, region });
      if (output === undefined) throw new Error(`no command aws ${line}`);
      outgoing.end(JSON.stringify(output));
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "aws"),
    `#!/usr/bin/env node
const { AWS_CLI_URL: url, AWS_ACCESS_KEY_ID: keyId, AWS_REGION: region } = process.env;
const body = JSON.stringify({ line: process.argv.slice(2).join(" "), keyId, region });
fetch(url, { method: "POST", body }).then(async (answer) => {
  process.stdout.write(await answer.text());
  process.exitCode = answer.ok ? 0 : 254;
});
`,
    { mode: 0o755 },
  );
  return {
    folder: bin,
    env: { AWS_CLI_URL: `http://127.0.0.1:${address.port}` },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The files that make a folder the repository of a pipeline. Its scripts run the sources of this package. */
export const PROJECT_FILES = {
  "package.json": JSON.stringify({
    name: "access",
    private: true,
    scripts: { synth: `${CLI} synth`, cli: CLI },
  }),
  "package-lock.json": JSON.stringify({
    name: "access",
    lockfileVersion: 3,
    requires: true,
    packages: { "": { name: "access" } },
  }),
};

function onceOnly(action: (() => Promise<void>) | undefined): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (!isDone) await action?.();
    isDone = true;
  };
}

function checkout(origin: string): Action {
  return withInputs(
    z.strictObject({ "persist-credentials": z.literal("false") }),
    (_, { run: { sha }, workspace }) => {
      const git = (...args: readonly string[]) => execFileSync("git", ["-C", workspace, ...args]);
      git("init", "--quiet");
      git("fetch", "--quiet", "--depth", "1", origin, sha);
      git("checkout", "--quiet", "FETCH_HEAD");
      return {};
    },
  );
}

/** Jobs of the environment `access` wait for its reviewers before their first step. */
function setupTerraform(beforeApply: () => Promise<void>): Action {
  const inputs = z.strictObject({ terraform_version: z.string(), terraform_wrapper: z.literal("false") });
  return withInputs(inputs, async (_, { environment }) => {
    if (environment !== undefined) await beforeApply();
    return {};
  });
}

const FLAG = z.enum(["true", "false"]).default("false");

function upload(artifacts: string): Action {
  const inputs = z.strictObject({
    name: z.string(),
    path: z.string(),
    "include-hidden-files": FLAG,
    "if-no-files-found": z.literal("error").optional(),
    overwrite: FLAG,
    "retention-days": z.string(),
  });
  return withInputs(inputs, (given, { workspace }) => {
    const from = join(workspace, given.path);
    const to = join(artifacts, given.name);
    if (!existsSync(from) || readdirSync(from).length === 0)
      throw new StepFailure(`no files at ${given.path}`);
    if (existsSync(to) && given.overwrite === "false") throw new StepFailure(`${given.name} exists`);
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, {
      recursive: true,
      filter: (path) => given["include-hidden-files"] === "true" || !basename(path).startsWith("."),
    });
    return {};
  });
}

function download(artifacts: string): Action {
  const inputs = z.union([
    z.strictObject({ name: z.string(), path: z.string() }),
    // Without merge-multiple, the path of the files depends on the number of artifacts.
    z.strictObject({
      pattern: z.string().regex(/^[\w-]+\*$/),
      path: z.string(),
      "merge-multiple": z.literal("true"),
    }),
  ]);
  return withInputs(inputs, (given, { workspace }) => {
    const to = join(workspace, given.path);
    const all = readdirSync(artifacts);
    const names =
      "name" in given
        ? [given.name]
        : all.filter((each) => each.startsWith(given.pattern.replace(/\*$/, "")));
    for (const name of names) {
      if (!all.includes(name)) throw new StepFailure(`Artifact '${name}' not found`);
      cpSync(join(artifacts, name), to, { recursive: true });
    }
    return {};
  });
}

/** Assumes a role that is deployed, if its trust policy allows the job's token. The session can do what its policies allow. */
function assumeRole(aws: AwsSessions): Action {
  const inputs = z.strictObject({
    "role-to-assume": z.string(),
    "aws-region": z.string(),
    "inline-session-policy": z.string().default(""),
  });
  return withInputs(inputs, async (given, call) => {
    const { permissions } = call;
    if (typeof permissions !== "object" || permissions["id-token"] !== "write") {
      throw new StepFailure("Credentials could not be loaded, please check your action inputs");
    }
    const [, accountId = "", RoleName = ""] =
      /^arn:aws:iam::(\d{12}):role\/(\w+)$/.exec(given["role-to-assume"]) ?? [];
    const keys = aws.session("administrator", accountId);
    const account = { endpoint: aws.url, accountId, keyId: keys.AWS_ACCESS_KEY_ID };
    const trust = parsePolicy(
      xmlDocument(await query(account, "iam", "GetRole", { RoleName }), "AssumeRolePolicyDocument"),
      "trust",
    );
    if ("problems" in trust) throw new Error(JSON.stringify(trust.problems));
    const context = requestContext(tokenOf(call), ISSUER, { accountId, partition: "aws" });
    if (evaluate(trust, context).outcome !== "allowed") {
      throw new StepFailure(
        "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
      );
    }
    const inline = await query(account, "iam", "GetRolePolicy", { RoleName, PolicyName: RoleName });
    const session = given["inline-session-policy"];
    return {
      env: {
        AWS_REGION: given["aws-region"],
        ...aws.session(RoleName, accountId, [
          xmlDocument(inline, "PolicyDocument"),
          ...(session === "" ? [] : [JSON.parse(session)]),
        ]),
      },
    };
  });
}

function tokenOf({ run: { event, ref, workflowRef }, environment, workflow }: ActionCall) {
  return claimsOf({
    owner: "acme",
    ownerId: 1,
    repository: "access",
    repositoryId: 2,
    format: "name",
    template: ["repo", "context"],
    run:
      environment !== undefined
        ? { kind: "environment", name: environment, ref }
        : event === "pull_request"
          ? { kind: "pullRequest" }
          : { kind: "ref", ref },
    audience: "sts.amazonaws.com",
    jobWorkflowRef: workflowRef,
    workflow,
  });
}

/** The key of the App that writes is a secret of the environment. An empty permission is not requested. Without repositories, the token is for all. */
function appToken(tokens: string[]): Action {
  const inputs = z
    .object({
      "client-id": z.string(),
      "private-key": z.string(),
      owner: z.string(),
      repositories: z.string().default(""),
    })
    .catchall(z.enum(["", "read", "write"]));
  return withInputs(inputs, (given, { environment }) => {
    const { "client-id": app, "private-key": key, owner, repositories, ...permissions } = given;
    if (key !== `key-of-the-${app}` || (app === "writer") !== (environment === "access")) {
      throw new StepFailure("A JSON web token could not be decoded");
    }
    const wanted = Object.entries(permissions).flatMap(([name, level]) =>
      level === "" ? [] : [`${name.replace("permission-", "")}: ${level}`],
    );
    tokens.push(`${app} on ${owner} (${repositories || "all"}): ${wanted.join(", ")}`);
    return { outputs: { token: `ghs_of-the-${app}` } };
  });
}

/** The roles of the pipeline, as an administrator creates them. */
export async function createRoles(
  cloud: PipelineCloud,
  accounts: Readonly<Record<string, string>>,
): Promise<void> {
  const source = join(ROOT, "examples", "pipeline", "roles");
  for (const [accountId, region] of Object.entries(accounts)) {
    const folder = mkdtempSync(join(tmpdir(), "roles-"));
    try {
      for (const name of readdirSync(source))
        writeFileSync(join(folder, name), readFileSync(join(source, name)));
      succeeded(await cloud.administrator(accountId, folder, "init"));
      const variables = {
        account: accountId,
        region,
        subject: "repo:acme/access",
        state_bucket: "acme-tfstate",
      };
      const options = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
      succeeded(await cloud.administrator(accountId, folder, "apply", "-auto-approve", ...options));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
