import { isPattern } from "../policy/subject";
import type { Repository } from "./config";
import { ownedRepository } from "./known-github";
import { at, isMap, items, type Place, textOf } from "./place";

/** A subject with names, or with names and ids. */
const NAMED = /^repo:([A-Za-z0-9_-]+)(?:@[0-9]+)?\/([A-Za-z0-9._-]+)(?:@[0-9]+)?:/;

/**
 * The repositories that get a role's values: those it names, else those that its trust names exactly, each once (GitHub
 * compares their names without case). Reads the file as it was written, so that it serves the checks too.
 */
export function repositoriesOf(role: Place, defaultOwner: string): readonly Repository[] {
  const publish = at(role, "publish");
  if (publish.value === false) return [];
  const named = at(publish, "repositories");
  const repositories = named.value === undefined ? trusted(role, defaultOwner) : chosen(named, defaultOwner);
  const byName = new Map(repositories.map((entry) => [`${entry.owner}/${entry.name}`.toLowerCase(), entry]));
  return [...byName.values()];
}

function trusted(role: Place, defaultOwner: string): readonly Repository[] {
  const named = items(at(role, "trust")).flatMap((entry) => {
    const owner = textOf(at(entry, "owner")) ?? defaultOwner;
    return items(at(entry, "repository"))
      .flatMap((name) => textOf(name) ?? [])
      .filter((name) => !isPattern(name))
      .map((name) => ({ owner, name }));
  });
  return [...named, ...subjectsOf(role).flatMap(repositoryNamedBy)];
}

/** The subjects that are written out: those of a role's trust, and those that a trust policy of its own lets in. */
export function subjectsOf(role: Place): readonly Place[] {
  return [
    ...items(at(role, "trust"))
      .map((entry) => at(entry, "subject"))
      .filter(({ value }) => value !== undefined),
    ...items(at(at(role, "trustPolicy"), "Statement")).flatMap(allowedSubjects),
  ];
}

function allowedSubjects(statement: Place): readonly Place[] {
  if (at(statement, "Effect").value !== "Allow") return [];
  return ["StringEquals", "StringLike"].flatMap((operator) => {
    const tests = at(at(statement, "Condition"), operator);
    const keys = isMap(tests.value) ? Object.keys(tests.value).filter((key) => /:sub$/i.test(key)) : [];
    return keys.flatMap((key) => items(at(tests, key)));
  });
}

/** The repository that a subject names without wildcards. */
export function repositoryNamedBy(subject: Place): readonly Repository[] {
  const [, owner, name] = NAMED.exec(textOf(subject) ?? "") ?? [];
  return owner === undefined || name === undefined ? [] : [{ owner, name }];
}

function chosen(named: Place, defaultOwner: string): readonly Repository[] {
  return items(named)
    .flatMap((name) => textOf(name) ?? [])
    .map((text) => ownedRepository(text, defaultOwner));
}
