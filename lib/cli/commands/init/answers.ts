import { createInterface, type Interface } from "node:readline/promises";
import { ConfigError } from "../../../config/problem";
import { nearestRegion } from "../../../config/schema/hints";
import { wrongKind } from "../../../config/schema/parts";
import type { PublicationKind } from "../../../config/types";
import { ECR_REPOSITORY } from "../../../policy/ecr-names";
import { OWNER, REF_PATTERN, REPOSITORY_OF_OWNER } from "../../../policy/github-names";
import { ACCOUNT_ID } from "../../../policy/iam-limits";
import { REGION } from "../../../policy/partition";
import { givenText, isOnlyForGithub, ruleProblem, type TextRule } from "../../../policy/text-rule";
import { escapeControlChars } from "../../output";

/** The values of the first access.yaml. */
export interface Answers {
  readonly owner: string;
  readonly repository: string;
  readonly branch: string;
  readonly account: string;
  readonly region: string;
  readonly ecrRepository: string;
  readonly publish: PublicationKind;
}

/** Those that the command line gives. */
export type Flags = Partial<Answers> & Pick<Answers, "branch" | "publish">;

const REPOSITORY: TextRule = {
  ...REPOSITORY_OF_OWNER,
  allowed: "NAME or OWNER/NAME, without wildcards and without .git at the end",
};

/** In YAML an account id needs quotes, here it does not. */
const ACCOUNT: TextRule = { ...ACCOUNT_ID, allowed: "12 digits" };

const OWNER_QUESTION: Question = {
  flag: "--owner",
  prompt: "GitHub user or organization, in GitHub's casing: ",
  problem: (answer) => problemBy(OWNER, answer),
};
const ACCOUNT_QUESTION: Question = {
  flag: "--account",
  prompt: "AWS account, 12 digits (aws sts get-caller-identity prints it): ",
  problem: (answer) => problemBy(ACCOUNT, answer),
};
const REGION_QUESTION: Question = {
  flag: "--region",
  prompt: "AWS region of the ECR repository, such as ap-northeast-2: ",
  problem: regionProblem,
};
const BRANCH_QUESTION: Question = {
  flag: "--branch",
  prompt: "Branch that can push: ",
  problem: (answer) => problemBy(REF_PATTERN, answer),
};

/** @param owner that the repository must have, if known. */
function repositoryQuestion(owner: string | undefined): Question {
  return {
    flag: "--repository",
    prompt: "GitHub repository that can push, its name: ",
    problem: (answer) => {
      const other = ownerIn(answer);
      return (
        problemBy(REPOSITORY, answer) ??
        (other === undefined || owner === undefined || other === owner
          ? undefined
          : `expected a repository of ${owner}, got ${givenText(answer)}`)
      );
    },
  };
}

/** @param repository whose name ECR does not allow. */
function ecrQuestion(repository: string): Question {
  return {
    flag: "--ecr-repository",
    prompt: `ECR repository (ECR does not allow the name ${repository}): `,
    problem: (answer) => problemBy(ECR_REPOSITORY, answer),
  };
}

/** Problems of the given options, a line each. */
export function wrongFlags(flags: Flags): readonly string[] {
  const { owner, repository, account, region, branch, ecrRepository } = flags;
  const given: readonly (readonly [Question, string | undefined])[] = [
    [OWNER_QUESTION, owner],
    [repositoryQuestion(owner), repository],
    [ACCOUNT_QUESTION, account],
    [REGION_QUESTION, region],
    [BRANCH_QUESTION, branch],
    [ecrQuestion(""), ecrRepository],
  ];
  return given.flatMap(([question, text]) => (text === undefined ? [] : problemLines(question, text)));
}

/** Missing options, a line each. */
export function missingFlags({
  owner,
  repository,
  account,
  region,
  ecrRepository,
}: Flags): readonly string[] {
  const needed: readonly (readonly [Question, string | undefined])[] = [
    [OWNER_QUESTION, owner ?? ownerIn(repository)],
    [repositoryQuestion(owner), repository],
    [ACCOUNT_QUESTION, account],
    [REGION_QUESTION, region],
  ];
  const isNameless = repository !== undefined && sameNameInEcr(nameIn(repository)) === undefined;
  return [
    ...needed.flatMap(([question, text]) => (text === undefined ? problemLines(question, text) : [])),
    ...(isNameless && ecrRepository === undefined ? problemLines(ecrQuestion(""), undefined) : []),
  ];
}

