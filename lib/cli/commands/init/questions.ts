import { createInterface, type Interface } from "node:readline/promises";
import { ConfigError } from "../../../config/problem";
import { escapeControlChars } from "../../output";

export interface Question {
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
