import { pathText } from "../../config/problem";
import { isSendable } from "../causes/subject-form";
import type { ClosestAttempt } from "../closest";
import { textClaim } from "../presented-token";
import { type Edit, editedValue } from "./edit";
import { contextRespelled, entryAdded, subjectSwapped } from "./entry";
import { idsWritten, namesWritten, repositoryIdWritten } from "./ids";
import { ownerRenamed, repositoryRenamed } from "./names";
import { REPAIRS, type RepairName } from "./repair-name";
import { type TrustPlace, trustPlace } from "./trust-place";

/** What mends a whole subject by its own text. */
const SWAPPED: readonly RepairName[] = [
  "owner's spelling",
  "repository's spelling",
  "ids",
  "repository's id",
  "context's spelling",
];

/**
 * The edits that would let the token in, all causes together; nothing, where one of them cannot or must not be mended. They are not
 * verified yet.
 * @param value of the file.
 */
export function repairEdits(value: unknown, miss: ClosestAttempt): readonly Edit[] | undefined {
  const { comparison, causes } = miss;
  const place = trustPlace(comparison);
  if (place === undefined || !causes.every(({ repair }) => repair !== undefined)) return undefined;
  if (comparison.expected !== undefined && !isSendable(comparison)) return undefined;
  const names = REPAIRS.filter((name) => causes.some(({ repair }) => repair === name));
  if (place.kind === "document" && !names.every((name) => SWAPPED.includes(name))) return undefined;
  let edits: readonly Edit[] = [];
  for (const name of names) {
    const further = repair(name, editedValue(value, edits), place, miss);
    if (further === undefined) return undefined;
    edits = [...edits, ...further];
  }
  const swapped = place.kind === "document" ? subjectSwapped(place, comparison) : [];
  return swapped && lastOfEachPlace([...edits, ...swapped]);
}

function lastOfEachPlace(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter(
    ({ path }, index) => !edits.slice(index + 1).some((later) => pathText(later.path) === pathText(path)),
  );
}

function repair(
  name: RepairName,
  value: unknown,
  place: TrustPlace,
  { comparison, causes }: ClosestAttempt,
): readonly Edit[] | undefined {
  const { asked, expected, got } = comparison;
  const parts = expected?.parts;
  switch (name) {
    case "enterprise": {
      const slug = asked.token.issuerHost.split("/")[1];
      return slug === undefined ? undefined : [{ path: ["github", "enterprise"], value: slug }];
    }
    case "audience":
      return audienceWritten(comparison);
    case "owner's spelling":
      return parts && got && ownerRenamed(value, parts.owner.text, got.owner.text);
    case "repository's spelling":
    case "repository's new name":
      return (
        parts?.repository &&
        got?.repository &&
        repositoryRenamed(value, got.owner.text, parts.repository.text, got.repository.text)
      );
    case "ids":
      if (place.kind === "entry") return idsWritten(value, comparison);
      return causes.some((cause) => cause.repair === "further entry")
        ? []
        : subjectSwapped(place, comparison);
    case "no ids":
      return place.kind === "entry" ? namesWritten(value, comparison) : undefined;
    case "repository's id":
      return place.kind === "entry"
        ? repositoryIdWritten(value, comparison)
        : subjectSwapped(place, comparison);
    case "context's spelling":
      return place.kind === "entry"
        ? contextRespelled(value, place, comparison)
        : subjectSwapped(place, comparison);
    case "further entry":
      return entryAdded(value, place, comparison);
  }
}

function audienceWritten({
  asked: { role, token },
}: ClosestAttempt["comparison"]): readonly Edit[] | undefined {
  const aud = textClaim(token, "aud");
  const path = role.origin?.path.slice(0, 2);
  return aud === undefined || path === undefined ? undefined : [{ path: [...path, "audience"], value: aud }];
}
