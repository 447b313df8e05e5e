import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { loadFile } from "../../config/load";
import { roleArn } from "../../policy/arn";
import type { WorkflowEvent } from "../../workflow/request";
import { type WorkflowAnswer, workflow } from "../../workflow/workflow";
import { writeFile } from "../files";
import { type CommandResult, EXIT, type Exit } from "../run-command";
import { optionProblems, requestOf, roleSelector } from "./options";

export interface WorkflowOptions {
  readonly config: string;
  readonly repository?: string;
  readonly role?: string;
  readonly account?: string;
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
  const config = loadFile(options.config, cwd).config;
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
      return failed(EXIT.failed, answer.lines);
    case "written":
      return printed(answer, options, cwd);
  }
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
  const notes = answer.notes.map((note) => `note: ${note}`);
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
