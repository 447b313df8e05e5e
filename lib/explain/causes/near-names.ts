import { distance } from "fastest-levenshtein";
import { type Glob, globText, hasWildcard } from "../../policy/iam/glob";
import { isNearName } from "../../policy/near-name";
import { environmentName, parseContext } from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import type { Cause } from "./cause";
import { isOfExpectedOwner } from "./repository";

/** A part of the token's subject, and the pattern that an attempt has for it. Undefined if the two are not of one kind. */
type Compared = { readonly got: Glob; readonly expected: Glob } | undefined;

function owners({ expected, got }: Attempt): Compared {
  const owner = expected?.parts?.owner;
  return owner && got && { got: got.owner.text, expected: owner.text };
}

function repositories(attempt: Attempt): Compared {
  const [name, sent] = [attempt.expected?.parts?.repository, attempt.got?.repository];
  return name && sent && isOfExpectedOwner(attempt) ? { got: sent.text, expected: name.text } : undefined;
}

function contexts(attempt: Attempt): Compared {
  const [context, sent] = [attempt.expected?.parts?.context, attempt.got?.context];
  const repository = repositories(attempt);
  if (context === undefined || sent === undefined || repository === undefined) return undefined;
  if (!globMatches(repository.expected, repository.got, true)) return undefined;
  const [wanted, got] = [parseContext(context.text), parseContext(sent.text)];
  return wanted.kind === got.kind && wanted.kind !== "unknown"
    ? { got: environmentName(got.name), expected: environmentName(wanted.name) }
    : undefined;
}

function comparisonOf({ code }: Cause): ((attempt: Attempt) => Compared) | undefined {
  switch (code) {
    case "other-owner":
    case "fork":
      return owners;
    case "other-repository":
      return repositories;
    default:
      return /^other-(?:branch|tag|environment)$|-instead-of-/.test(code) ? contexts : undefined;
  }
}

/**
 * A cause whose fix begins with the name that is probably meant, if the token's name is nearly one that a statement expects.
 * @param all that the token was compared with, the closest one first.
 */
export function withNearName(cause: Cause, all: readonly Attempt[]): Cause {
  const compared = comparisonOf(cause);
  const names = all
    .flatMap((attempt) => compared?.(attempt) ?? [])
    .filter(({ expected }) => !hasWildcard(expected))
    .map(({ got, expected }) => ({ got, name: globText(expected), edits: distance(got, expected) }));
  // A statement expects this name, so something else differs.
  if (names.some(({ edits }) => edits === 0)) return cause;
  const near = names
    .filter(({ got, name }) => isNearName(globText(got), name))
    .sort((a, b) => a.edits - b.edits);
  const [nearest] = near;
  return nearest === undefined
    ? cause
    : { ...cause, fix: `did you mean ${nearest.name}? If not, ${cause.fix}` };
}
