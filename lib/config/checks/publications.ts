import { MAX_VALUES } from "../../policy/github-names";
import { DEFAULT_VALUES } from "../defaults";
import { publicationScope } from "../normalize/publication-scope";
import { placeText, type Target, valueTargets } from "../normalize/value-targets";
import { accountsOf, at, isMap, type Place, rolesOf, textOf } from "../place";
import type { Path, Problem } from "../problem";

/** A role's values in one place. */
interface Written {
  readonly target: Target;
  readonly names: readonly string[];
  /** Where the file says so. */
  readonly path: Path;
}

/** What one place gets from the roles so far. */
interface Taken {
  readonly first: Written;
  /** By name in lower case. */
  readonly holders: Map<string, Written>;
  count: number;
}

/** Values that roles would write into one place together: two under one name, or more than GitHub keeps there. */
export function publicationProblems(file: Place): readonly Problem[] {
  const owner = textOf(at(at(file, "github"), "owner")) ?? "";
  const places = new Map<string, Taken>();
  return accountsOf(file)
    .flatMap(rolesOf)
    .flatMap((role) => writtenBy(role, owner))
    .flatMap((written) => {
      const key = `${written.target.as} ${placeText(written.target)}`.toLowerCase();
      const taken = places.get(key) ?? { first: written, holders: new Map(), count: 0 };
      places.set(key, taken);
      const problems = [...repeatedNames(written, taken), ...tooMany(written, taken)];
      take(written, taken);
      return problems;
    });
}

function take(written: Written, taken: Taken): void {
  taken.count += written.names.length;
  for (const name of written.names.map((each) => each.toLowerCase())) {
    if (!taken.holders.has(name)) taken.holders.set(name, written);
  }
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

/** One problem for each role that has some of the names already. */
function repeatedNames({ target, names, path }: Written, { holders }: Taken): readonly Problem[] {
  const byHolder = new Map<Written, string[]>();
  for (const name of names) {
    const holder = holders.get(name.toLowerCase());
    if (holder !== undefined) byHolder.set(holder, [...(byHolder.get(holder) ?? []), name]);
  }
  return [...byHolder].map(([holder, shared]) => ({
    path,
    other: holder.path,
    message: `writes the ${target.as} ${shared.join(", ")} into ${placeText(target)}, and so does another role; allowed: one role for each name; give one of them publish.prefix, or publish: false`,
  }));
}

/** Told once for a place, at the role that is one too many. */
function tooMany({ target, names, path }: Written, { first, count: earlier }: Taken): readonly Problem[] {
  const limit = MAX_VALUES[target.place.level][target.as];
  const count = earlier + names.length;
  if (count <= limit || earlier > limit) return [];
  return [
    {
      path,
      ...(earlier > 0 && { other: first.path }),
      message: `brings ${placeText(target)} to ${count} ${target.as}; allowed: ${limit} in one ${target.place.level}; publish fewer values, or elsewhere (publish.to)`,
    },
  ];
}
