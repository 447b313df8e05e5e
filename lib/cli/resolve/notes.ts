import { isSameName } from "../../policy/github-names";
import { isPattern, matchesPattern } from "../../policy/subject";
import type { Described } from "./asked";
import { formatOf } from "./changes";
import { type Comparison, ownerEntries, repositoryEntries } from "./comparison";

/** What GitHub says that the file cannot hold, each once, in the order of the file. */
export function notes(comparison: Comparison): readonly string[] {
  return [
    ...new Set([
      ...strangers(comparison),
      ...describedOnes(comparison).flatMap((each) => repositoryNotes(each, comparison)),
      ...patternNotes(comparison),
      ...doneMigrations(comparison),
    ]),
  ];
}

/** An owner in `github.owners` is one that may be trusted; to say that is the user's. */
function strangers({ named }: Comparison): readonly string[] {
  const trusted = new Set(
    named.filter(({ mayBeTrusted }) => mayBeTrusted).map(({ owner }) => owner.toLowerCase()),
  );
  return named
    .filter(({ owner }) => !trusted.has(owner.toLowerCase()))
    .map(
      ({ owner }) =>
        `${owner} stands only in subjects and publications, so nothing is written of it: an owner in github.owners is one that may be trusted`,
    );
}

function repositoryNotes(each: Described, comparison: Comparison): readonly string[] {
  const { repository, customization } = each;
  const { host } = comparison;
  const name = `${repository.owner}/${repository.name}`;
  if (customization === undefined || customization.kind === "forbidden") return [];
  const { prefix, template } = customization.kind === "found" ? customization.value : {};
  return [
    ...(formatOf(each, comparison) === undefined
      ? [
          `${host} does not say which format the subjects of ${name} have, so none is written${prefix === undefined ? "" : `; they begin with ${prefix}`}`,
        ]
      : []),
    ...(template === undefined
      ? []
      : [
          `the subjects of ${name} have a template of their own (${template.join(", ") || "without claims"}); trust them by subject`,
        ]),
  ];
}

function patternNotes(comparison: Comparison): readonly string[] {
  const { named, asked } = comparison;
  const names = describedOnes(comparison).map(({ repository }) => repository);
  return named.flatMap(({ owner, name }) => {
    const answer = asked.owners.get(owner.toLowerCase());
    if (name === undefined || !isPattern(name) || answer?.kind !== "found") return [];
    const isOwned = (each: { readonly owner: string }) => isSameName(each.owner, owner);
    return [
      ...(names.some((each) => isOwned(each) && matchesPattern(name, each.name))
        ? []
        : [`no repository of ${owner} that GITHUB_TOKEN may see has a name like ${name}`]),
      ...(answer.value.isOrganization
        ? []
        : [
            `${owner} is a user, of whom GitHub lists public repositories alone; a private one that ${name} stands for has to be in github.repositories`,
          ]),
    ];
  });
}

/** Both formats where GitHub sends the one with ids only: the old name need not be let in any longer. */
function doneMigrations(comparison: Comparison): readonly string[] {
  const described = describedOnes(comparison);
  const owners = ownerEntries(comparison.file);
  const repositories = repositoryEntries(comparison.file);
  const isImmutable = (each: Described) => formatOf(each, comparison) === "immutable";
  const done = "both can become immutable: GitHub sends ids alone by now";
  return [
    ...[...owners].flatMap(([key, { key: name, subject }]) => {
      const inherited = described.filter(({ repository: { owner, name } }) => {
        const own = repositories.get(`${owner}/${name}`.toLowerCase())?.subject.value;
        return owner.toLowerCase() === key && own === undefined;
      });
      const isDone = subject.value === "both" && inherited.length > 0 && inherited.every(isImmutable);
      return isDone ? [`github.owners.${name}.subject: ${done}`] : [];
    }),
    ...described.flatMap((each) => {
      const { owner, name } = each.repository;
      const entry = repositories.get(`${owner}/${name}`.toLowerCase());
      return entry?.subject.value === "both" && isImmutable(each)
        ? [`the subject of ${owner}/${name}: ${done}`]
        : [];
    }),
  ];
}

function describedOnes({ asked }: Comparison): readonly Described[] {
  return [
    ...[...asked.repositories.values()].flatMap((answer) => (answer.kind === "found" ? [answer.value] : [])),
    ...[...asked.matched.values()].flatMap((answer) => (answer.kind === "found" ? answer.value : [])),
  ];
}
