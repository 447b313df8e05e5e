import { z } from "zod";
import { TAG_KEY, TAG_VALUE } from "../../policy/iam-limits";
import type { NonEmpty } from "../../policy/non-empty";
import { REGION } from "../../policy/partition";
import { givenText, isOnlyForGithub, ruleProblem, type TextRule } from "../../policy/text-rule";
import { isMap } from "../draft";
import { ORIGINS } from "../types";
import { choiceHint, regionHint, type TextHint } from "./hints";

/**
 * Says that a value is missing, empty, or of the wrong kind. What was given follows in the message of the problem.
 * @param noun what is expected, with its article.
 * @param allowed in words, where the noun does not say it.
 */
export function wrongKind(noun: string, allowed?: string): (issue: { input?: unknown }) => string {
  const expectation = allowed === undefined ? noun : `${noun} (${allowed})`;
  return ({ input }) => {
    if (input === undefined) return `missing. Expected ${expectation}`;
    return input === null ? `expected ${expectation}, got nothing` : `expected ${expectation}`;
  };
}

/** The end of a message for a wrong value: what it probably means, or what to write. */
type Hint = (value: unknown) => string | undefined;

/** {@link wrongKind} with a hint after the value. */
function wrongValue(kind: (issue: { input?: unknown }) => string, hint: Hint) {
  return (issue: { input?: unknown }): string => {
    const end = hint(issue.input);
    return end === undefined ? kind(issue) : `${kind(issue)}, got ${givenText(issue.input)}${end}`;
  };
}

/** @param listHint the end of the message for a list. */
export function text(rule: TextRule, hint?: TextHint, listHint?: string) {
  const usual = wrongValue(wrongKind(rule.noun, rule.allowed), (value) => {
    if (Array.isArray(value)) return listHint;
    return typeof value === "string" ? hint?.(value) : undefined;
  });
  const error = (issue: { input?: unknown }): string =>
    typeof issue.input === "string" && isOnlyForGithub(rule, issue.input)
      ? ruleProblem(rule, issue.input)
      : usual(issue);
  return z.string({ error }).regex(rule.pattern, { error });
}

export const region = text(REGION, regionHint);

export function tagsOf(value: TextRule) {
  return z
    .record(text(TAG_KEY), text(value), { error: wrongKind("a map of tag keys to values") })
    .describe("A map of tag keys to values. Example: { team: platform }");
}

export const tags = tagsOf(TAG_VALUE);

/** @param meaningOf what a choice means, for a reader who knows other words for it. */
export function choice<const Choices extends readonly [string, ...string[]]>(
  choices: Choices,
  meaningOf?: (choice: Choices[number]) => string,
) {
  const hint = choiceHint(choices);
  const words = choices.map((each: Choices[number]) =>
    meaningOf === undefined ? each : `${each} (${meaningOf(each)})`,
  );
  return z.enum(choices, {
    error: wrongValue(wrongKind(`one of ${words.join(", ")}`), (value) =>
      typeof value === "string" ? hint(value) : undefined,
    ),
  });
}

export function wholeNumber(noun: string, min: number, max: number) {
  const error = wrongValue(wrongKind(noun, `a whole number from ${min} to ${max}`), (value) =>
    typeof value === "string" && /^[0-9]+$/.test(value) ? ". Remove the quotes" : undefined,
  );
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One origin for all, or a map of places to origins. */
export function originOf<Place extends z.ZodString, Value extends z.ZodType>(place: Place, value: Value) {
  return z.union([choice(ORIGINS), z.record(place, value)], {
    error: wrongKind(`one of ${ORIGINS.join(", ")}, or a map of places to them`),
  });
}

/** A list with at least one element. */
export function list<Element extends z.ZodType>(element: Element) {
  const error = wrongValue(wrongKind("a list with at least one element"), (value) =>
    isMap(value) ? ". Write a - before each element" : undefined,
  );
  return z
    .array(element, { error })
    .min(1, { error })
    .transform((elements) => elements as unknown as NonEmpty<z.output<Element>>);
}

/** One value, or a list of them: a list from here on. */
export function oneOrMore<Element extends z.ZodType>(element: Element, noun: string) {
  const single = element.transform((value): NonEmpty<z.output<Element>> => [value]);
  return z.union([single, list(element)], {
    error: wrongKind(noun, "one, or a list with at least one element"),
  });
}

/** A map with these keys and no others. An unknown key's message names the keys there are. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  const kind = wrongKind(`a map with the keys ${keys}`);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys : kind(issue)),
  });
}

/** A map with these keys, or a list of such maps: a list from here on. */
export function sectionOrList<Shape extends z.ZodRawShape>(shape: Shape) {
  const one = section(shape);
  const single = one.transform((value): NonEmpty<z.output<typeof one>> => [value]);
  return z.union([single, list(one)], {
    error: wrongKind(`a map with the keys ${Object.keys(shape).join(", ")}`),
  });
}

/** Messages of {@link exactlyOneOf}. */
interface OneOfMessages {
  readonly none: string;
  /** @param keys those of the map. */
  readonly several: (keys: readonly string[], map: unknown) => string;
}

/** Adds that exactly one of some keys is needed, for the check and for editors. */
export function exactlyOneOf<Section extends z.ZodObject>(
  object: Section,
  keys: readonly string[],
  messages: Partial<OneOfMessages> = {},
) {
  const expectation = `expected exactly one of ${keys.join(", ")}`;
  return object
    .refine((value) => keysIn(value, keys).length > 0, {
      error: messages.none ?? `${expectation}, got none`,
      params: { oneOf: keys },
      when: isSection,
    })
    .refine((value) => keysIn(value, keys).length < 2, {
      error: ({ input }) => {
        const given = keysIn(input, keys);
        return `${expectation}, got ${given.join(" and ")}${messages.several?.(given, input) ?? ""}`;
      },
      when: isSection,
    })
    .meta({ oneOf: keys.map((key) => ({ required: [key] })) });
}

/** Those of some keys that a map has. */
function keysIn(value: unknown, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => hasKey(value, key));
}

export function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

/** Whether a value is a map at all, so that a check of several of its keys has something to say. */
export function isSection({ value }: { readonly value: unknown }): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
