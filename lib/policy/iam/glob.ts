declare const GLOB: unique symbol;

/**
 * A value of a condition as IAM reads it, or a part of one: a text in which three characters represent wildcards. Only this file knows the
 * characters. A trust policy cannot contain them: IAM accepts no character above U+00FF.
 */
export type Glob = {
  readonly [GLOB]: true;
  slice(start?: number, end?: number): Glob;
  split(separator: string | RegExp): Glob[];
  replace(search: RegExp, text: string): Glob;
  replaceAll(search: string, text: string): Glob;
  toLowerCase(): Glob;
  toUpperCase(): Glob;
} & string;

/** `*`: any characters, also none. */
const STAR = "\uE000";
/** `?`: exactly one character. */
const ANY_CHAR = "\uE001";
/** `${key}`: a policy variable with an unknown value. */
const VARIABLE = "\uE002";

/** Matches every text. */
export const ANYTHING = STAR as Glob;
/** Matches only the empty text. */
export const EMPTY = "" as Glob;

const SPECIAL = /[\uE000-\uE002]/g;

/** How the operator and the policy's version determine the meaning of a value. */
export interface Reading {
  /** Whether `*` and `?` are wildcards: with `StringLike` but not with `StringEquals`. */
  readonly hasWildcards: boolean;
  /** Whether `${key}` is replaced and `${*}` is an escape: only in version 2012-10-17. */
  readonly hasVariables: boolean;
}

/** The meaning of actions and resources. */
export const WILDCARDS_ALONE: Reading = { hasWildcards: true, hasVariables: false };

/**
 * Reads a value of a condition.
 * @param textOf the text of a variable, taken literally; without one it stays a `VARIABLE`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function patternOf(
  value: string,
  { hasWildcards, hasVariables }: Reading,
  textOf: (variable: string) => string = () => VARIABLE,
): Glob {
  const own = plainText(value);
  if (!hasVariables) return wildcardsRead(own, hasWildcards);
  let pattern = "";
  let end = 0;
  for (;;) {
    const start = own.indexOf("${", end);
    const close = start < 0 ? -1 : own.indexOf("}", start);
    if (close < 0) return (pattern + wildcardsRead(own.slice(end), hasWildcards)) as Glob;
    const inside = own.slice(start + 2, close);
    pattern += wildcardsRead(own.slice(end, start), hasWildcards);
    pattern += /^[*?$]$/.test(inside) ? inside : textOf(inside);
    end = close + 1;
  }
}

/**
 * Whether what is between `${` and `}` is no condition key, each of which has a colon, but an expression such as `var.owner` that another tool
 * did not render. It has no value in any request.
 */
export function isExpression(variable: string): boolean {
  return !/[:,]/.test(variable) && variable.trim() !== "";
}

/** A pattern that matches only this text. */
export function plainText(text: string): Glob {
  return text.replace(SPECIAL, "\uFFFD") as Glob;
}

function wildcardsRead(text: Glob, hasWildcards: boolean): Glob {
  return hasWildcards ? text.replaceAll("*", STAR).replaceAll("?", ANY_CHAR) : text;
}

/** Patterns one after another, with a text between. */
export function joined(patterns: readonly Glob[], text: string): Glob {
  return patterns.join(text) as Glob;
}

/** Whether a pattern can match more than one text. */
export function hasWildcard(pattern: Glob): boolean {
  return pattern.search(SPECIAL) >= 0;
}

/** Whether a pattern consists of wildcards. */
export function isOnlyWildcards(pattern: Glob): boolean {
  return /^[\uE000\uE001]+$/.test(pattern);
}

/** Whether a wildcard comes before the first of a character, or anywhere if there is none. */
export function hasWildcardBefore(pattern: Glob, character: string): boolean {
  const end = pattern.indexOf(character);
  return hasWildcard(end < 0 ? pattern : pattern.slice(0, end));
}

/** Whether a pattern ends with `*`. */
export function endsWithStar(pattern: Glob): boolean {
  return pattern.endsWith(STAR);
}

/** Whether a pattern has a policy variable with an unknown value. */
export function hasVariable(pattern: Glob): boolean {
  return pattern.includes(VARIABLE);
}

/** A pattern without its wildcards at the end. */
export function withoutOpenEnd(pattern: Glob): Glob {
  let end = pattern.length;
  while (end > 0 && (pattern[end - 1] === STAR || pattern[end - 1] === ANY_CHAR)) end--;
  return pattern.slice(0, end);
}

