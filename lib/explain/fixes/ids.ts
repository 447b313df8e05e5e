import { at, isMap } from "../../config/draft";
import {
  declaredFormat,
  githubFacts,
  ownedRepository,
  ownerIdPath,
  repositoryIdPath,
} from "../../config/github-facts";
import { githubInput } from "../../config/input";
import type { Path } from "../../config/problem";
import type { FileDraft } from "../../config/schema/access-file";
import { isSameName } from "../../policy/github-names";
import type { SubjectFormat } from "../../policy/subject/types";
import { expectedIds, sentIds } from "../causes/ids";
import type { Attempt } from "../compare";
import { textClaim } from "../token";
import { type Edit, valueAt } from "./edit";

interface SentRepository {
  readonly owner: string;
  readonly name: string;
}

function sentRepository({ got }: Attempt): SentRepository | undefined {
  return got?.repository && { owner: got.owner.text, name: got.repository.text };
}

/** Writes the ids of the token's subject and the immutable format into the file. */
export function idsWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const [ownerId, repositoryId] = [attempt.got?.ownerId?.text, attempt.got?.repositoryId?.text];
  if (sent === undefined || ownerId === undefined || repositoryId === undefined) return undefined;
  const owner = ownerPath(value, sent.owner);
  const repository = repositoryPath(value, sent);
  const isImmutable = declaredFormat(githubOf(value), sent.owner, sent.name) === "immutable";
  return [
    ...missing(value, owner, { id: Number(ownerId) }),
    ...missing(value, repository, {
      id: Number(repositoryId),
      ...(!isImmutable && { subject: "immutable" satisfies SubjectFormat }),
    }),
  ];
}

/** Adds the missing keys, or the whole map. An existing id is kept, an existing format is replaced. */
function missing(value: unknown, path: Path, wanted: Readonly<Record<string, unknown>>): readonly Edit[] {
  const map = valueAt(value, path);
  if (!isMap(map)) return [{ path, value: wanted }];
  return Object.entries(wanted)
    .filter(([key, own]) => map[key] === undefined || (key !== "id" && map[key] !== own))
    .map(([key, own]) => ({ path: [...path, key], value: own }));
}

/**
 * Writes the name format into the file. Only for a token whose other claims have the expected ids, because someone else can register a
 * name.
 */
export function namesWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const { owner, repository } = expectedIds(attempt);
  const { token } = attempt.roleDecision;
  const isSameOwner = owner !== undefined && textClaim(token, "repository_owner_id") === owner;
  const isSameRepository = repository !== undefined && textClaim(token, "repository_id") === repository;
  if (sent === undefined || !isSameOwner || !isSameRepository) return undefined;
  return [{ path: [...repositoryPath(value, sent), "subject"], value: "name" satisfies SubjectFormat }];
}

/** Writes the new id of a repository, if the owner has the expected id. */
export function repositoryIdWritten(value: unknown, attempt: Attempt): readonly Edit[] | undefined {
  const sent = sentRepository(attempt);
  const [own, given] = [expectedIds(attempt), sentIds(attempt)];
  if (sent === undefined || own.owner === undefined || own.owner !== given.owner) return undefined;
  return [{ path: [...repositoryPath(value, sent), "id"], value: Number(given.repository) }];
}

function githubOf(value: unknown) {
  const file: FileDraft = { value, path: [] };
  return githubFacts(githubInput(at(file, "github")));
}

function ownerPath(value: unknown, owner: string): Path {
  const map = valueAt(value, ["github", "owners"]);
  const key = isMap(map) ? Object.keys(map).find((each) => isSameName(each, owner)) : undefined;
  return ownerIdPath(key ?? owner).slice(0, -1);
}

/** The path of the repository in github.repositories, whether it exists or not. */
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
