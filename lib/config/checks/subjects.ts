import { GITHUB_COM, GITHUB_HOST, githubAt } from "../../policy/github-issuer";
import { isPattern } from "../../policy/github-names";
import { givenText } from "../../policy/text-rule";
import { at, items, textOf } from "../draft";
import {
  type GithubFacts,
  type NamedSubject,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
  subjectsOf,
  trustedNames,
} from "../github-facts";
import type { ConfigInput, FactsInput, GithubInput } from "../input";
import { type Path, type Problem, pathText } from "../problem";
import type { RoleDraft } from "../schema/access-file";
import { someOf } from "./duplicates";

/** Subjects that cannot be written: missing ids, or a format or an issuer that the host does not have. */
export function subjectProblems({ github, accounts }: ConfigInput, known: GithubFacts): readonly Problem[] {
  const host = hostOf(github);
  const roles = accounts.flatMap((account) => account.roles);
  return [
    ...hostProblems(github, host),
    ...repeatedRepositories(github.repositories, known.owner),
    // A server sends no ids. That the file expects them is another error.
    ...(githubAt(host, undefined).kind === "server"
      ? []
      : idProblems(
          roles.flatMap((role) => withoutIds(role, known)),
          known.owner,
          host,
        )),
  ];
}

/** Whether the file lacks ids for the subject formats of a role's repositories. The role's subjects cannot be written then. */
export function lacksIds(role: RoleDraft, github: GithubFacts): boolean {
  return withoutIds(role, github).length > 0;
}

/** A repository, or a pattern, whose tokens contain ids that the file lacks. */
interface WithoutIds {
  readonly path: Path;
  readonly subjects: readonly [NamedSubject, ...NamedSubject[]];
}

function withoutIds(role: RoleDraft, github: GithubFacts): readonly WithoutIds[] {
  return items(at(role, "trust")).flatMap((entry) => {
    return trustedNames(entry, github.owner).flatMap(({ owner, name, place }) => {
      const [first, ...others] = subjectsOf(github, owner, name).filter(lacksId);
      return first === undefined ? [] : [{ path: place.path, subjects: [first, ...others] as const }];
    });
  });
}

/** One problem for the whole file, since one run of `resolve` fixes it. */
function idProblems(
  [first, ...others]: readonly WithoutIds[],
  defaultOwner: string,
  host: string,
): readonly Problem[] {
  if (first === undefined) return [];
  const subjects = [first, ...others].flatMap((each) => each.subjects);
  const repositories = new Set(subjects.map(({ owner, repository }) => `${owner}/${repository}`));
  const ids = new Set(subjects.flatMap((subject) => missingIds(subject, defaultOwner)).map(pathText));
  return [
    {
      path: first.path,
      message: `missing ids, which the tokens of ${someOf([...repositories])} contain. Add ${someOf([...ids])}: run the command resolve, or ${commandFor(first.subjects[0], host)}. See docs/guide/ids.md`,
    },
  ];
}

function lacksId({ ids }: NamedSubject): boolean {
  return ids !== undefined && (ids.owner === undefined || ids.repository === undefined);
}

function missingIds({ owner, repository, ids }: NamedSubject, defaultOwner: string): readonly Path[] {
  return [
    ...(ids?.owner === undefined ? [ownerIdPath(owner)] : []),
    ...(ids?.repository === undefined ? [repositoryIdPath(owner, repository, defaultOwner)] : []),
  ];
}

function commandFor({ owner, repository }: NamedSubject, host: string): string {
  const api = host === GITHUB_COM ? "gh api" : `gh api --hostname ${host}`;
  return isPattern(repository)
    ? `${api} users/${owner} --jq .id`
    : `${api} repos/${owner}/${repository} --jq '.owner.id, .id'`;
}

/** An invalid host counts as github.com. */
function hostOf(github: GithubInput): string {
  const host = textOf(github.host);
  return host !== undefined && GITHUB_HOST.pattern.test(host) ? host : GITHUB_COM;
}

function hostProblems({ enterprise, owners, repositories }: GithubInput, host: string): readonly Problem[] {
  const { kind } = githubAt(host, undefined);
  const formats = [...owners, ...repositories].map(({ subject }) => subject);
  const [immutable, ...more] = formats.filter(({ value }) => value === "immutable" || value === "both");
  return [
    ...(kind === "github.com" || textOf(enterprise) === undefined
      ? []
      : [
          {
            path: enterprise.path,
            message: `expected no enterprise, because ${host} has its own issuer, got ${givenText(enterprise.value)}`,
          },
        ]),
    ...(kind !== "server" || immutable === undefined
      ? []
      : [
          {
            path: immutable.path,
            message: `expected name, because a GitHub Enterprise Server sends no ids, got ${givenText(immutable.value)}${more.length === 0 ? "" : ` and ${more.length} more`}`,
          },
        ]),
  ];
}

/** A repository of the default owner that is written with and without the owner. */
function repeatedRepositories(repositories: readonly FactsInput[], defaultOwner: string): readonly Problem[] {
  const first = new Map<string, Path>();
  return repositories.flatMap(({ name: { value: key, path } }) => {
    const { owner, name } = ownedRepository(key, defaultOwner);
    const full = `${owner}/${name}`.toLowerCase();
    const other = first.get(full);
    if (other === undefined) {
      first.set(full, path);
      return [];
    }
    return [{ path, other, atKey: true, message: `duplicate repository ${givenText(key)}` }];
  });
}
