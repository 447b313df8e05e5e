import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Path, type Problem } from "../problem";

/** One owner in two spellings: GitHub takes them for one, a trust policy does not. */
export function ownerProblems(file: Place): readonly Problem[] {
  const first = new Map<string, { readonly owner: string; readonly path: Path }>();
  return ownersOf(file).flatMap((place) => {
    const owner = textOf(place)?.split("/")[0];
    if (owner === undefined) return [];
    const known = first.get(owner.toLowerCase());
    if (known === undefined) first.set(owner.toLowerCase(), { owner, path: place.path });
    if (known === undefined || known.owner === owner) return [];
    return [
      {
        path: place.path,
        other: known.path,
        message: `spells an owner in another way; allowed: GitHub's own casing, everywhere the same; given: ${givenText(owner)} and ${givenText(known.owner)}`,
      },
    ];
  });
}

function ownersOf(file: Place): readonly Place[] {
  const roles = accountsOf(file).flatMap(rolesOf);
  return [
    at(at(file, "github"), "owner"),
    ...roles.flatMap((role) => [
      ...items(at(role, "trust")).map((entry) => at(entry, "owner")),
      ...items(at(at(role, "publish"), "repositories")).filter((name) => textOf(name)?.includes("/")),
    ]),
  ];
}
