import { at, isMap, items, type Located, textOf } from "../../config/draft";
import { trustedNames } from "../../config/github-facts";
import { pathText } from "../../config/problem";
import { isPattern, isSameName } from "../../policy/github-names";
import { EMPTY, escapeIamLiteral, hasWildcard } from "../../policy/iam/glob";
import { environmentName, parseContext, type SubjectContext } from "../../policy/subject/parse";
import { EDIT_KINDS, type EditKind } from "../causes/cause";
import { isSendable } from "../causes/subject-format";
import type { ClosestAttempt } from "../closest";
import type { Attempt } from "../compare";
import { subjectOf, textClaim } from "../token";
import { type Edit, editedValue, type TrustPlace, trustPlace, valueAt } from "./edit";
import {
  idsWritten,
  namesWritten,
  ownerRenamed,
  repositoryIdWritten,
  repositoryRenamed,
} from "./names-and-ids";

/** The kinds for which a custom trust policy gets the token's whole subject. */
const SWAPPED: readonly EditKind[] = [
  "owner-case",
  "repository-case",
  "immutable-subject",
  "repository-id",
  "context-spelling",
];

/**
 * The edits that would allow the token, for all causes together. They are not verified yet. Undefined if one of the causes has no edit.
 * @param value of the file.
 */
export function candidateEdits(value: unknown, closest: ClosestAttempt): readonly Edit[] | undefined {
  const { attempt, causes } = closest;
  const place = trustPlace(attempt);
  if (place === undefined || !causes.every(({ editKind }) => editKind !== undefined)) return undefined;
  if (attempt.expected !== undefined && !isSendable(attempt)) return undefined;
  const kinds = EDIT_KINDS.filter((kind) => causes.some(({ editKind }) => editKind === kind));
  if (place.kind === "document" && !kinds.every((kind) => SWAPPED.includes(kind))) return undefined;
  let edits: readonly Edit[] = [];
  for (const kind of kinds) {
    const further = editsOf(kind, editedValue(value, edits), place, closest);
    if (further === undefined) return undefined;
    edits = [...edits, ...further];
  }
  const swapped = place.kind === "document" ? subjectSwapped(place, attempt) : [];
  return swapped && lastOfEachPlace([...edits, ...swapped]);
}

function lastOfEachPlace(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter(
    ({ path }, index) => !edits.slice(index + 1).some((later) => pathText(later.path) === pathText(path)),
  );
}

function editsOf(
  kind: EditKind,
  value: unknown,
  place: TrustPlace,
  { attempt, causes }: ClosestAttempt,
): readonly Edit[] | undefined {
  const { roleDecision, expected, got } = attempt;
  const parts = expected?.parts;
  switch (kind) {
    case "enterprise": {
      const slug = roleDecision.token.issuerHost.split("/")[1];
      return slug === undefined ? undefined : [{ path: ["github", "enterprise"], value: slug }];
    }
    case "audience":
      return audienceWritten(attempt);
    case "owner-case":
      return parts && got && ownerRenamed(value, parts.owner.text, got.owner.text);
    case "repository-case":
    case "repository-rename":
      return (
        parts?.repository &&
        got?.repository &&
        repositoryRenamed(value, got.owner.text, parts.repository.text, got.repository.text)
      );
    case "immutable-subject":
      if (place.kind === "entry") return idsWritten(value, attempt);
      return causes.some((cause) => cause.editKind === "new-entry") ? [] : subjectSwapped(place, attempt);
    case "name-subject":
      return place.kind === "entry" ? namesWritten(value, attempt) : undefined;
    case "repository-id":
      return place.kind === "entry" ? repositoryIdWritten(value, attempt) : subjectSwapped(place, attempt);
    case "context-spelling":
      return place.kind === "entry"
        ? contextRespelled(value, place, attempt)
        : subjectSwapped(place, attempt);
    case "new-entry":
      return entryAdded(value, place, attempt);
  }
}

