import { pathText } from "../../config/problem";
import { EDIT_KINDS, type EditKind } from "../causes/cause";
import { isSendable } from "../causes/subject-format";
import type { ClosestAttempt } from "../closest";
import { textClaim } from "../token";
import { type Edit, editedValue, type TrustPlace, trustPlace } from "./edit";
import { contextRespelled, entryAdded, subjectSwapped } from "./entry";
import { idsWritten, namesWritten, repositoryIdWritten } from "./ids";
import { ownerRenamed, repositoryRenamed } from "./names";

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
