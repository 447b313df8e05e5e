import { isPattern, isSameName } from "../policy/github-names";
import { parseRawSubject, repositoryNamed } from "../policy/subject/parse";
import { groupedBy } from "./checks/duplicates";
import { DEFAULT_NAMES_PER_REPOSITORY, PLACEHOLDER } from "./defaults";
import { at, isMap, items, type Located, listAt, type Positioned, textOf } from "./draft";
import { trustedNames } from "./github-facts";
import type { FileDraft, RoleDraft } from "./schema/access-file";
import type { TrustEntryDraft } from "./schema/trust";
import type { Repository } from "./types";

/** Whether an entry creates a role for each GitHub repository. */
export function isPerRepository(role: RoleDraft): boolean {
  return at(role, "perRepository").value === true;
}

/** The repositories that the trust of a role names without wildcards, each once, in its first spelling. */
export function repositoriesOfTrust(role: RoleDraft, defaultOwner: string): readonly Repository[] {
  return trustByRepository(role, defaultOwner).map(({ repository }) => repository);
}

/** A repository, and the entries that name it, without the other repositories. */
interface TrustOfRepository {
  readonly repository: Repository;
  readonly entries: readonly Positioned[];
}

/** In the order in which the trust of a role names the repositories. */
function trustByRepository(role: RoleDraft, defaultOwner: string): readonly TrustOfRepository[] {
  const byName = new Map<string, { readonly repository: Repository; readonly entries: Positioned[] }>();
  for (const [position, entry] of items(at(role, "trust")).entries()) {
    for (const [first, ...others] of groupedBy(namedBy(entry, defaultOwner), keyOf)) {
      const { owner, name } = first;
      const known = byName.get(keyOf(first)) ?? { repository: { owner, name }, entries: [] };
      byName.set(keyOf(first), known);
      known.entries.push({ position, value: entryOf(entry, [first, ...others]) });
    }
  }
  return [...byName.values()];
}

function keyOf({ owner, name }: Repository): string {
  return `${owner}/${name}`.toLowerCase();
}

/** An entry with only these elements of its list of repositories. */
function entryOf({ value }: TrustEntryDraft, named: readonly NamedByEntry[]): unknown {
  if (!isMap(value) || !Array.isArray(value.repository)) return value;
  const elements = named.map(({ place }) => ({ value: place.value, position: Number(place.path.at(-1)) }));
  return { ...value, repository: listAt(elements) };
}

interface NamedByEntry extends Repository {
  readonly place: Located;
}

/** The repositories that an entry names without wildcards. */
function namedBy(entry: TrustEntryDraft, defaultOwner: string): readonly NamedByEntry[] {
  if (at(entry, "subject").value === undefined) {
    return trustedNames(entry, defaultOwner).filter(({ name }) => !isPattern(name));
  }
  const named = namedBySubject(entry);
  return named === undefined ? [] : [{ ...named, place: at(entry, "subject") }];
}

/** The repository that the subject of an entry names without wildcards. */
export function namedBySubject(entry: TrustEntryDraft): Repository | undefined {
  const parsed = parseRawSubject(textOf(at(entry, "subject")) ?? "");
  const named = parsed && repositoryNamed(parsed);
  return named && { owner: named.owner, name: named.name };
}

/** What `{repository}` becomes in a text. */
export type Replace = (text: string, repository: Repository, defaultOwner: string) => string;

const byName: Replace = (text, { name }) => text.replaceAll(PLACEHOLDER, () => name);

/** Names of ECR repositories are in lower case. */
const byLowerCase: Replace = (text, { name }) => text.replaceAll(PLACEHOLDER, () => name.toLowerCase());

/** A repository of another owner has its owner before it, unless the text has one. */
const byOwnedName: Replace = (text, repository, defaultOwner) => {
  const named = byName(text, repository, defaultOwner);
  const isPlain = named.includes("/") || isSameName(repository.owner, defaultOwner);
  return isPlain || named === text ? named : `${repository.owner}/${named}`;
};