/**
 * Whether the first pattern matches everything that the second does. For a second one without wildcards this is the match itself;
 * otherwise `true` is certain, and `false` may be wrong if only several pieces together match.
 */
export function subsumes(general: Glob, special: Glob): boolean {
  if (general.includes(VARIABLE)) return false;
  const [first = EMPTY, ...others] = general.split(STAR);
  const last = others.pop();
  if (last === undefined) return first.length === special.length && matchesAt(first, special, 0);
  const tail = special.length - last.length;
  if (tail < first.length || !matchesAt(first, special, 0) || !matchesAt(last, special, tail)) return false;
  // Each piece as far to the front as it goes leaves the most room for the others.
  let from = first.length;
  for (const piece of others) {
    const at = positionOf(piece, special, from, tail);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

/** Whether two patterns match a common text. The value of a policy variable is unknown, so it can be any. */
export function overlaps(a: Glob, b: Glob): boolean {
  if (!hasWildcard(a) && !hasWildcard(b)) return a === b;
  // The starts of b, by their length, that match a common text with the start of a.
  let reached: ReadonlySet<number> = withRuns(new Set([0]), b);
  for (const character of a) {
    const next = new Set<number>();
    for (const at of reached) for (const end of overlapsAfter(character, b, at)) next.add(end);
    reached = withRuns(next, b);
  }
  return reached.has(b.length);
}

/** Where a start of a pattern can end that matches one more character of another one. */
function overlapsAfter(character: string, pattern: Glob, at: number): readonly number[] {
  if (isRun(character)) return Array.from({ length: pattern.length - at + 1 }, (_, index) => at + index);
  const own = pattern[at];
  if (isRun(own)) return [at];
  return own !== undefined && (own === character || own === ANY_CHAR || character === ANY_CHAR)
    ? [at + 1]
    : [];
}

/** Whether a character of a pattern represents any number of characters. */
export function isRun(character: string | undefined): boolean {
  return character === STAR || character === VARIABLE;
}

/** Whether a character of a pattern represents exactly one character. */
export function isAnyCharacter(character: string): boolean {
  return character === ANY_CHAR;
}

/** The lengths, and those after a run that matches nothing. */
function withRuns(reached: Set<number>, pattern: Glob): ReadonlySet<number> {
  // A set also iterates over what is added during the iteration.
  for (const at of reached) if (isRun(pattern[at])) reached.add(at + 1);
  return reached;
}

/** Where a piece without runs first matches a part of a pattern, between two positions; -1 for nowhere. */
function positionOf(piece: Glob, special: Glob, from: number, end: number): number {
  if (!piece.includes(ANY_CHAR)) {
    const at = special.indexOf(piece, from);
    return at < 0 || at + piece.length > end ? -1 : at;
  }
  for (let at = from; at + piece.length <= end; at++) {
    if (matchesAt(piece, special, at)) return at;
  }
  return -1;
}

function matchesAt(piece: Glob, special: Glob, at: number): boolean {
  if (!piece.includes(ANY_CHAR)) return special.startsWith(piece, at);
  for (let index = 0; index < piece.length; index++) {
    const covered = special[at + index];
    if (covered === undefined || covered === STAR || covered === VARIABLE) return false;
    if (piece[index] !== ANY_CHAR && piece[index] !== covered) return false;
  }
  return true;
}

/**
 * Escapes text for IAM, so that it contains no wildcard and no policy variable.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function escapeIamLiteral(text: string): string {
  return text.replace(/[*?$]/g, escaped);
}

/** Escapes text for IAM in which only `*` is a wildcard. */
export function escapeIamPattern(text: string): string {
  return text.replace(/[?$]/g, escaped);
}

/** Text without the escapes of {@link escapeIamLiteral} and {@link escapeIamPattern}. */
export function unescapeIam(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, "$1");
}

function escaped(character: string): string {
  return `\${${character}}`;
}

/** A pattern, or a part of one, for a message. */
export function globText(pattern: Glob): string {
  return pattern.replaceAll(STAR, "*").replaceAll(ANY_CHAR, "?").replaceAll(VARIABLE, `\${...}`);
}

/** The text that {@link escapeIamPattern} wrote: only `*` is a wildcard in it. Undefined if a pattern has other wildcards, or a literal `*`. */
export function starPattern(pattern: Glob): string | undefined {
  return /[*\uE001\uE002]/.test(pattern) ? undefined : pattern.replaceAll(STAR, "*");
}
