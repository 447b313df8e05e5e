import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { z } from "zod";
import { repeatedTexts } from "../config/checks/duplicates";
import { pathText } from "../config/problem";
import { schemaProblems } from "../config/schema/schema-problems";

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

/**
 * The problems of a prop, in the words of access.yaml. Accepts a CDKTF token, whose value is not known yet.
 * @param schema a part of the schema of access.yaml.
 */
export function valueProblems(place: string, value: unknown, schema: z.ZodType): readonly string[] {
  const { error } = Token.isUnresolved(value) ? {} : schema.safeParse(value);
  return error === undefined
    ? []
    : schemaProblems(error, { value, schema }).map(({ message }) => `${place}: ${message}`);
}

/** The same for a string that construct ids are made of, or that is compared with others. Rejects a CDKTF token. */
export function literalProblems(place: string, text: string, schema: z.ZodType): readonly string[] {
  return Token.isUnresolved(text) ? [`${place}: ${NEEDS_LITERAL}`] : valueProblems(place, text, schema);
}

/** The same for the elements of a list, each of which must be there once. @param noun of an element. */
export function listProblems(
  place: string,
  texts: readonly string[],
  schema: z.ZodType,
  noun: string,
): readonly string[] {
  const places = texts.map((value, index) => ({ value, path: [index] }));
  return [
    ...texts.flatMap((text, index) => literalProblems(`${place}[${index}]`, text, schema)),
    ...repeatedTexts(places, noun, (text) => text).map(
      ({ path, message }) => `${place}${pathText(path)}: ${message}`,
    ),
  ];
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