function audienceWritten({
  roleDecision: { role, token },
}: ClosestAttempt["attempt"]): readonly Edit[] | undefined {
  const aud = textClaim(token, "aud");
  const path = role.origin?.path.slice(0, 2);
  return aud === undefined || path === undefined ? undefined : [{ path: [...path, "audience"], value: aud }];
}

/** Replaces a subject without wildcards by the token's subject. */
function subjectSwapped(place: TrustPlace, { roleDecision, expected }: Attempt): readonly Edit[] | undefined {
  if (place.kind === "entry" || expected === undefined || hasWildcard(expected.value.pattern))
    return undefined;
  const path = place.kind === "subject" ? [...place.path, "subject"] : place.path;
  return [{ path, value: escapeIamLiteral(subjectOf(roleDecision.token)) }];
}

/** Adds a trust entry for the token, with the owner and the claims of the closest entry. */
function entryAdded(value: unknown, place: TrustPlace, attempt: Attempt): readonly Edit[] | undefined {
  const near = valueAt(value, place.path);
  const list = valueAt(value, place.path.slice(0, -1));
  if (place.kind === "document" || !isMap(near) || !Array.isArray(list)) return undefined;
  const path = [...place.path.slice(0, -1), list.length];
  const claims = near.claims === undefined ? {} : { claims: near.claims };
  if (place.kind === "subject") {
    return [{ path, value: { subject: escapeIamLiteral(subjectOf(attempt.roleDecision.token)), ...claims } }];
  }
  const { got } = attempt;
  const context = contextKey(parseContext(got?.context?.text ?? EMPTY));
  if (context === undefined || got?.repository === undefined) return undefined;
  const owner = near.owner === undefined ? {} : { owner: near.owner };
  const repository = repositoryBeside(value, near, got.owner.text, got.repository.text);
  const entry = { repository, ...owner, ...context, ...claims };
  return [...(idsWritten(value, attempt) ?? []), { path, value: entry }];
}

/** The token's repository as the near entry would write it: `OWNER/NAME` only if that entry names the owner so. */
function repositoryBeside(
  value: unknown,
  near: Readonly<Record<string, unknown>>,
  owner: string,
  name: string,
): string {
  const byDefault = textOf(at(at({ value, path: [] }, "github"), "owner")) ?? "";
  const isNamed = trustedNames({ value: near, path: [] }, byDefault).some(
    ({ owner: own, place }) => isSameName(own, owner) && textOf(place)?.includes("/") === true,
  );
  return isNamed && near.owner === undefined && !isSameName(owner, byDefault) ? `${owner}/${name}` : name;
}

/** The key of a trust entry for a context. */
function contextKey({ kind, name }: SubjectContext): Readonly<Record<string, unknown>> | undefined {
  switch (kind) {
    case "environment":
      return { environment: environmentName(name) };
    case "pullRequest":
      return { pullRequest: true };
    case "mergeQueue":
      return { mergeQueue: name };
    case "branch":
      return { branch: name };
    case "tag":
      return { tag: name };
    case "any":
    case "unknown":
      return undefined;
  }
}

/** Replaces the entry's branch, tag or environment by the token's, unless it is a pattern. */
function contextRespelled(
  value: unknown,
  { path }: TrustPlace,
  { expected, got }: Attempt,
): readonly Edit[] | undefined {
  const context = contextKey(parseContext(got?.context?.text ?? EMPTY));
  const own = contextKey(parseContext(expected?.parts?.context?.text ?? EMPTY));
  return Object.entries(context ?? {}).flatMap(([key, name]) => {
    const written: Located = { value: valueAt(value, [...path, key]), path: [...path, key] };
    return items(written)
      .filter((each) => !Array.isArray(written.value) || each.value === own?.[key])
      .filter((each) => typeof each.value === "string" && !isPattern(each.value) && each.value !== name)
      .map((each) => ({ path: each.path, value: name }));
  });
}
