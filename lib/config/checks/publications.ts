import { VALUE_NAMES } from "../defaults";
import { accountsOf, at, type Place, rolesOf, textOf } from "../place";
import type { Path, Problem } from "../problem";
import { repositoriesOf } from "../published-repositories";

/** Values that two roles would write into one repository under one name: the second would overwrite the first. */
export function publicationProblems(file: Place): readonly Problem[] {
  const owner = textOf(at(at(file, "github"), "owner")) ?? "";
  const first = new Map<string, Path>();
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => {
      const publish = at(role, "publish");
      const path = publish.value === undefined ? role.path : publish.path;
      const prefix = textOf(at(publish, "prefix")) ?? "";
      const as = textOf(at(publish, "as")) ?? "secrets";
      return repositoriesOf(role, owner).flatMap(({ owner: of, name }) => {
        const key = [as, of, name, prefix].join(" ").toLowerCase();
        const other = first.get(key);
        if (other === undefined) {
          first.set(key, path);
          return [];
        }
        const names = VALUE_NAMES.map((value) => `${prefix}${value}`).join(", ");
        return [
          {
            path,
            other,
            message: `writes the ${as} ${names} into ${of}/${name}, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false`,
          },
        ];
      });
    });
}
