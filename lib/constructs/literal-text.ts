import { Token } from "cdktf";
import { givenText } from "../config/problem";
import type { TextRule } from "../policy/text-rule";

/** Why a token cannot stand somewhere. */
export const NEEDS_LITERAL_TEXT =
  "has to be literal text, because it is judged before anything is made; given: a token";

/**
 * Text that is known now, and right.
 * @throws Error with the place, what is allowed and what was given.
 */
export function literalText(text: string, { noun, allowed, pattern }: TextRule, place: string): string {
  if (Token.isUnresolved(text)) throw new Error(`${place} ${NEEDS_LITERAL_TEXT}`);
  if (!pattern.test(text)) {
    throw new Error(`${place} is not ${noun}; allowed: ${allowed}; given: ${givenText(text)}`);
  }
  return text;
}