/**
 * The values of the options, and the answers to questions for the others.
 * @param flags without problems.
 */
export async function answered(flags: Flags, ask: Ask): Promise<Answers> {
  const owner = flags.owner ?? ownerIn(flags.repository) ?? (await ask(OWNER_QUESTION));
  const repository = nameIn(flags.repository ?? (await ask(repositoryQuestion(owner))));
  const account = flags.account ?? (await ask(ACCOUNT_QUESTION));
  const region = flags.region ?? (await ask(REGION_QUESTION));
  const ecrRepository =
    flags.ecrRepository ?? sameNameInEcr(repository) ?? (await ask(ecrQuestion(repository)));
  const { branch, publish } = flags;
  return { owner, repository, branch, account, region, ecrRepository, publish };
}

function problemLines({ flag, problem }: Question, text: string | undefined): readonly string[] {
  const wrong = problem(text);
  return wrong === undefined ? [] : [`${flag}: ${wrong}`];
}

function problemBy(rule: TextRule, answer: string | undefined): string | undefined {
  const { noun, allowed, pattern } = rule;
  if (answer !== undefined && pattern.test(answer)) return undefined;
  if (answer !== undefined && isOnlyForGithub(rule, answer)) return ruleProblem(rule, answer);
  const message = wrongKind(noun, allowed);
  return answer === undefined || answer === ""
    ? message({})
    : `${message({ input: answer })}, got ${givenText(answer)}`;
}

function regionProblem(answer: string | undefined): string | undefined {
  const problem = problemBy(REGION, answer);
  const nearest = nearestRegion(answer ?? "");
  return problem === undefined || nearest === undefined ? problem : `${problem}, did you mean ${nearest}?`;
}

function ownerIn(repository = ""): string | undefined {
  return repository.includes("/") ? repository.split("/")[0] : undefined;
}

function nameIn(repository: string): string {
  return repository.slice(repository.indexOf("/") + 1);
}

/** The name in lower case, if ECR allows it. */
function sameNameInEcr(repository: string): string | undefined {
  const name = repository.toLowerCase();
  return ECR_REPOSITORY.pattern.test(name) ? name : undefined;
}

interface Question {
  /** The option that answers it. */
  readonly flag: string;
  /** On a terminal, before the answer. */
  readonly prompt: string;
  /** The problem of an answer; undefined if it is valid. */
  readonly problem: (answer: string | undefined) => string | undefined;
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Questions go to standard error, so standard output can be a file. */
export function isAnswered({ input, output }: Terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

export type Ask = (question: Question) => Promise<string>;

/**
 * Asks questions, each until its answer is valid.
 * @param questions asks them one after the other. The first one opens the input.
 * @throws ConfigError if the input ends or the user presses Ctrl-C.
 */
export async function asking<T>(terminal: Terminal, questions: (ask: Ask) => Promise<T>): Promise<T> {
  let dialogue: Dialogue | undefined;
  try {
    return await questions((question) => {
      dialogue ??= openDialogue(terminal);
      return validAnswer(question, dialogue, terminal.output);
    });
  } finally {
    dialogue?.lines.close();
  }
}

interface Dialogue {
  readonly lines: Interface;
  /** Keeps pasted lines for later questions. */
  readonly answers: AsyncIterator<string>;
}

function openDialogue({ input, output }: Terminal): Dialogue {
  const lines = createInterface({ input, output });
  lines.once("SIGINT", () => lines.close());
  return { lines, answers: lines[Symbol.asyncIterator]() };
}

async function validAnswer(
  { prompt, problem }: Question,
  { lines, answers }: Dialogue,
  output: Terminal["output"],
): Promise<string> {
  for (;;) {
    lines.setPrompt(prompt);
    lines.prompt();
    const { done, value } = await answers.next();
    if (done === true) {
      output.write("\n");
      throw new ConfigError(["stopped before the last answer. Nothing is written"]);
    }
    const answer = value.trim();
    const message = problem(answer);
    if (message === undefined) return answer;
    output.write(`  ${escapeControlChars(message)}\n`);
  }
}
