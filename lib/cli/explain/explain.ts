import { ConfigError } from "../../config/problem";
import { loadFile } from "../../config/read";
import { type CandidateRole, candidatesOf, roleOfPolicy } from "../../explain/candidates";
import { explainToken, type NamedFile } from "../../explain/explain";
import { type GithubContext, NO_FILE } from "../../explain/workflow-run";
import { GITHUB_COM_ISSUER } from "../../policy/github-issuer";
import type { InputIo, Io } from "../io";
import { paintOf, terminalOf } from "../output";
import { problemLines, rolesFile } from "../roles-file";
import { type CommandResult, EXIT } from "../run-command";
import { explanationsJson } from "./json";
import { explanationsText } from "./text";
import { presentedTokens, rejectToken, type TokenOptions } from "./tokens";

export interface ExplainOptions extends TokenOptions {
  readonly config: string;
  readonly policy?: string;
  readonly json: boolean;
}

/** The roles to evaluate, and what is known about GitHub. */
interface RoleSource {
  readonly name: string;
  readonly roles: readonly CandidateRole[];
  readonly file: NamedFile | undefined;
  readonly github: GithubContext;
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
  const source =
    options.policy === undefined
      ? accessFileRoles(options.config, io.cwd)
      : await policyFileRoles(options.policy, io);
  const { tokens, isSigned } = await presentedTokens(options, source.github, io);
  const explanations = tokens.map((token) => explainToken(source.roles, token, source.file, now));
  const explained = { name: source.name, explanations, isSigned };
  return {
    output: options.json
      ? explanationsJson(explained)
      : explanationsText(explained, paintOf(terminalOf(io.stdout, io.env))),
    exit: explanations.every(({ outcome }) => outcome === "allowed") ? EXIT.done : EXIT.failed,
  };
}

function accessFileRoles(path: string, cwd: string): RoleSource {
  const file = loadFile(path, cwd);
  const { known, lintContext, github } = file.context;
  return {
    name: path,
    roles: candidatesOf(file.config, lintContext.ids),
    file: { name: path, file },
    github: {
      known,
      spellings: lintContext,
      environments: file.config.owners.flatMap(({ name: owner, environments }) =>
        environments.map((environment) => ({ ...environment, owner })),
      ),
      issuerHost: github.issuerHost,
    },
  };
}

/** Forms of files that have no name of a role. */
const WITHOUT_ROLE = ["trust policy", "statement of a trust policy"];

/** @throws ConfigError for a file without roles, or with an unreadable trust policy. */
async function policyFileRoles(path: string, io: InputIo): Promise<RoleSource> {
  rejectToken(path, "--policy");
  const read = await rolesFile(path, io);
  if ("problems" in read) throw new ConfigError(read.problems);
  const { name: file, found } = read;
  const { kind, roles, skipped } = found;
  // Roles that are known only after apply are skipped, if there are other roles.
  const unread = skipped.filter(({ reason }) => reason === "unreadable" || roles.length === 0);
  const problems = unread.flatMap((role) => problemLines(read, role.problems));
  if (problems.length > 0) throw new ConfigError(problems);
  if (roles.length === 0)
    throw new ConfigError([`${file}:1:1: expected a role with a trust policy, got none`]);
  return {
    name: file,
    // A trust policy without a role has only the name of its file.
    roles: roles.map(({ name, document, account }) =>
      roleOfPolicy(WITHOUT_ROLE.includes(kind) ? file : name, document, account),
    ),
    file: undefined,
    github: { ...NO_FILE, issuerHost: GITHUB_COM_ISSUER },
  };
}
