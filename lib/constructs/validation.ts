import { Token } from "cdktf";
import type { Construct } from "constructs";
import { givenText } from "../config/problem";
import type { TextRule } from "../policy/text-rule";

/** Why a token cannot stand somewhere. */
export const NEEDS_LITERAL_TEXT =
  "has to be literal text, because it is judged before anything is made; given: a token";

/** @throws Error with all that is wrong with a construct's props, a line each, with the construct's path before it. */
export function assertValid({ node }: Construct, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.map((problem) => `${node.path}: ${problem}`).join("\n"));
}

/** Why a text cannot stand at a place of the props. Of a token nothing is known yet: it can. */
export function checkText(
  place: string,
  text: string,
  { noun, allowed, pattern }: TextRule,
): readonly string[] {
  if (pattern.test(text) || Token.isUnresolved(text)) return [];
  return [`${place} is not ${noun}; allowed: ${allowed}; given: ${givenText(text)}`];
}

/** The same for a text that ids are made of, or that is compared with others: a token cannot stand there. */
export function literalTextProblems(place: string, text: string, rule: TextRule): readonly string[] {
  if (!Token.isUnresolved(text)) return checkText(place, text, rule);
  return [`${place} ${NEEDS_LITERAL_TEXT}`];
}

/** Why a number, or the text of one, cannot stand at a place of the props; a token can. */
export function numberProblems(
  place: string,
  given: number | string,
  { noun, min, max }: { readonly noun: string; readonly min: number; readonly max: number },
): readonly string[] {
  const number = Number(given);
  if ((Number.isInteger(number) && number >= min && number <= max) || Token.isUnresolved(given)) return [];
  return [
    `${place} is not ${noun}; allowed: a whole number from ${min} to ${max}; given: ${givenText(given)}`,
  ];
}

/**
 * Texts of a list of which one stands there twice.
 * @param noun what it is for the second time.
 */
export function repeatedTextProblems(
  place: (index: number) => string,
  texts: readonly string[],
  noun: string,
): readonly string[] {
  return texts.flatMap((text, index) =>
    texts.indexOf(text) === index
      ? []
      : [`${place(index)} is ${noun} for the second time; allowed: once; given: ${givenText(text)}`],
  );
}
