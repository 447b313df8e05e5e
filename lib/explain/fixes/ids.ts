import {
  declaredFormat,
  githubFacts,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
} from "../../config/github-facts";
import { at, isMap } from "../../config/place";
import type { Path } from "../../config/problem";
import { isSameName } from "../../policy/github-names";
import type { SubjectFormat } from "../../policy/subject";
import type { Attempt } from "../attempt";
import { expectedIds, sentIds } from "../causes/ids";
import { textClaim } from "../presented-token";
import { type Edit, valueAt } from "./edit";

/** A repository as the token names it. */
interface SentRepository {
  readonly owner: string;
  readonly name: string;
}

export function sentRepository({ got }: Attempt): SentRepository | undefined {
  return got?.repository && { owner: got.owner.text, name: got.repository.text };
}

/** The ids of the token's subject in the file, and that the repository's tokens carry them. */
export function idsWritten(value: unknown, comparison: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(comparison);
  const [ownerId, repositoryId] = [comparison.got?.ownerId?.text, comparison.got?.repositoryId?.text];
  if (sent === undefined || ownerId === undefined || repositoryId === undefined) return undefined;
  const owner = ownerPath(value, sent.owner);
  const repository = repositoryPath(value, sent);
  const isSaid = declaredFormat(githubOf(value), sent.owner, sent.name) === "immutable";
  return [
    ...missing(value, owner, { id: Number(ownerId) }),
    ...missing(value, repository, {
      id: Number(repositoryId),
      ...(!isSaid && { subject: "immutable" satisfies SubjectFormat }),
    }),
  ];
}

/** What a map lacks: as a whole, where there is none, else key by key. An id that stands there stays; a format does not. */
function missing(value: unknown, path: Path, wanted: Readonly<Record<string, unknown>>): readonly Edit[] {
  const map = valueAt(value, path);
  if (!isMap(map)) return [{ path, value: wanted }];
  return Object.entries(wanted)
    .filter(([key, own]) => map[key] === undefined || (key !== "id" && map[key] !== own))
    .map(([key, own]) => ({ path: [...path, key], value: own }));
}

/**
 * That the repository's tokens carry names alone. Proposed for a token alone whose further claims hold the very ids that the file asks
 * for: names by themselves may be anybody's.
 */
export function namesWritten(value: unknown, comparison: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(comparison);
  const { owner, repository } = expectedIds(comparison);
  const { token } = comparison.asked;
  const isSameOwner = owner !== undefined && textClaim(token, "repository_owner_id") === owner;
  const isSameRepository = repository !== undefined && textClaim(token, "repository_id") === repository;
  if (sent === undefined || !isSameOwner || !isSameRepository) return undefined;
  return [{ path: [...repositoryPath(value, sent), "subject"], value: "name" satisfies SubjectFormat }];
}

/** The id of a repository that was made again, if its owner is known to be the same. */
export function repositoryIdWritten(value: unknown, comparison: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(comparison);
  const [own, given] = [expectedIds(comparison), sentIds(comparison)];
  if (sent === undefined || own.owner === undefined || own.owner !== given.owner) return undefined;
  return [{ path: [...repositoryPath(value, sent), "id"], value: Number(given.repository) }];
}

function githubOf(value: unknown) {
  return githubFacts(at({ value, path: [] }, "github"));
}

function ownerPath(value: unknown, owner: string): Path {
  const map = valueAt(value, ["github", "owners"]);
  const key = isMap(map) ? Object.keys(map).find((each) => isSameName(each, owner)) : undefined;
  return ownerIdPath(key ?? owner).slice(0, -1);
}

/** Where the file keeps what it knows of a repository, or would. */
function repositoryPath(value: unknown, { owner, name }: SentRepository): Path {
  const { owner: defaultOwner } = githubOf(value);
  const map = valueAt(value, ["github", "repositories"]);
  const key = isMap(map)
    ? Object.keys(map).find((each) => {
        const own = ownedRepository(each, defaultOwner);
        return isSameName(`${own.owner}/${own.name}`, `${owner}/${name}`);
      })
    : undefined;
  const path = repositoryIdPath(owner, name, defaultOwner).slice(0, -1);
  return key === undefined ? path : [...path.slice(0, -1), key];
}
