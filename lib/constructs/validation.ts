import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { TextRule } from "../policy/text-rule";
import { givenText } from "../policy/text-rule";

/** The message for a CDKTF token where the checks read the value. */
export const NEEDS_LITERAL =
  "expected a literal value, got a CDKTF token. It is checked before Terraform knows the value";

/**
 * @param problems each starts with its place in the props: `values.AWS_REGION: expected ...`.
 * @throws Error with a line for each problem: `stack/construct values.AWS_REGION: expected ...`.
 */
export function assertValid({ node }: Construct, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.map((problem) => `${node.path} ${problem}`).join("\n"));
}

/** Checks a string of the props. Accepts a CDKTF token, whose value is not known yet. */
export function checkText(
  place: string,
  text: string,
  { noun, allowed, pattern }: TextRule,
): readonly string[] {
  if (pattern.test(text) || Token.isUnresolved(text)) return [];
  return [`${place}: expected ${noun} (${allowed}), got ${givenText(text)}`];
}

/** Checks a string that construct ids are made of, or that is compared with others. Rejects a CDKTF token. */
export function literalProblems(place: string, text: string, rule: TextRule): readonly string[] {
  if (!Token.isUnresolved(text)) return checkText(place, text, rule);
  return [`${place}: ${NEEDS_LITERAL}`];
}

/** Checks a whole number, or a string of one. Accepts a CDKTF token. */
export function numberProblems(
  place: string,
  given: number | string,
  { noun, min, max }: { readonly noun: string; readonly min: number; readonly max: number },
): readonly string[] {
  const number = Number(given);
  if ((Number.isInteger(number) && number >= min && number <= max) || Token.isUnresolved(given)) return [];
  return [`${place}: expected ${noun} (a whole number from ${min} to ${max}), got ${givenText(given)}`];
}

/**
 * Finds strings that a list contains twice.
 * @param noun of the elements, in the plural.
 */
export function repeatProblems(
  place: (index: number) => string,
  texts: readonly string[],
  noun: string,
): readonly string[] {
  return texts.flatMap((text, index) =>
    texts.indexOf(text) === index
      ? []
      : [`${place(index)}: expected different ${noun}, got ${givenText(text)} twice`],
  );
}

/** The other constructs of a kind in the stack, to find names that AWS or GitHub accepts only once. */
export function othersInStack<Kind extends Construct>(
  construct: Kind,
  kind: abstract new (...args: never[]) => Kind,
): readonly Kind[] {
  return TerraformStack.of(construct)
    .node.findAll()
    .filter((each): each is Kind => each instanceof kind && each !== construct);
}
