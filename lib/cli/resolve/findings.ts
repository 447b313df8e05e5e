import type { NamedRepository } from "../../config/named-repositories";
import { givenText, type Problem } from "../../config/problem";
import { isSameName } from "../../policy/github-names";
import { isPattern } from "../../policy/subject";
import { type Comparison, type Entry, ownerEntries, repositoryEntries } from "./comparison";

/** Something in the file that GitHub contradicts. */
export interface Finding {
  readonly problem: Problem;
  /** Whether GitHub has gone on since the file was written. Else the file cannot have been right, or GitHub does not say. */
  readonly isBehind: boolean;
}

/** All that only the user can mend. */
export function findings(comparison: Comparison): readonly Finding[] {
  const { named } = comparison;
  const alone = new Set(named.filter(({ name }) => name === undefined).map(({ owner }) => owner));
  return [
    ...named.flatMap((each) => [
      // An owner that stands by itself somewhere is told of there.
      ...(each.name === undefined || !alone.has(each.owner) ? ownerFindings(each, comparison) : []),
      ...(each.name === undefined ? [] : repositoryFindings(each, each.name, comparison)),
    ]),
    ...idFindings(comparison),
  ];
}

function ownerFindings({ owner, place }: NamedRepository, { asked, host }: Comparison): readonly Finding[] {
  const answer = asked.owners.get(owner.toLowerCase());
  switch (answer?.kind) {
    case undefined:
      return [];
    case "missing":
      return [wrong(place, missing(host, "an owner", owner))];
    case "forbidden":
      return [wrong(place, forbidden(`403: ${answer.reason}`, "that may read it", owner))];
    case "found":
      return renamed(place, owner, answer.value.login, host);
  }
}

function repositoryFindings(each: NamedRepository, name: string, comparison: Comparison): readonly Finding[] {
  if (isPattern(name)) return patternFindings(each, name, comparison);
  const { owner, place } = each;
  const { asked, host } = comparison;
  const full = `${owner}/${name}`;
  const answer = asked.repositories.get(full.toLowerCase());
  switch (answer?.kind) {
    case undefined:
      return [];
    case "missing":
      // Without its owner it cannot be.
      return asked.owners.get(owner.toLowerCase())?.kind === "missing"
        ? []
        : [wrong(place, missing(host, "a repository", full))];
    case "forbidden":
      return [wrong(place, forbidden(`403: ${answer.reason}`, "with the right Metadata: read", full))];
    case "found": {
      const { repository, customization } = answer.value;
      const isSameOwner = isSameName(repository.owner, owner);
      return [
        ...(isSameOwner
          ? renamed(place, name, repository.name, host)
          : renamed(place, full, `${repository.owner}/${repository.name}`, host)),
        ...(customization?.kind === "forbidden"
          ? [wrong(place, forbidden(`403: ${customization.reason}`, "with the right Actions: read", full))]
          : []),
      ];
    }
  }
}

function patternFindings(
  { owner, place }: NamedRepository,
  pattern: string,
  { asked }: Comparison,
): readonly Finding[] {
  const answer = asked.matched.get(owner.toLowerCase());
  if (answer === undefined) return [];
  if (answer.kind !== "found") {
    const reason = answer.kind === "missing" ? "404" : `403: ${answer.reason}`;
    return [wrong(place, forbidden(reason, `that may list the repositories of ${owner}`, pattern))];
  }
  const refused = answer.value.flatMap(({ customization }) =>
    customization?.kind === "forbidden" ? [`403: ${customization.reason}`] : [],
  );
  return refused
    .slice(0, 1)
    .map((reason) => wrong(place, forbidden(reason, "with the right Actions: read", pattern)));
}

/** Another id under the same name: the name has changed hands. */
function idFindings({ file, asked, host }: Comparison): readonly Finding[] {
  return [
    ...[...ownerEntries(file)].flatMap(([name, entry]) => {
      const answer = asked.owners.get(name);
      return answer?.kind === "found" ? otherId(entry, answer.value.id, "owner", host) : [];
    }),
    ...[...repositoryEntries(file)].flatMap(([name, entry]) => {
      const answer = asked.repositories.get(name);
      // One that has another name is told of by that.
      if (answer?.kind !== "found" || answer.value.customization === undefined) return [];
      return otherId(entry, answer.value.repository.id, "repository", host);
    }),
  ];
}

function otherId({ key, id }: Entry, own: number, noun: string, host: string): readonly Finding[] {
  if (id.value === undefined || id.value === own) return [];
  const message = `is not the id of ${key} on ${host}: that is ${own}, another ${noun} under the same name; if the other is meant, delete this id and run resolve again; given: ${givenText(id.value)}`;
  return [{ problem: { path: id.path, message }, isBehind: true }];
}

function renamed(
  place: NamedRepository["place"],
  given: string,
  name: string,
  host: string,
): readonly Finding[] {
  if (given === name) return [];
  const said = isSameName(given, name)
    ? `is written otherwise on ${host}`
    : `has another name on ${host} by now`;
  return [
    {
      problem: { ...place, message: `${said}; needed: ${name}; given: ${givenText(given)}` },
      isBehind: true,
    },
  ];
}

function missing(host: string, noun: string, given: string): string {
  return `does not exist on ${host}, or GITHUB_TOKEN may not see it; needed: ${noun} that does; given: ${givenText(given)}`;
}

function forbidden(reason: string, needed: string, given: string): string {
  return `may not be read with GITHUB_TOKEN (${reason}); needed: a token ${needed}; given: ${givenText(given)}`;
}

function wrong(place: NamedRepository["place"], message: string): Finding {
  return { problem: { ...place, message }, isBehind: false };
}
