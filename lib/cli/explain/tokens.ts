import { ConfigError } from "../../config/problem";
import { type Token, tokenOfSubject, wholeToken } from "../../explain/presented-token";
import { readToken } from "../../explain/token";
import { type GithubContext, workflowTokens } from "../../explain/workflow-run";
import { inputName, inputText } from "../files/input-text";
import type { InputIo } from "../io";

/** More than any token has. */
const MAX_INPUT_BYTES = 2 ** 20;

/** A token that was given where its file belongs; no message may repeat it. */
const TOKEN = /^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/;

/** How the command line tells of a token. */
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
}

/** The ways to tell of a token, each with the options that go with it. */
const WAYS = {
  token: ["token"],
  sub: ["sub", "aud"],
  repository: ["repository", "aud", "branch", "tag", "environment", "event", "workflow"],
} as const satisfies Record<string, readonly (keyof TokenOptions)[]>;

const OPTIONS = [...new Set(Object.values(WAYS).flat())];

export interface PresentedTokens {
  readonly tokens: readonly Token[];
  /** Whether there is a signature that nobody has verified. */
  readonly isSigned: boolean;
}

/**
 * The tokens that the options tell of: several for a workflow whose subject may have several forms.
 * @throws ConfigError with every problem of the options or the token.
 */
export async function presentedTokens(
  options: TokenOptions,
  surroundings: GithubContext,
  io: InputIo,
): Promise<PresentedTokens> {
  const problems = optionProblems(options);
  if (problems.length > 0) throw new ConfigError(problems);
  const { token, sub, aud, repository = "" } = options;
  if (token !== undefined) return givenToken(token, surroundings, io);
  if (sub !== undefined) {
    return { tokens: [tokenOfSubject(sub, aud, surroundings.issuerHost)], isSigned: false };
  }
  const run = {
    branch: options.branch,
    tag: options.tag,
    environment: options.environment,
    event: options.event,
    workflow: options.workflow,
  };
  const tokens = workflowTokens(repository, run, aud, surroundings);
  if ("problems" in tokens) throw new ConfigError(tokens.problems);
  return { tokens, isSigned: false };
}

function optionProblems(options: TokenOptions): readonly string[] {
  const given = (Object.keys(WAYS) as (keyof typeof WAYS)[]).filter((way) => options[way] !== undefined);
  const [way] = given;
  if (way === undefined || given.length > 1) {
    const has =
      given.length === 0 ? "is no token given" : `are ${given.map((each) => `--${each}`).join(" and ")}`;
    return [`there ${has}; needed: exactly one of --token, --sub, --repository`];
  }
  const taken: readonly string[] = WAYS[way];
  return OPTIONS.flatMap((option) => {
    if (options[option] === undefined) return [];
    if (!taken.includes(option))
      return [`--${option}: stands beside --${way}; allowed beside it: ${beside(way)}`];
    return options[option] === "" ? [`--${option}: is empty; allowed: a text`] : [];
  });
}

function beside(way: keyof typeof WAYS): string {
  const others = WAYS[way].slice(1).map((option) => `--${option}`);
  return others.length === 0 ? "none of them" : others.join(", ");
}

async function givenToken(
  path: string,
  { issuerHost }: GithubContext,
  io: InputIo,
): Promise<PresentedTokens> {
  rejectToken(path, "--token");
  const input = await inputText(path, MAX_INPUT_BYTES, io);
  const read = "message" in input ? { problems: [input.message] } : readToken(input.text);
  if ("problems" in read) {
    throw new ConfigError(read.problems.map((problem) => `--token: ${inputName(path)} ${problem}`));
  }
  return { tokens: [wholeToken(read.claims, issuerHost)], isSigned: read.isSigned };
}

/** @throws ConfigError for a token where a file belongs: a message about the file would repeat it. */
export function rejectToken(path: string, option: string): void {
  if (!TOKEN.test(path)) return;
  throw new ConfigError([
    `${option}: is a token itself, and others see a command line; allowed: a file, or - for standard input`,
  ]);
}
