import { loadFile } from "../../config/load";
import { ConfigError } from "../../config/problem";
import { type CandidateRole, candidatesOf, roleOfPolicy } from "../../explain/candidate-role";
import { explanation, type NamedFile } from "../../explain/explanation";
import { NO_FILE, type RunSurroundings } from "../../explain/workflow-run";
import { GITHUB_COM_ISSUER } from "../../policy/github-issuer";
import type { InputIo, Io } from "../io";
import { paintOf } from "../output/paint";
import { terminalOf } from "../output/terminal";
import { problemLines } from "../roles-file/problem-line";
import { rolesFile } from "../roles-file/roles-file";
import { type CommandResult, EXIT } from "../run-command";
import { explanationsJson } from "./json";
import { explanationsText } from "./text";
import { presentedTokens, refuseToken, type TokenOptions } from "./tokens";

export interface ExplainOptions extends TokenOptions {
  readonly config: string;
  readonly policy?: string;
  readonly json: boolean;
}

/** Whose roles are asked. */
interface Asked {
  readonly name: string;
  readonly roles: readonly CandidateRole[];
  readonly file: NamedFile | undefined;
  readonly surroundings: RunSurroundings;
}

/**
 * @param now seconds since 1970.
 * @throws ConfigError with every problem of the input.
 */
export async function explain(
  options: ExplainOptions,
  now: number,
  io: InputIo & Pick<Io, "env" | "stdout">,
): Promise<CommandResult> {
  const asked =
    options.policy === undefined
      ? askedFile(options.config, io.cwd)
      : await askedPolicies(options.policy, io);
  const { tokens, isSigned } = await presentedTokens(options, asked.surroundings, io);
  const explanations = tokens.map((token) => explanation(asked.roles, token, asked.file, now));
  const made = { name: asked.name, explanations, isSigned };
  return {
    output: options.json
      ? explanationsJson(made)
      : explanationsText(made, paintOf(terminalOf(io.stdout, io.env))),
    exit: explanations.every(({ outcome }) => outcome === "allowed") ? EXIT.done : EXIT.failed,
  };
}

function askedFile(path: string, cwd: string): Asked {
  const file = loadFile(path, cwd);
  const { known, surroundings, github } = file.surroundings;
  return {
    name: path,
    roles: candidatesOf(file.config, surroundings.ids),
    file: { name: path, file },
    surroundings: { known, spellings: surroundings, issuerHost: github.issuerHost },
  };
}

/** @throws ConfigError for a file without roles, or with one whose trust policy cannot be read. */
async function askedPolicies(path: string, io: InputIo): Promise<Asked> {
  refuseToken(path, "--policy");
  const read = await rolesFile(path, io);
  if ("problems" in read) throw new ConfigError(read.problems);
  const { name: file, found } = read;
  const { kind, roles, skipped } = found;
  // Roles of which Terraform will know more are left out, as long as there are others.
  const unread = skipped.filter(({ reason }) => reason === "unreadable" || roles.length === 0);
  const problems = unread.flatMap((role) => problemLines(read, role.problems));
  if (problems.length > 0) throw new ConfigError(problems);
  if (roles.length === 0)
    throw new ConfigError([`${file}:1:1 holds no role; needed: one with a trust policy`]);
  return {
    name: file,
    // A document by itself has no name but its file's.
    roles: roles.map(({ name, document }) => roleOfPolicy(kind === "trust policy" ? file : name, document)),
    file: undefined,
    surroundings: { ...NO_FILE, issuerHost: GITHUB_COM_ISSUER },
  };
}
