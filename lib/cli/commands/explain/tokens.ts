import { ConfigError } from "../../../config/problem";
import { recordedCall } from "../../../explain/cloudtrail";
import { readToken, type Token, tokenOfSubject, wholeToken } from "../../../explain/token";
import { type GithubContext, workflowTokens } from "../../../explain/workflow-run";
import { inputName, inputText } from "../../files";
import type { InputIo } from "../../io";

/** Larger than any token. */
const MAX_INPUT_BYTES = 2 ** 20;

/** A token in place of the name of its file. No message may show it. */
const TOKEN = /^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/;

/** The options that describe a token. */
export interface TokenOptions {
  readonly token?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly repository?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly environment?: string;
  readonly event?: string;
  readonly workflow?: string;
  readonly fork?: boolean;
}

/** The three ways to describe a token, each with its options. */
const WAYS = {
  token: ["token"],
  sub: ["sub", "aud"],
  repository: ["repository", "aud", "branch", "tag", "environment", "event", "workflow", "fork"],
} as const satisfies Record<string, readonly (keyof TokenOptions)[]>;

const OPTIONS = [...new Set(Object.values(WAYS).flat())];

/** Whether any option describes a token. */
export function describesToken(options: TokenOptions): boolean {
  return OPTIONS.some((option) => options[option] !== undefined);
}

export interface PresentedTokens {
  readonly tokens: readonly Token[];
  /** Whether the token is a JWT. Its signature is not verified. */
  readonly isSigned: boolean;
  /** The role that a CloudTrail record names. */
  readonly roleArn?: string | undefined;
}

/**
 * The tokens that the options describe. There are several if the subject of a run may have several forms.
 * @throws ConfigError with every problem of the options or the token.
 */
export async function presentedTokens(
  options: TokenOptions,
  github: GithubContext,
  io: InputIo,
): Promise<PresentedTokens> {
  const problems = optionProblems(options);
  if (problems.length > 0) throw new ConfigError(problems);
  const { token, sub, aud, repository = "" } = options;
  if (token !== undefined) return tokenOfFile(token, github, io);
  if (sub !== undefined) {
    return { tokens: [tokenOfSubject(sub, aud, github.issuerHost)], isSigned: false };
  }
  const run = {
    branch: options.branch,
    tag: options.tag,
    environment: options.environment,
    event: options.event,
    workflow: options.workflow,
    fork: options.fork ?? false,
  };
  const tokens = workflowTokens(repository, run, aud, github);
  if ("problems" in tokens) throw new ConfigError(tokens.problems);
  return { tokens, isSigned: false };
}

function optionProblems(options: TokenOptions): readonly string[] {
  const given = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => options[way] !== undefined);
  const [way] = given;
  if (way === undefined || given.length > 1) {
    const got = given.length === 0 ? "none" : given.map((each) => `--${each}`).join(" and ");
    return [`expected exactly one of --token, --sub and --repository, got ${got}`];
  }
  const allowed: readonly string[] = WAYS[way];
  return OPTIONS.flatMap((option) => {
    if (options[option] === undefined) return [];
    if (!allowed.includes(option)) return [`--${option}: not allowed with --${way}${othersText(way)}`];
    return options[option] === "" ? [`--${option}: expected a value, got nothing`] : [];
  });
}

function othersText(way: keyof typeof WAYS): string {
  const others = WAYS[way].slice(1).map((option) => `--${option}`);
  return others.length === 0 ? "" : `. Allowed with --${way}: ${others.join(", ")}`;
}

async function tokenOfFile(
  path: string,
  { issuerHost }: GithubContext,
  io: InputIo,
): Promise<PresentedTokens> {
  rejectToken(path, "--token");
  const input = await inputText(path, MAX_INPUT_BYTES, io);
  const call = "message" in input ? undefined : recordedCall(input.text);
  if (call !== undefined && "token" in call) {
    return { tokens: [call.token], isSigned: false, roleArn: call.roleArn };
  }
  const read = call ?? ("message" in input ? { problems: [input.message] } : readToken(input.text));
  if ("problems" in read) {
    throw new ConfigError(read.problems.map((problem) => `--token ${inputName(path)}: ${problem}`));
  }
  return { tokens: [wholeToken(read.claims, issuerHost)], isSigned: read.isSigned };
}

/** @throws ConfigError for a token in place of a file name. A message about the file would show the token. */
export function rejectToken(path: string, option: string): void {
  if (!TOKEN.test(path)) return;
  throw new ConfigError([
    `${option}: expected a file, or - for standard input, got a token. Other users of this machine can read the command line`,
  ]);
}
