import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Account, Config, Role } from "../../../lib/config/types";
import { roleArn } from "../../../lib/policy/arn";
import { evaluate } from "../../../lib/policy/iam/evaluate";
import { requestContext } from "../../../lib/policy/iam/request-context";
import { claimsOf } from "../../policy/github-token";
import type { ActionCall, RunOptions } from "../../support/actions/run-step";
import { runWorkflow, type WorkflowRun } from "../../support/actions/run-workflow";
import { configOf } from "../../workflow/workflow-of";
import { type EcrRegistry, ecrRegistry } from "./ecr-registry";
import { type Certificate, selfSigned } from "./http-and-https";
import { type CloudRole, workflowActions } from "./workflow-actions";

/** The plugin files of buildx to test with: those that BUILDX_PLUGINS names, else the one that Docker uses. */
export function buildxPlugins(): readonly string[] {
  const { BUILDX_PLUGINS: named } = process.env;
  if (named !== undefined && named !== "") return named.split(":");
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "buildx"}}{{.Path}}{{end}}{{end}}';
  const { stdout } = spawnSync("docker", ["info", "--format", format], { encoding: "utf8" });
  return [stdout?.trim() ?? ""].filter((path) => path !== "");
}

function hasOutput(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** A line for each tool that the tests of workflows need and that is not on this machine. */
function missingWorkflowTools(): readonly string[] {
  const plugins = buildxPlugins();
  return [
    ...(hasOutput("docker", ["--version"]) ? [] : ["docker, the client, is needed on the PATH"]),
    ...(hasOutput("docker-registry", ["--version"])
      ? []
      : ["docker-registry is needed on the PATH: apt-get install docker-registry"]),
    ...(hasOutput("helm", ["version"])
      ? []
      : ["helm is needed on the PATH: go install helm.sh/helm/v3/cmd/helm@v3.22.0"]),
    ...(hasOutput("oras", ["version"])
      ? []
      : ["oras is needed on the PATH: go install oras.land/oras/cmd/oras@v1.3.6"]),
    ...(plugins.length > 0 ? [] : ["Docker needs its plugin buildx, or BUILDX_PLUGINS has to name one"]),
    ...plugins
      .filter((plugin) => !hasOutput(plugin, ["version"]))
      .map((plugin) => `${plugin} is no plugin of Docker that runs`),
  ];
}

/** GitHub and AWS for the workflows of an access.yaml, on this machine. */
export interface WorkflowCloud {
  /** The registry of each account and region: `123456789012/eu-west-1`. With `ecrPublic`, also `public`. */
  readonly registries: Readonly<Record<string, EcrRegistry>>;
  /** The only registry. */
  readonly registry: EcrRegistry;
  /** Every image that was built, in order: `web linux/amd64`. */
  readonly builds: readonly string[];
  /** Makes the builds for this platform fail, until it is undefined. */
  readonly failBuilds: (platform: string | undefined) => void;
  /** Adds a commit with these files to the repository. */
  readonly commit: (files?: Readonly<Record<string, string>>) => string;
  readonly run: (text: string, options: RunOf) => Promise<WorkflowRun>;
  close(): Promise<void>;
}

interface RunOf extends Pick<RunOptions, "ref" | "sha" | "workflows" | "payload"> {
  /** Default: push. */
  readonly event?: string;
}

let missing: readonly string[] | undefined;

/** @param plugin the file of buildx. @throws Error that names each tool that the machine lacks. */
export async function workflowCloud(yaml: string, plugin: string): Promise<WorkflowCloud> {
  missing ??= missingWorkflowTools();
  if (missing.length > 0) throw new Error(missing.join("\n"));
  const config = configOf(yaml);
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const origin = join(folder, "origin");
  const git = (...args: readonly string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=mona", "-c", "user.email=mona@example.com", "-C", origin, ...args],
      {
        encoding: "utf8",
      },
    ).trim();
  mkdirSync(origin);
  git("init", "--quiet");
  const dockerfile = "FROM scratch\nCOPY Dockerfile /\n";
  writeFiles(origin, { Dockerfile: dockerfile, "services/api/Dockerfile": dockerfile });
  const certificate = selfSigned(folder);
  const registries = await registriesOf(config, certificate);
  const [registry] = Object.values(registries);
  if (registry === undefined) throw new Error("no registry");
  const builds = { lines: [] as string[], failing: new Set<string>() };
  const roles = config.accounts.flatMap((account) =>
    account.roles.map((role) => cloudRole(config, account, role)),
  );
  const actions = workflowActions({ roles, registries, origin, builds });
  return {
    registries,
    registry,
    builds: builds.lines,
    failBuilds(platform) {
      builds.failing.clear();
      if (platform !== undefined) builds.failing.add(platform);
    },
    commit(files = {}) {
      writeFiles(origin, files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", "change");
      return git("rev-parse", "HEAD");
    },
    run: (text, { event = "push", ref, sha, workflows = {}, payload = {} }) =>
      runWorkflow(text, {
        event,
        payload,
        ref,
        sha,
        repository: "acme/web",
        workflowRef: `acme/web/.github/workflows/push.yml@${ref}`,
        workflows,
        ...publishedValues(
          config,
          Object.values(registries).map(({ host }) => host),
        ),
        actions,
        runner: (home) => {
          useBuildx(home, plugin);
          return { PATH: process.env.PATH, HOME: home, SSL_CERT_FILE: certificate.file };
        },
      }),
    async close() {
      await Promise.all(Object.values(registries).map((each) => each.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A registry for each account and region of the roles, with the ECR repositories that they name. */
async function registriesOf(
  { accounts }: Config,
  certificate: Certificate,
): Promise<Record<string, EcrRegistry>> {
  const registries: Record<string, EcrRegistry> = {};
  for (const { key, scope, alias, repositories } of accounts.flatMap(namedRegistries)) {
    registries[key] ??= await ecrRegistry(scope, certificate, alias);
    for (const name of repositories) registries[key].repositories.set(name, "mutable");
  }
  return registries;
}

interface NamedRegistry {
  readonly key: string;
  /** As in the ARN of its repositories. */
  readonly scope: string;
  /** In ECR Public. */
  readonly alias?: string;
  readonly repositories: readonly string[];
}

/** The registries that the roles of an account name. */
function namedRegistries({ accountId, partition, roles }: Account): readonly NamedRegistry[] {
  return roles.flatMap(({ ecr, furtherEcr, ecrPublic }) => [
    ...[ecr, ...furtherEcr].flatMap(({ regions, repositories, accountId: other = accountId }) =>
      regions.map((region) => ({
        key: `${other}/${region}`,
        scope: `arn:${partition}:ecr:${region}:${other}`,
        repositories,
      })),
    ),
    ...(ecrPublic?.alias === undefined
      ? []
      : [
          {
            key: "public",
            scope: `arn:${partition}:ecr-public::${accountId}`,
            alias: ecrPublic.alias,
            repositories: ecrPublic.repositories.map((name) => `${ecrPublic.alias}/${name}`),
          },
        ]),
  ]);
}

function cloudRole({ github }: Config, account: Account, role: Role): CloudRole {
  return {
    roleArn: roleArn(account, role.path, role.name),
    maxSessionSeconds: role.maxSessionSeconds,
    policies: role.policies.map(({ document }) => document),
    trusts: (call, audience) => {
      const context = requestContext(tokenOf(call, audience), github.issuerHost, account);
      return evaluate(role.parsedTrustPolicy, context).outcome === "allowed";
    },
  };
}

/** The token of a job, with the ids that the tests' files have. */
function tokenOf({ run, environment, workflow }: ActionCall, audience: string) {
  const [owner = "", repository = ""] = run.repository.split("/");
  return claimsOf({
    owner,
    ownerId: 1,
    repository,
    repositoryId: 2,
    format: "immutable",
    template: ["repo", "context"],
    run:
      environment !== undefined
        ? { kind: "environment", name: environment, ref: run.ref }
        : run.event === "pull_request"
          ? { kind: "pullRequest" }
          : { kind: "ref", ref: run.ref },
    audience,
    jobWorkflowRef: run.workflowRef,
    workflow,
  });
}

/** The secrets and variables that the roles publish. GitHub masks the address of a registry that contains a secret. */
function publishedValues({ accounts }: Config, hosts: readonly string[]) {
  const publications = accounts.flatMap(({ roles }) => roles.map(({ publish }) => publish));
  const textsOf = (kind: "secrets" | "variables") =>
    Object.fromEntries(
      publications
        .filter(({ as, isWanted }) => isWanted && as === kind)
        .flatMap(({ values }) => values.map(({ name, text }) => [name, text])),
    );
  const secrets = textsOf("secrets");
  return { secrets, vars: textsOf("variables"), masks: Object.keys(secrets).length === 0 ? [] : hosts };
}

/** Makes a file the buildx of a home folder. */
function useBuildx(home: string, plugin: string): void {
  const plugins = join(home, ".docker", "cli-plugins");
  if (mkdirSync(plugins, { recursive: true }) !== undefined)
    symlinkSync(plugin, join(plugins, "docker-buildx"));
}
