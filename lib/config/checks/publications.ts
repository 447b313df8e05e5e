import { MAX_VALUES } from "../../policy/github-names";
import { DEFAULT_VALUES } from "../defaults";
import { accountsOf, at, isMap, type Place, rolesOf, textOf } from "../place";
import type { Path, Problem } from "../problem";
import { publicationScope } from "../publication-scope";
import { placeText, type Target, valueTargets } from "../value-targets";

/** A role's values in one place. */
interface Written {
  readonly target: Target;
  readonly names: readonly string[];
  /** Where the file says so. */
  readonly path: Path;
}

/** Values that roles would write into one place together: two under one name, or more than GitHub keeps there. */
export function publicationProblems(file: Place): readonly Problem[] {
  const owner = textOf(at(at(file, "github"), "owner")) ?? "";
  const places = new Map<string, Written[]>();
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => writtenBy(role, owner))
    .flatMap((written) => {
      const key = `${written.target.as} ${placeText(written.target)}`.toLowerCase();
      const before = places.get(key) ?? [];
      places.set(key, [...before, written]);
      return [...repeatedNames(written, before), ...tooMany(written, before)];
    });
}

function writtenBy(role: Place, defaultOwner: string): readonly Written[] {
  const publish = at(role, "publish");
  if (publish.value === false) return [];
  const path = publish.value === undefined ? role.path : publish.path;
  const names = publishedNames(publish);
  return valueTargets(publicationScope(role, defaultOwner)).map((target) => ({ target, names, path }));
}

/** The names of a role's values, with the prefix. */
export function publishedNames(publish: Place): readonly string[] {
  const values = at(publish, "values").value;
  const prefix = textOf(at(publish, "prefix")) ?? "";
  return Object.keys(isMap(values) ? values : DEFAULT_VALUES).map((name) => `${prefix}${name}`);
}

function repeatedNames({ target, names, path }: Written, before: readonly Written[]): readonly Problem[] {
  const own = new Set(names.map((name) => name.toLowerCase()));
  const other = before.find((written) => written.names.some((name) => own.has(name.toLowerCase())));
  if (other === undefined) return [];
  const others = new Set(other.names.map((name) => name.toLowerCase()));
  const shared = names.filter((name) => others.has(name.toLowerCase()));
  return [
    {
      path,
      other: other.path,
      message: `writes the ${target.as} ${shared.join(", ")} into ${placeText(target)}, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false`,
    },
  ];
}

/** Told once for a place, at the role that is one too many. */
function tooMany({ target, names, path }: Written, before: readonly Written[]): readonly Problem[] {
  const limit = MAX_VALUES[target.place.level][target.as];
  const earlier = before.reduce((sum, written) => sum + written.names.length, 0);
  const count = earlier + names.length;
  if (count <= limit || earlier > limit) return [];
  return [
    {
      path,
      ...(before[0] !== undefined && { other: before[0].path }),
      message: `brings ${placeText(target)} to ${count} ${target.as}; allowed: ${limit} in one ${target.place.level}; publish fewer values, or elsewhere (publish.to)`,
    },
  ];
}
