import { isBelowPrefix } from "../../policy/ecr-registry";
import { isPattern } from "../../policy/github-names";
import { longerKey, nearestKey } from "../../policy/near-name";
import { givenText } from "../../policy/text-rule";
import { at, isMap, items, type Located, textOf } from "../draft";
import type { AccountInput } from "../input";
import { type Problem, pathText } from "../problem";
import type { RoleDraft } from "../schema/access-file";
import type { RegistryDraft } from "../schema/registry";
import { groupedBy, timesText } from "./duplicates";

/** Something that a registry has once in each of its regions. */
export interface Named {
  readonly place: Located;
  /** Where its name is written. */
  readonly path: Located["path"];
  readonly name: string;
  readonly regions: readonly string[];
}

function namedIn(
  account: AccountInput,
  registry: RegistryDraft,
  list: Located,
  key: string,
): readonly Named[] {
  return items(list).flatMap((place: Located) => {
    const name = isMap(place.value) ? at(place, key) : place;
    const text = textOf(name);
    if (text === undefined) return [];
    const own = isMap(place.value) ? at(place, "region") : { value: undefined, path: [] };
    return [
      {
        place,
        path: name.path,
        name: text,
        regions: regionsOf([own, at(registry, "region"), account.region]),
      },
    ];
  });
}

/** The regions of the first place that has some. */
function regionsOf(places: readonly Located[]): readonly string[] {
  const written = places.find(({ value }) => value !== undefined);
  // A region that is written twice is a problem of its own.
  return written === undefined ? [] : [...new Set(items(written).flatMap((place) => textOf(place) ?? []))];
}

export function repositoriesOf(account: AccountInput): readonly Named[] {
  const registry = account.ecr;
  return namedIn(account, registry, at(registry, "repositories"), "name");
}

export function prefixesOf(
  account: AccountInput,
  key: "createOnPush" | "pullThroughCache",
): readonly Named[] {
  const registry = account.ecr;
  return namedIn(account, registry, at(registry, key), "prefix");
}

/** A repository that a role names, in a region of the role. */
interface Wanted {
  readonly place: Located;
  readonly name: string;
  readonly region: string;
}

/** Repositories that a role names, and that the registry neither creates nor lists. A pattern can match repositories of others. */
export function unknownRepositories(
  account: AccountInput,
  accounts: readonly AccountInput[],
): readonly Problem[] {
  const repositories = repositoriesOf(account);
  const prefixes = [...prefixesOf(account, "createOnPush"), ...prefixesOf(account, "pullThroughCache")];
  const copies = copiedPrefixes(account, accounts);
  const isKnown = ({ name, region }: Wanted): boolean =>
    repositories.some((each) => each.name === name && each.regions.includes(region)) ||
    prefixes.some((each) => isBelowPrefix(name, each.name) && each.regions.includes(region)) ||
    copies.some((copy) => copy.region === region && name.startsWith(copy.prefix));
  const unknown = accounts
    .flatMap((own) => own.roles.flatMap((role) => wantedBy(role, own, account)))
    .filter((wanted) => !isKnown(wanted));
  return groupedBy(unknown, ({ name }) => name).map(([wanted, ...more]) => ({
    path: wanted.place.path,
    message: unknownText(wanted, repositories, pathText(account.ecr.path), distinctPlaces([wanted, ...more])),
  }));
}

/** The repositories of an account that a role names, in each region. */
function wantedBy(role: RoleDraft, own: AccountInput, account: AccountInput): readonly Wanted[] {
  return items(at(role, "ecr")).flatMap((ecr) => {
    const named = at(ecr, "account");
    const isOfAccount = named.value === undefined ? own === account : textOf(named) === textOf(account.id);
    if (!isOfAccount) return [];
    const regions = regionsOf([at(ecr, "region"), own.region]);
    return items(at(ecr, "repositories")).flatMap((place) => {
      const name = textOf(place);
      if (name === undefined || isPattern(name)) return [];
      return regions.map((region) => ({ place, name, region }));
    });
  });
}

function distinctPlaces(wanted: readonly Wanted[]): number {
  return new Set(wanted.map(({ place }) => pathText(place.path))).size;
}

function unknownText(
  { name, region }: Wanted,
  repositories: readonly Named[],
  registry: string,
  places: number,
): string {
  const own = repositories.filter((each) => each.name === name);
  const given = timesText(givenText(name), places);
  if (own.length > 0) {
    const regions = own.flatMap((each) => each.regions).join(", ");
    return `expected an ECR repository of ${registry} in region ${region}, got ${given}, which is in ${regions}. Change region there or here`;
  }
  const names = repositories.map((each) => each.name);
  const near = nearestKey(name, names) ?? longerKey(name, names);
  const fix =
    near === undefined
      ? `. Add it to ${registry}.repositories: by its name to create it, or with origin: existing`
      : `, did you mean ${near}? Or add it to ${registry}.repositories`;
  return `expected an ECR repository of ${registry}, got ${given}${fix}`;
}

/** Prefixes of repositories that replication copies to an account, with their regions. */
function copiedPrefixes(
  account: AccountInput,
  accounts: readonly AccountInput[],
): readonly { readonly region: string; readonly prefix: string }[] {
  const target = textOf(account.id);
  return accounts.flatMap((source) =>
    items(at(source.ecr, "replication")).flatMap((rule) => {
      const region = textOf(at(rule, "region"));
      const accountId = textOf(at(rule, "account")) ?? textOf(source.id);
      return region === undefined || accountId !== target
        ? []
        : [{ region, prefix: textOf(at(rule, "prefix")) ?? "" }];
    }),
  );
}
