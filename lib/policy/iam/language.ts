import { type Glob, isAnyCharacter, isRun } from "./glob";

/** A set of texts, in which a {@link Glob} may match one or none. */
export interface Language {
  /** Whether a pattern matches a text of the set. */
  readonly matchesSome: (pattern: Glob, isCaseless: boolean) => boolean;
}

/** A part of the texts of a language. It adds its states behind a state and returns its last one. */
export type Part = (from: number, states: State[]) => number;

type Characters = (character: string) => boolean;

interface State {
  readonly next: { readonly to: number; readonly of: Characters }[];
  readonly same: number[];
}

/** The texts that consist of these parts. */
export function language(...parts: readonly Part[]): Language {
  const states: State[] = [newState()];
  const end = all(...parts)(0, states);
  return {
    matchesSome: (pattern, isCaseless) => {
      let reached = withSame(new Set([0]), states);
      for (const character of pattern) {
        if (isRun(character)) reached = everythingAfter(reached, states);
        else reached = stepped(reached, states, reading(character, isCaseless));
        if (reached.size === 0) return false;
      }
      return reached.has(end);
    },
  };
}

/** A text. */
export function text(given: string): Part {
  return all(...Array.from(given, (character) => one((other) => other === character)));
}

/** One character. */
function one(of: Characters): Part {
  return (from, states) => {
    const to = states.push(newState()) - 1;
    states[from]?.next.push({ to, of });
    return to;
  };
}

/** One or more of the characters that a regular expression matches. */
export function some(characters: RegExp): Part {
  return (from, states) => {
    const of: Characters = (character) => characters.test(character);
    const to = one(of)(from, states);
    states[to]?.next.push({ to, of });
    return to;
  };
}

/** A number of the characters that a regular expression matches. */
export function exactly(count: number, characters: RegExp): Part {
  return all(...Array.from({ length: count }, () => one((character) => characters.test(character))));
}

/** The parts one after another. */
export function all(...parts: readonly Part[]): Part {
  return (from, states) => parts.reduce((at, part) => part(at, states), from);
}

/** One of the parts. */
export function either(...parts: readonly Part[]): Part {
  return (from, states) => {
    const to = states.push(newState()) - 1;
    for (const part of parts) {
      const start = states.push(newState()) - 1;
      states[from]?.same.push(start);
      states[part(start, states)]?.same.push(to);
    }
    return to;
  };
}

/** The part, or nothing. */
export function maybe(part: Part): Part {
  return either(part, all());
}

/** The part once or several times, with a text between. */
export function listOf(part: Part, separator: string): Part {
  return (from, states) => {
    const start = states.push(newState()) - 1;
    states[from]?.same.push(start);
    const end = part(start, states);
    const again = text(separator)(end, states);
    states[again]?.same.push(start);
    return end;
  };
}

function newState(): State {
  return { next: [], same: [] };
}

/** Which characters of a set a character of a pattern can be. */
function reading(character: string, isCaseless: boolean): (of: Characters) => boolean {
  if (isAnyCharacter(character)) return () => true;
  if (!isCaseless) return (of) => of(character);
  return (of) => of(character.toLowerCase()) || of(character.toUpperCase());
}

function stepped(
  reached: ReadonlySet<number>,
  states: readonly State[],
  matches: (of: Characters) => boolean,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const at of reached) {
    for (const { to, of } of states[at]?.next ?? []) if (matches(of)) found.add(to);
  }
  return withSame(found, states);
}

function withSame(reached: Set<number>, states: readonly State[]): ReadonlySet<number> {
  // A set also iterates over what is added during the iteration.
  for (const at of reached) for (const to of states[at]?.same ?? []) reached.add(to);
  return reached;
}

function everythingAfter(reached: ReadonlySet<number>, states: readonly State[]): ReadonlySet<number> {
  const found = new Set(reached);
  for (const at of found) {
    for (const to of states[at]?.same ?? []) found.add(to);
    for (const { to } of states[at]?.next ?? []) found.add(to);
  }
  return found;
}
