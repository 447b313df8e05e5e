import { createInterface, type Interface } from "node:readline/promises";
import { ConfigError } from "../../config/problem";
import { shownText } from "../output/shown-text";

/** Something that has to be known, and how an answer is judged. */
export interface Question {
  /** The option that answers it without asking. */
  readonly flag: string;
  /** On a terminal, before the answer. */
  readonly prompt: string;
  /** What is wrong with an answer, or with none; nothing where it is right. */
  readonly problem: (answer: string | undefined) => string | undefined;
}

/** Where people are asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Whether somebody sits there. Standard output is left out: it may go to a file, and no question goes there. */
export function isAnswered({ input, output }: Terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

export type Ask = (question: Question) => Promise<string>;

/**
 * Asks questions, each until its answer is right.
 * @param questions that are asked one after the other; the input is opened for the first of them.
 * @throws ConfigError where the input ends, or somebody stops it with Ctrl-C.
 */
export async function asking<T>(terminal: Terminal, questions: (ask: Ask) => Promise<T>): Promise<T> {
  let dialogue: Dialogue | undefined;
  try {
    return await questions((question) => {
      dialogue ??= openDialogue(terminal);
      return rightAnswer(question, dialogue, terminal.output);
    });
  } finally {
    dialogue?.lines.close();
  }
}

interface Dialogue {
  readonly lines: Interface;
  /** Lines that come at once, as somebody pastes them, wait here for their questions. */
  readonly answers: AsyncIterator<string>;
}

function openDialogue({ input, output }: Terminal): Dialogue {
  const lines = createInterface({ input, output });
  lines.once("SIGINT", () => lines.close());
  return { lines, answers: lines[Symbol.asyncIterator]() };
}

async function rightAnswer(
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
      throw new ConfigError(["stopped before the last answer; nothing is written"]);
    }
    const answer = value.trim();
    const wrong = problem(answer);
    if (wrong === undefined) return answer;
    output.write(`  ${shownText(wrong)}\n`);
  }
}
