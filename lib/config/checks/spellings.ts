import { isPattern, isSameName } from "../../policy/github-names";
import { repositoryNamed } from "../../policy/subject/parse";
import { givenText } from "../../policy/text-rule";
import { at, items, type Located, textOf } from "../draft";
import { type GithubFacts, trustedNames } from "../github-facts";
import type { ConfigInput } from "../input";
import { listedRepositories } from "../named-repositories";
import { subjectsOf } from "../normalize/publication";
import type { Path, Problem } from "../problem";
import { groupedBy } from "./duplicates";

/** A name on GitHub, and where it is written. */
interface Written {
  /** What is compared: an owner, or OWNER/REPOSITORY. */
  readonly name: string;
  readonly path: Path;
}

/** One owner or repository in two spellings. GitHub ignores case, a trust policy does not. */
export function spellingProblems(input: ConfigInput, { owner: byDefault }: GithubFacts): readonly Problem[] {
  const { github, accounts } = input;
  const roles = accounts.flatMap((account) => account.roles);
  const entries = roles.flatMap((role) => items(at(role, "trust")));
  const named = listedRepositories(input);
  // `OWNER/NAME`, each at the place of the subject that names it.
  const subjects = roles.flatMap(subjectsOf).flatMap(({ path, parsed }) => {
    const repository = repositoryNamed(parsed);
    return repository === undefined ? [] : [{ value: `${repository.owner}/${repository.name}`, path }];
  });
  return [
    ...respelled(
      [
        github.owner,
        ...github.owners.map(({ name }) => name),
        ...github.repositories.map(({ name }) => name).filter(namesOwner),
        ...entries.map((entry) => at(entry, "owner")),
        ...entries.flatMap((entry) => items(at(entry, "repository"))).filter(namesOwner),
        ...named.filter(namesOwner),
        ...github.templates.map(({ organization }) => organization),
        ...subjects,
      ].flatMap(ownerOf),
      "owner",
    ),
    ...respelled(
      [
        ...github.repositories.flatMap(({ name }) => repositoryOf(name, byDefault)),
        ...entries.flatMap((entry) =>
          trustedNames(entry, byDefault).flatMap(({ owner: of, place }) => repositoryOf(place, of)),
        ),
        ...[...named, ...subjects].flatMap((name) => repositoryOf(name, byDefault)),
      ],
      "repository",
    ),
  ];
}

function namesOwner(repository: Located): boolean {
  return textOf(repository)?.includes("/") === true;
}

function ownerOf(place: Located): readonly Written[] {
  const name = textOf(place)?.split("/")[0];
  return name === undefined ? [] : [{ name, path: place.path }];
}

function repositoryOf(place: Located, owner: string): readonly Written[] {
  const name = textOf(place);
  if (name === undefined || isPattern(name)) return [];
  return [{ name: name.includes("/") ? name : `${owner}/${name}`, path: place.path }];
}

function respelled(list: readonly Written[], noun: string): readonly Problem[] {
  const first = new Map<string, Written>();
  const others = list.flatMap((written) => {
    const known = first.get(written.name.toLowerCase());
    if (known === undefined) first.set(written.name.toLowerCase(), written);
    // A different spelling of the owner is reported once, at the owner.
    return known === undefined || lastPart(known.name) === lastPart(written.name) ? [] : [{ written, known }];
  });
  return groupedBy(others, ({ written }) => `${written.name.toLowerCase()} ${lastPart(written.name)}`).map(
    ([{ written, known }, ...more]) => ({
      path: written.path,
      other: known.path,
      message: `expected one spelling of the ${noun}, as on GitHub, got ${givenText(lastPart(written.name))}${more.length === 0 ? "" : ` (${more.length + 1} times)`} and ${givenText(lastPart(known.name))}`,
    }),
  );
}

function lastPart(name: string): string | undefined {
  return name.split("/").at(-1);
}

/** Repositories `OWNER/NAME` of trust beside another `owner`. */
export function trustOwnerProblems({ accounts }: ConfigInput): readonly Problem[] {
  return accounts
    .flatMap(({ roles }) => roles)
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
