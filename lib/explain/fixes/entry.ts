import { trustedNames } from "../../config/github-facts";
import { at, isMap, items, type Place, textOf } from "../../config/place";
import { isSameName } from "../../policy/github-names";
import { hasWildcard } from "../../policy/iam/glob";
import { escapeIamLiteral, isPattern } from "../../policy/subject";
import type { Attempt } from "../compare";
import { environmentName, type SubjectContext, subjectContext } from "../subject-parts";
import { subjectOf } from "../token";
import { type Edit, type TrustPlace, valueAt } from "./edit";
import { idsWritten } from "./ids";

/** Replaces a subject without wildcards by the token's subject. */
export function subjectSwapped(
  place: TrustPlace,
  { roleDecision, expected }: Attempt,
): readonly Edit[] | undefined {
  if (place.kind === "entry" || expected === undefined || hasWildcard(expected.value.pattern))
    return undefined;
  const path = place.kind === "subject" ? [...place.path, "subject"] : place.path;
  return [{ path, value: escapeIamLiteral(subjectOf(roleDecision.token)) }];
}

/** Adds a trust entry for the token, with the owner and the claims of the closest entry. */
export function entryAdded(value: unknown, place: TrustPlace, attempt: Attempt): readonly Edit[] | undefined {
  const near = valueAt(value, place.path);
  const list = valueAt(value, place.path.slice(0, -1));
  if (place.kind === "document" || !isMap(near) || !Array.isArray(list)) return undefined;
  const path = [...place.path.slice(0, -1), list.length];
  const claims = near.claims === undefined ? {} : { claims: near.claims };
  if (place.kind === "subject") {
    return [{ path, value: { subject: escapeIamLiteral(subjectOf(attempt.roleDecision.token)), ...claims } }];
  }
  const { got } = attempt;
  const context = contextKey(subjectContext(got?.context?.text ?? ""));
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
    case "pull request":
      return { pullRequest: true };
    case "merge queue":
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
export function contextRespelled(
  value: unknown,
  { path }: TrustPlace,
  { expected, got }: Attempt,
): readonly Edit[] | undefined {
  const context = contextKey(subjectContext(got?.context?.text ?? ""));
  const own = contextKey(subjectContext(expected?.parts?.context?.text ?? ""));
  return Object.entries(context ?? {}).flatMap(([key, name]) => {
    const written: Place = { value: valueAt(value, [...path, key]), path: [...path, key] };
    return items(written)
      .filter((each) => !Array.isArray(written.value) || each.value === own?.[key])
      .filter((each) => typeof each.value === "string" && !isPattern(each.value) && each.value !== name)
      .map((each) => ({ path: each.path, value: name }));
  });
}
