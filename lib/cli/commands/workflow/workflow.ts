import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type Path, pathText } from "../../../config/problem";
import { loadFile, type ReadFile } from "../../../config/read";
import { fixInFile } from "../../../config/rule-message";
import type { Config } from "../../../config/types";
import { roleArn } from "../../../policy/arn";
import { REPOSITORY_OF_OWNER } from "../../../policy/github-names";
import { givenText } from "../../../policy/text-rule";
import {
  type ArtifactKind,
  type Part,
  type Provenance,
  partTexts,
  requestProblems,
  timeoutProblem,
  type Wording,
  type WorkflowEvent,
  type WorkflowRequest,
} from "../../../workflow/request";
import { type RoleSelector, type SelectedRole, trustedOwners } from "../../../workflow/role-source";
import { trustedContexts } from "../../../workflow/trusted-contexts";
import { type WorkflowAnswer, workflow } from "../../../workflow/workflow";
import { writeFile } from "../../files";
import { type CommandResult, EXIT, type Exit } from "../../run-command";

export interface WorkflowOptions {
  readonly config: string;
  readonly repository?: string;
  readonly role?: string;
  readonly account: readonly string[];
  readonly event?: WorkflowEvent;
  readonly branch: readonly string[];
  readonly tagPattern: readonly string[];
  readonly environment?: string;
  readonly workflow?: string;
  readonly image: readonly string[];
  readonly tag: readonly string[];
  readonly context?: string;
  readonly file?: string;
  readonly platform: readonly string[];
  readonly runsOn: readonly string[];
  readonly kind?: ArtifactKind;
  readonly pull: boolean;
  readonly reusable: boolean;
  readonly region: readonly string[];
  readonly cache?: string;
  readonly provenance?: Provenance;
  readonly sbom: boolean;
  readonly attest: boolean;
  readonly sign: boolean;
  readonly reproducible: boolean;
  readonly timeout?: string;
  readonly updatePins?: string;
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * Writes a workflow, or explains why the role denies it.
 * @param cwd the folder that relative paths start from.
 * @throws ConfigError if the file has problems.
 */
export function writeWorkflow(options: WorkflowOptions, cwd: string): CommandResult {
  const file = loadFile(options.config, cwd);
  const { config } = file;
  const problems = optionProblems(options);
  const role = roleSelector(options, config);
  if (problems.length > 0 || "problems" in role) {
    return failed(EXIT.badInput, [...problems, ...("problems" in role ? role.problems : [])]);
  }
  const answer = workflow(config, role, requestOf(options));
  switch (answer.kind) {
    case "invalid":
      return failed(EXIT.badInput, answer.problems);
    case "denied":
      return failed(EXIT.failed, denialLines(answer, file, options.config));
    case "written":
      return printed(answer, options, cwd);
  }
}

/** The denial, with the place in the file below the fix. */
function denialLines(
  { lines, change }: Extract<WorkflowAnswer, { readonly kind: "denied" }>,
  { config, source }: ReadFile,
  name: string,
): readonly string[] {
  const path = change === "environments" ? ["github", "environments"] : trustPath(config, change);
  if (path === undefined) return lines;
  const { line, column } = source.position({ path });
  return lines.flatMap((text) =>
    text.startsWith("Fix: ") ? [text, `     see ${name}:${line}:${column} ${pathText(path)}`] : [text],
  );
}

function trustPath({ accounts }: Config, selected: SelectedRole | undefined): Path | undefined {
  return accounts.flatMap((account, index) =>
    account.roles
      .filter((role) => account === selected?.account && role === selected.role)
      .map(({ source, trust }) => [
        "accounts",
        index,
        "roles",
        source,
        trust.kind === "document" ? "trustPolicy" : "trust",
      ]),
  )[0];
}

function failed(exit: Exit, lines: readonly string[]): CommandResult {
  return { exit, output: "", lines };
}

function printed(
  answer: Extract<WorkflowAnswer, { readonly kind: "written" }>,
  { out, force, json }: WorkflowOptions,
  cwd: string,
): CommandResult {
  if (out !== undefined) {
    const file = resolve(cwd, out);
    if (existsSync(file) && !force) {
      return failed(EXIT.badInput, [`${out} exists. Use --force to overwrite it`]);
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFile(file, answer.text);
  }
  const notes = answer.notes.map((note) => (note.startsWith("warning: ") ? note : `note: ${note}`));
  if (json) return { exit: EXIT.done, output: answerJson(answer, out) };
  return out === undefined
    ? { exit: EXIT.done, output: answer.text, lines: notes }
    : { exit: EXIT.done, output: "", lines: [`wrote ${out}`, ...notes] };
}

function answerJson(
  { text: workflowText, path, event, subject, role: { account, role }, notes }: Parameters<typeof printed>[0],
  out: string | undefined,
): string {
  const arn = roleArn(account, role.path, role.name);
  const result = { workflow: workflowText, path: out ?? path, event, subject, role: arn, notes };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

/** The problems of the options that need no role to see, a line for each. */
export function optionProblems(options: WorkflowOptions): readonly string[] {
  const { repository, timeout, reusable, event, account } = options;
  return [
    ...(repository === undefined || REPOSITORY_OF_OWNER.pattern.test(repository)
      ? []
      : [
          `--repository: expected ${REPOSITORY_OF_OWNER.noun} (${REPOSITORY_OF_OWNER.allowed}), got ${givenText(repository)}`,
        ]),
    ...(isMinutes(timeout) ? [] : [timeoutProblem(OPTIONS.timeout, timeout)]),
    ...(reusable && event !== undefined && event !== "workflow_call"
      ? [`--reusable: cannot be combined with --event ${event}. Remove one of them`]
      : []),
    ...(new Set(account).size === account.length
      ? []
      : [`--account: expected each account once, got ${account.join(", ")}`]),
    ...requestProblems(requestOf(options)),
  ];
}

/** Whether a timeout is a number, which the request checks. */
function isMinutes(text: string | undefined): boolean {
  return text === undefined || /^-?[0-9]+$/.test(text);
}

function requestOf(options: WorkflowOptions): WorkflowRequest {
  return {
    event: options.reusable ? "workflow_call" : options.event,
    branches: options.branch,
    tagPatterns: options.tagPattern,
    environment: options.environment,
    calls: options.workflow,
    fileName: options.out === undefined ? undefined : basename(options.out),
    platforms: options.platform,
    images: options.image,
    context: options.context,
    dockerfile: options.file,
    tags: options.tag,
    runsOn: options.runsOn,
    kind: options.kind,
    pull: options.pull,
    regions: options.region,
    cache: options.cache,
    provenance: options.provenance,
    sbom: options.sbom,
    attest: options.attest,
    sign: options.sign,
    reproducible: options.reproducible,
    timeout:
      options.timeout === undefined || !isMinutes(options.timeout) ? undefined : Number(options.timeout),
    wording: COMMAND_WORDING,
  };
}

/** The role and repository of the options. A repository without an owner belongs to the owner whose repository of that name is trusted. */
export function roleSelector(
  { repository, role, account: [account, ...furtherAccounts] }: WorkflowOptions,
  config: Config,
): RoleSelector | { readonly problems: readonly string[] } {
  const selector = { role, account, furtherAccounts };
  if (repository === undefined) return { repository, ...selector };
  const [first = "", second] = repository.split("/");
  if (second !== undefined) return { repository: { owner: first, name: second }, ...selector };
  const owners = trustedOwners(config);
  const named = owners
    .map((owner) => ({ owner, name: first }))
    .filter((own) =>
      config.accounts.some(({ roles }) => roles.some((each) => trustedContexts(each, own).length > 0)),
    );
  const [only, ...others] = named.length === 0 ? owners.map((owner) => ({ owner, name: first })) : named;
  if (only !== undefined && others.length === 0) return { repository: only, ...selector };
  const choices = [only, ...others].flatMap((choice) =>
    choice === undefined ? [] : `${choice.owner}/${first}`,
  );
  return {
    problems: [`--repository: expected ${choices.join(" or ") || "OWNER/NAME"}, got ${givenText(first)}`],
  };
}

const OPTIONS: Readonly<Record<Part, string>> = {
  event: "--event",
  branches: "--branch",
  tagPatterns: "--tag-pattern",
  environment: "--environment",
  calls: "--workflow",
  fileName: "--out",
  platforms: "--platform",
  images: "--image",
  context: "--context",
  dockerfile: "--file",
  tags: "--tag",
  runsOn: "--runs-on",
  kind: "--kind",
  pull: "--pull",
  regions: "--region",
  cache: "--cache",
  provenance: "--provenance",
  sbom: "--sbom",
  attest: "--attest",
  sign: "--sign",
  reproducible: "--reproducible",
  timeout: "--timeout",
};

/** For the options of the command and the keys of the access file. */
export const COMMAND_WORDING: Wording = {
  option: (part) => OPTIONS[part],
  options: (parts) =>
    partTexts(
      parts,
      (part, value) => `${OPTIONS[part]} ${/^[\w.-]+$/.test(value) ? value : quoted(value)}`,
    ).join(" "),
  images: (names) => names.map((name) => `${OPTIONS.images} ${name}`).join(" "),
  repository: ({ owner, repository }, isOnlyOwner) =>
    `${isOnlyOwner ? "" : `owner: ${owner}, `}repository: ${repository}`,
  fix: fixInFile,
  dependabotFix: () => "Add dependabot to publish.to, or publish variables",
};

/** A value to paste into a shell, which reads `$` and others between double quotes. */
function quoted(value: string): string {
  return /[$`\\"!]/.test(value) ? `'${value.replaceAll("'", String.raw`'\''`)}'` : JSON.stringify(value);
}
