import { isPattern } from "../policy/subject";
import type { Repository } from "./config";
import { at, items, type Place, textOf } from "./place";

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
  return items(at(role, "trust")).flatMap((entry) => {
    const owner = textOf(at(entry, "owner")) ?? defaultOwner;
    return items(at(entry, "repository"))
      .flatMap((name) => textOf(name) ?? [])
      .filter((name) => !isPattern(name))
      .map((name) => ({ owner, name }));
  });
}

function chosen(named: Place, defaultOwner: string): readonly Repository[] {
  return items(named)
    .flatMap((name) => textOf(name) ?? [])
    .map((text) => {
      const [owner, name] = text.split("/");
      return owner !== undefined && name !== undefined
        ? { owner, name }
        : { owner: defaultOwner, name: text };
    });
}
