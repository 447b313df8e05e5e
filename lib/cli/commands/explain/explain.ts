import { ConfigError, pathText } from "../../../config/problem";
import { loadFile } from "../../../config/read";
import {
  arnOf,
  type CandidateRole,
  candidatesOf,
  grantOf,
  isNamedBy,
  roleOfPolicy,
} from "../../../explain/candidates";
import type { RoleDecision } from "../../../explain/compare";
import { type Denial, type Explanation, explainToken, type NamedFile } from "../../../explain/explain";
import { type GithubContext, NO_FILE } from "../../../explain/workflow-run";
import { GITHUB_COM_ISSUER } from "../../../policy/github-issuer";
import type { StatementDecision } from "../../../policy/iam/evaluate";
import type { InputIo, Io } from "../../io";
import { paintOf, terminalOf } from "../../output";
import { problemLines, rolesFile } from "../../roles-file";
import { type CommandResult, EXIT } from "../../run-command";
import { type ActionOptions, explainAction, requestedAction } from "./action";
import { type Explained, explanationsText, shownClaims, UNVERIFIED } from "./text";
import { describesToken, presentedTokens, rejectToken, type TokenOptions } from "./tokens";

export interface ExplainOptions extends TokenOptions, ActionOptions {
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
  const request = requestedAction(options);
  if (request !== undefined && options.policy !== undefined) {
    throw new ConfigError([
      "--action: expected no --policy, because such a file rarely has every policy of a role",
    ]);
  }
  const paint = paintOf(terminalOf(io.stdout, io.env));
  if (request !== undefined && !describesToken(options)) {
    const { config } = loadFile(options.config, io.cwd);
    return explainAction(options.config, config, request, { isWanted: undefined, json: options.json, paint });
  }
  const source =
    options.policy === undefined
      ? accessFileRoles(options.config, io.cwd)
      : await policyFileRoles(options.policy, io);
  const { tokens, isSigned, roleArn } = await presentedTokens(options, source.github, io);
  const { roles, notes } = requestedRoles(source, roleArn);
  const explanations = tokens
    .map((token) => ({ ...token, notes: [...token.notes, ...notes] }))
    .map((token) => explainToken(roles, token, source.file, now));
  if (
    request !== undefined &&
    source.file !== undefined &&
    explanations.every(({ outcome }) => outcome === "allowed")
  ) {
    const assumed = new Set(
      explanations.flatMap(({ decisions }) =>
        decisions.filter(({ outcome }) => outcome === "allowed").map(({ role }) => role.origin?.role),
      ),
    );
    const { config } = source.file.file;
    return explainAction(source.name, config, request, {
      isWanted: (role) => assumed.has(role),
      json: options.json,
      paint,
    });
  }
  const explained = { name: source.name, explanations, isSigned };
  return {
    output: options.json ? explanationsJson(explained) : explanationsText(explained, paint),
    exit: explanations.every(({ outcome }) => outcome === "allowed") ? EXIT.done : EXIT.failed,
  };
}

/** The role that a CloudTrail record names, if the file has it. No other role can allow the recorded call. */
function requestedRoles(
  { name, roles }: RoleSource,
  roleArn: string | undefined,
): { readonly roles: readonly CandidateRole[]; readonly notes: readonly string[] } {
  if (roleArn === undefined) return { roles, notes: [] };
  const requested = roles.filter((role) => isNamedBy(roleArn, role));
  if (requested.length > 0) return { roles: requested, notes: [`the call asks for ${roleArn}`] };
  // A trust policy has no name. It can be that of the role.
  return roles.every((role) => role.name === name)
    ? {
        roles,
        notes: [`the call asks for ${roleArn}; the policy in ${name} is assumed to be its trust policy`],
      }
    : {
        roles,
        notes: [`the call asks for ${roleArn}, which is not in ${name}; its roles are evaluated instead`],
      };
}

function accessFileRoles(path: string, cwd: string): RoleSource {
  const file = loadFile(path, cwd);
  const { known, lintContext, github } = file.context;
  return {
    name: path,
    roles: candidatesOf(file.config, lintContext),
    file: { name: path, file },
    github: {
      known,
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

/** The answer as JSON, with one element of `tokens` for each form that the token may have. */
function explanationsJson({ name, explanations, isSigned }: Explained): string {
  const explained = {
    file: name,
    allowed: explanations.every(({ outcome }) => outcome === "allowed"),
    ...(isSigned && { note: UNVERIFIED }),
    tokens: explanations.map(tokenJson),
  };
  return `${JSON.stringify(explained, undefined, 2)}\n`;
}

function tokenJson(explained: Explanation) {
  const { token, outcome, decisions, denial, notes } = explained;
  return {
    issuer: token.issuerHost,
    claims: Object.fromEntries(shownClaims(explained)),
    outcome,
    roles: decisions.map(roleJson),
    ...(denial !== undefined && { closest: closestJson(denial) }),
    notes,
  };
}

function roleJson({ role, outcome, decision }: RoleDecision) {
  const { name, origin } = role;
  const grant = grantOf(role);
  return {
    name,
    ...(origin !== undefined && { account: origin.account.name, arn: arnOf(role) }),
    outcome,
    ...(decision.decidedBy !== undefined && { decidedBy: statementJson(decision.decidedBy) }),
    ...(outcome === "allowed" && grant !== undefined && { may: grant }),
  };
}

function statementJson({ statement, conditions }: StatementDecision) {
  return {
    statement: pathText(statement.path),
    ...(statement.sid !== undefined && { sid: statement.sid }),
    effect: statement.effect,
    conditions: conditions.map(({ condition, outcome, got, why }) => ({
      operator: condition.operatorName,
      key: condition.key,
      expected: condition.values,
      ...(got !== undefined && { got }),
      outcome,
      why,
    })),
  };
}

function closestJson({ closest, differences, causes, edits, editsRejectedBecause }: Denial) {
  return {
    ...(closest !== undefined && {
      role: closest.role.name,
      ...(closest.role.origin !== undefined && { account: closest.role.origin.account.name }),
      ...statementJson(closest.statement),
    }),
    differences: differences.map((difference) => ({
      ...difference,
      marks: difference.marks.map(({ start, end }) => ({ start, end })),
    })),
    causes: causes.map(({ code, message, fix, place }) => ({
      code,
      message,
      fix,
      ...(place !== undefined && { place }),
    })),
    edits: edits.map(({ path, place, value }) => ({ position: place.position, path, value })),
    editsRejectedBecause,
  };
}
