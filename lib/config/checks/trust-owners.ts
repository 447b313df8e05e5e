import { isSameName } from "../../policy/github-names";
import { accountsOf, at, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Problem } from "../problem";

/** Repositories `OWNER/NAME` of trust beside another `owner`. */
export function trustOwnerProblems(file: Place): readonly Problem[] {
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => items(at(role, "trust")))
    .flatMap((entry) => {
      const owner = textOf(at(entry, "owner"));
      if (owner === undefined) return [];
      return items(at(entry, "repository")).flatMap((place) => {
        const [own, name] = textOf(place)?.split("/") ?? [];
        if (own === undefined || name === undefined || isSameName(own, owner)) return [];
        return [
          {
            path: place.path,
            message: `expected a repository of ${owner}, the owner of this entry, got ${givenText(place.value)}. Remove owner, or write ${name}`,
          },
        ];
      });
    });
}
