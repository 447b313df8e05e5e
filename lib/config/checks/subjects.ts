import { GITHUB_COM, GITHUB_HOST, githubAt } from "../../policy/github-issuer";
import { isPattern } from "../../policy/subject";
import {
  type GithubFacts,
  githubFacts,
  type NamedSubject,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
  subjectsOf,
  trustedNames,
} from "../github-facts";
import { accountsOf, at, isMap, items, type Place, rolesOf, textOf } from "../place";
import { givenText, type Path, type Problem, pathText } from "../problem";

/** Subjects that cannot be written: ids that nobody has said, a format or an issuer that the host does not have. */
export function subjectProblems(file: Place): readonly Problem[] {
  const github = at(file, "github");
  const known = githubFacts(github);
  const host = hostOf(github);
  return [
    ...hostProblems(github, host),
    ...repeatedRepositories(github, known.owner),
    ...accountsOf(file)
      .flatMap(rolesOf)
      .flatMap((role) => idProblems(role, known, host)),
  ];
}

/** Repositories of a role's trust whose tokens carry ids that the file lacks. */
export function idProblems(role: Place, github: GithubFacts, host: string): readonly Problem[] {
  // A server sends no ids; that the file says so is a problem of its own.
  if (githubAt(host, undefined).kind === "server") return [];
  return items(at(role, "trust")).flatMap((entry) => {
    return trustedNames(entry, github.owner).flatMap(({ owner, name: repository, place }) => {
      const lacking = subjectsOf(github, owner, repository).filter(lacksId);
      const [first] = lacking;
      if (first === undefined) return [];
      const needed = new Set(lacking.flatMap((each) => missingIds(each, github.owner)).map(pathText));
      const command = commandFor(first, host);
      return [
        {
          path: place.path,
          message: `has tokens with ids, which the file lacks; needed: ${[...needed].join(", ")}; ${command}; given: ${givenText(place.value)}`,
        },
      ];
    });
  });
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
    ? `${api} users/${owner} --jq .id prints it`
    : `${api} repos/${owner}/${repository} --jq '.owner.id, .id' prints those of owner and repository`;
}

/** A host that is wrong by itself counts as the usual one. */
function hostOf(github: Place): string {
  const host = textOf(at(github, "host"));
  return host !== undefined && GITHUB_HOST.pattern.test(host) ? host : GITHUB_COM;
}

function hostProblems(github: Place, host: string): readonly Problem[] {
  const { kind } = githubAt(host, undefined);
  const enterprise = at(github, "enterprise");
  const formats = ["owners", "repositories"].flatMap((key) => {
    const { value, path } = at(github, key);
    return isMap(value)
      ? Object.keys(value).map((name) => at({ value: value[name], path: [...path, name] }, "subject"))
      : [];
  });
  return [
    ...(kind === "github.com" || textOf(enterprise) === undefined
      ? []
      : [
          {
            path: enterprise.path,
            message: `is for github.com alone; allowed: no enterprise, because ${host} has an issuer of its own; given: ${givenText(enterprise.value)}`,
          },
        ]),
    ...(kind !== "server"
      ? []
      : formats
          .filter(({ value }) => value === "immutable" || value === "both")
          .map(({ value, path }) => ({
            path,
            message: `is not sent by a GitHub Enterprise Server; allowed: name; given: ${givenText(value)}`,
          }))),
  ];
}

/** A repository of the default owner that is written with the owner and without. */
function repeatedRepositories(github: Place, defaultOwner: string): readonly Problem[] {
  const { value, path } = at(github, "repositories");
  if (!isMap(value)) return [];
  const first = new Map<string, Path>();
  return Object.keys(value).flatMap((key) => {
    const { owner, name } = ownedRepository(key, defaultOwner);
    const full = `${owner}/${name}`.toLowerCase();
    const other = first.get(full);
    if (other === undefined) {
      first.set(full, [...path, key]);
      return [];
    }
    return [
      {
        path: [...path, key],
        other,
        atKey: true,
        message: `is a repository for the second time; allowed: once; given: ${givenText(key)}`,
      },
    ];
  });
}