/** Names of secrets and variables have only letters, digits and `_`. */
const byValueName: Replace = (text, { name }) =>
  text.replaceAll(PLACEHOLDER, () => name.toUpperCase().replace(/[^A-Z0-9]/g, "_"));

/** The texts of a role in which `{repository}` is replaced, by their place. */
export const REPLACED = {
  name: byName,
  policyName: byName,
  description: byName,
  tags: byName,
  ecr: byLowerCase,
  ecrPublic: byLowerCase,
  "publish.repositories": byOwnedName,
  "publish.prefix": byValueName,
  /** In the keys. */
  "publish.values": byValueName,
} as const satisfies Readonly<Record<string, Replace>>;

/**
 * A file with a role for each GitHub repository in place of each role with `perRepository`. Each keeps the place of that role.
 * @param isFaulty roles with problems of their own, of which nothing else is reported. Default: none.
 */
export function expandedFile(
  file: FileDraft,
  defaultOwner: string,
  isFaulty: (role: RoleDraft) => boolean = () => false,
): FileDraft {
  const accounts = at(file, "accounts");
  if (!isMap(file.value) || !Array.isArray(accounts.value)) return file;
  const expanded = items(accounts).map((account) => {
    const roles = at(account, "roles");
    const own = items(roles);
    if (!isMap(account.value) || !Array.isArray(roles.value)) return account.value;
    if (!own.some((role) => isPerRepository(role) || isFaulty(role))) return account.value;
    const elements = own.flatMap((role, position): readonly Positioned[] => {
      if (isFaulty(role)) return [{ value: null, position }];
      return isPerRepository(role)
        ? rolesFor(role, defaultOwner).map((value) => ({ value, position }))
        : [{ value: role.value, position }];
    });
    return { ...account.value, roles: listAt(elements) };
  });
  const isSame = expanded.every((account, index) => account === items(accounts)[index]?.value);
  return isSame ? file : { value: { ...file.value, accounts: expanded }, path: file.path };
}

/** The roles that an entry creates. */
function rolesFor(role: RoleDraft, defaultOwner: string): readonly unknown[] {
  return trustByRepository(role, defaultOwner).map((trust) => roleFor(role, trust, defaultOwner));
}

function roleFor(
  { value }: RoleDraft,
  { repository, entries }: TrustOfRepository,
  defaultOwner: string,
): unknown {
  if (!isMap(value)) return null;
  const inTexts = (part: unknown, replace: Replace): unknown =>
    mappedTexts(part, (text) => replace(text, repository, defaultOwner));
  const names = value.name === undefined ? { ...DEFAULT_NAMES_PER_REPOSITORY, ...value } : value;
  const parts = Object.entries(names)
    .filter(([key]) => key !== "perRepository")
    .map(([key, part]) => {
      switch (key) {
        case "name":
        case "policyName":
        case "description":
        case "tags":
        case "ecr":
        case "ecrPublic":
          return [key, inTexts(part, REPLACED[key])];
        case "publish":
          return [key, publishFor(part, inTexts)];
        case "trust":
          return [key, listAt(entries)];
        default:
          return [key, part];
      }
    });
  return Object.fromEntries(parts);
}

function publishFor(publish: unknown, inTexts: (part: unknown, replace: Replace) => unknown): unknown {
  if (!isMap(publish)) return publish;
  const { repositories, prefix, values } = publish;
  return {
    ...publish,
    ...(repositories !== undefined && {
      repositories: inTexts(repositories, REPLACED["publish.repositories"]),
    }),
    ...(prefix !== undefined && { prefix: inTexts(prefix, REPLACED["publish.prefix"]) }),
    ...(isMap(values) && {
      values: Object.fromEntries(
        Object.entries(values).map(([key, each]) => [inTexts(key, REPLACED["publish.values"]), each]),
      ),
    }),
  };
}

/** A value with other texts. Keys stay. */
function mappedTexts(value: unknown, to: (text: string) => string): unknown {
  if (typeof value === "string") return to(value);
  if (Array.isArray(value)) return value.map((element) => mappedTexts(element, to));
  if (!isMap(value)) return value;
  return {
    // With the mark of an invalid map.
    ...value,
    ...Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mappedTexts(each, to)])),
  };
}
