import type { NamedRepository } from "../../../config/named-repositories";
import { type Problem, pathText } from "../../../config/problem";
import { isPattern, isSameName } from "../../../policy/github-names";
import { givenText } from "../../../policy/text-rule";
import { type Comparison, defaultOwner, type Entry, ownerEntries, repositoryEntries } from "./comparison";

/** Something in the file that differs from GitHub and that resolve does not change. */
interface Mismatch {
  readonly problem: Problem;
  /** True if GitHub changed after the file was written, such as a rename. False if the file is wrong, or if GitHub denies the request. */
  readonly isOutdated: boolean;
  /** Whether GitHub denies the request. */
  readonly isDenied?: true;
}

/** What only the user can fix. */
export function mismatches(comparison: Comparison): readonly Mismatch[] {
  const { named } = comparison;
  const alone = new Set(named.filter(({ name }) => name === undefined).map(({ owner }) => owner));
  return [
    ...named.flatMap((each) => [
      // An owner is reported where it has a place of its own.
      ...(each.name === undefined || !alone.has(each.owner) ? ownerMismatches(each, comparison) : []),
      ...(each.name === undefined ? [] : repositoryMismatches(each, each.name, comparison)),
    ]),
    ...idMismatches(comparison),
  ];
}

function ownerMismatches(
  { owner, place }: NamedRepository,
  { snapshot, host }: Comparison,
): readonly Mismatch[] {
  const answer = snapshot.owners.get(owner.toLowerCase());
  switch (answer?.kind) {
    case undefined:
      return [];
    case "missing":
      return [wrong(place, missing(host, "an owner", owner))];
    case "forbidden":
      return [unreadable(place, cannotRead(owner, `403: ${answer.reason}`, "that can read it"))];
    case "found":
      return renamed(place, owner, answer.value.login, host);
  }
}

function repositoryMismatches(
  each: NamedRepository,
  name: string,
  comparison: Comparison,
): readonly Mismatch[] {
  if (isPattern(name)) return patternMismatches(each, name, comparison);
  const { owner, place } = each;
  const { snapshot, host } = comparison;
  const full = `${owner}/${name}`;
  const answer = snapshot.repositories.get(full.toLowerCase());
  switch (answer?.kind) {
    case undefined:
      return [];
    case "missing":
      // The missing owner is reported.
      return snapshot.owners.get(owner.toLowerCase())?.kind === "missing"
        ? []
        : [wrong(place, missing(host, "a repository", full))];
    case "forbidden":
      return [
        unreadable(place, cannotRead(full, `403: ${answer.reason}`, "with the permission Metadata: read")),
      ];
    case "found": {
      const { repository, customization } = answer.value;
      const isSameOwner = isSameName(repository.owner, owner);
      if (isSameOwner && !isSameName(repository.name, name)) {
        const both = bothNames(each, name, repository.name, comparison);
        if (both !== undefined) return both;
      }
      return [
        ...(isSameOwner
          ? renamed(place, name, repository.name, host)
          : renamed(place, full, `${repository.owner}/${repository.name}`, host)),
        ...(customization?.kind === "forbidden"
          ? [
              unreadable(
                place,
                cannotRead(full, `403: ${customization.reason}`, "with the permission Actions: read"),
              ),
            ]
          : []),
      ];
    }
  }
}

/**
 * A file that has the old and the new name, as before a planned rename: once, at the first place of the old name. Only the user knows which
 * places go away.
 * @returns undefined if the file does not have the new name.
 */
function bothNames(
  { owner, place }: NamedRepository,
  name: string,
  now: string,
  { file, named, host }: Comparison,
): readonly Mismatch[] | undefined {
  const placesOf = (wanted: string): readonly string[] => [
    ...new Set(
      named
        .filter((each) => isSameName(each.owner, owner) && isSameName(each.name ?? "", wanted))
        .map((each) => pathText(each.place.path)),
    ),
  ];
  if (placesOf(now).length === 0) return undefined;
  const [first, ...others] = placesOf(name);
  if (first !== pathText(place.path)) return [];
  const ofDefault = isSameName(owner, defaultOwner(file)) ? now : `${owner}/${now}`;
  const key = repositoryEntries(file).get(`${owner}/${now}`.toLowerCase())?.key ?? ofDefault;
  const entry = pathText(["github", "repositories", key]);
  const times = others.length === 0 ? "" : ` (${others.length + 1} times)`;
  const message = `expected ${now}, its current name on ${host}, got ${givenText(name)}${times}. The file has both names: write formerly: ${name} in ${entry}, and remove ${name}, or write ${now} in its place where ${now} is missing`;
  return [{ problem: { ...place, message }, isOutdated: true }];
}

function patternMismatches(
  { owner, place }: NamedRepository,
  pattern: string,
  { snapshot }: Comparison,
): readonly Mismatch[] {
  const answer = snapshot.matched.get(owner.toLowerCase());
  if (answer === undefined) return [];
  if (answer.kind !== "found") {
    const reason = answer.kind === "missing" ? "404" : `403: ${answer.reason}`;
    return [unreadable(place, cannotRead(pattern, reason, `that can list the repositories of ${owner}`))];
  }
  const denied = answer.value.flatMap(({ customization }) =>
    customization?.kind === "forbidden" ? [`403: ${customization.reason}`] : [],
  );
  return denied
    .slice(0, 1)
    .map((reason) => unreadable(place, cannotRead(pattern, reason, "with the permission Actions: read")));
}

/** Another id under the same name: someone else has the name now. */
function idMismatches({ file, snapshot, host }: Comparison): readonly Mismatch[] {
  return [
    ...[...ownerEntries(file)].flatMap(([name, entry]) => {
      const answer = snapshot.owners.get(name);
      return answer?.kind === "found" ? otherId(entry, answer.value.id, "owner", host) : [];
    }),
    ...[...repositoryEntries(file)].flatMap(([name, entry]) => {
      const answer = snapshot.repositories.get(name);
      // A renamed repository is reported as such.
      if (answer?.kind !== "found" || answer.value.customization === undefined) return [];
      return otherId(entry, answer.value.repository.id, "repository", host);
    }),
  ];
}

function otherId({ key, id }: Entry, own: number, noun: string, host: string): readonly Mismatch[] {
  if (id.value === undefined || id.value === own) return [];
  const message = `expected ${own}, the id of ${key} on ${host}, got ${givenText(id.value)}. Another ${noun} has this name now. If you mean it, delete the id and run resolve again`;
  return [{ problem: { path: id.path, message }, isOutdated: true }];
}

function renamed(
  place: NamedRepository["place"],
  given: string,
  name: string,
  host: string,
): readonly Mismatch[] {
  if (given === name) return [];
  const expected = isSameName(given, name)
    ? `${name} in the casing of ${host}`
    : `${name}, its current name on ${host}`;
  return [
    {
      problem: { ...place, message: `expected ${expected}, got ${givenText(given)}` },
      isOutdated: true,
    },
  ];
}

function missing(host: string, noun: string, given: string): string {
  return `expected ${noun} that exists on ${host}, got ${givenText(given)}. If it exists, use a GITHUB_TOKEN that can read it`;
}

function cannotRead(name: string, reason: string, needed: string): string {
  return `GITHUB_TOKEN cannot read ${givenText(name)} (${reason}). Use a token ${needed}`;
}

function unreadable(place: NamedRepository["place"], message: string): Mismatch {
  return { ...wrong(place, message), isDenied: true };
}

function wrong(place: NamedRepository["place"], message: string): Mismatch {
  return { problem: { ...place, message }, isOutdated: false };
}
