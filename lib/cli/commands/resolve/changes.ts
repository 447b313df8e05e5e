import type { Path } from "../../../config/problem";
import type { GithubRepository, SentFormat } from "../../../github/api";
import { isSameName } from "../../../policy/github-names";
import type { SubjectFormat } from "../../../policy/subject/types";
import {
  type Comparison,
  type DescribedRepository,
  defaultOwner,
  type Entry,
  formatOf,
  ownerEntries,
  repositoryEntries,
} from "./comparison";

/** A value to write into the file. */
export interface Change {
  readonly path: Path;
  /** Undefined if the file has no value. */
  readonly from: unknown;
  /** An id, a subject format, the former name of a repository, an origin, or names of values to import. */
  readonly to: number | string | readonly string[];
}

/** A repository with the subject format of its tokens, undefined if GitHub does not report it. */
interface Sender {
  readonly repository: GithubRepository;
  readonly format: SentFormat | undefined;
}

/** The ids and formats that the file lacks or has wrong. Only for owners that may be trusted. */
export function changes(comparison: Comparison): readonly Change[] {
  const { named, snapshot } = comparison;
  const trusted = new Set(
    named.filter(({ mayBeTrusted }) => mayBeTrusted).map(({ owner }) => owner.toLowerCase()),
  );
  return [...trusted].flatMap((key) => {
    const owner = snapshot.owners.get(key);
    return owner?.kind === "found" ? ownerChanges(key, owner.value, comparison) : [];
  });
}

function ownerChanges(
  key: string,
  { id, login }: { readonly id: number; readonly login: string },
  comparison: Comparison,
): readonly Change[] {
  const entry = ownerEntries(comparison.file).get(key);
  if (isAnother(entry, id)) return [];
  const { exact, matched } = sendersOf(key, comparison);
  const declared = formatIn(entry);
  const format = ownerFormat(
    declared,
    [...exact, ...matched].flatMap((sender) => sender.format ?? []),
  );
  const path = ["github", "owners", entry?.key ?? login];
  const inherited = { before: declared ?? "name", now: format };
  const known = repositoryEntries(comparison.file);
  return [
    ...idChange(path, entry, id),
    ...(format === (declared ?? "name") ? [] : [{ path: [...path, "subject"], from: declared, to: format }]),
    ...exact.flatMap((sender) => {
      const own = known.get(fullName(sender.repository));
      const at = repositoryPath(sender.repository, own, comparison);
      return [
        ...idChange(at, own, sender.repository.id),
        ...subjectChange(at, formatIn(own), sender, inherited),
      ];
    }),
    // A pattern has the format of its owner. Repositories with another format need entries of their own.
    ...matched
      .filter((sender) => isOther(sender, format))
      .flatMap((sender) => {
        const at = repositoryPath(sender.repository, undefined, comparison);
        return [
          ...idChange(at, undefined, sender.repository.id),
          ...subjectChange(at, undefined, sender, inherited),
        ];
      }),
  ];
}

/** The format in the file stays while one repository sends it. Otherwise it is the format of most repositories, `immutable` if equal. */
function ownerFormat(declared: SubjectFormat | undefined, sent: readonly SentFormat[]): SubjectFormat {
  if (sent.length === 0 || declared === "both") return declared ?? "name";
  if (declared !== undefined && sent.includes(declared)) return declared;
  const immutable = sent.filter((format) => format === "immutable").length;
  return immutable * 2 >= sent.length ? "immutable" : "name";
}

/** The `subject` that a repository needs of its own. `both` is a choice of the user and stays. */
function subjectChange(
  path: Path,
  declared: SubjectFormat | undefined,
  sender: Sender,
  inherited: { readonly before: SubjectFormat; readonly now: SubjectFormat },
): readonly Change[] {
  const at = [...path, "subject"];
  if (declared === "both") return [];
  if (declared !== undefined) {
    return sender.format === undefined || sender.format === declared
      ? []
      : [{ path: at, from: declared, to: sender.format }];
  }
  // If GitHub does not report the format, the repository keeps the one that it had.
  const to = sender.format ?? inherited.before;
  const isInherited = inherited.now === "both" || inherited.now === to;
  return isInherited ? [] : [{ path: at, from: undefined, to }];
}

function isOther({ format }: Sender, ofOwner: SubjectFormat): boolean {
  return format !== undefined && ofOwner !== "both" && format !== ofOwner;
}

/** Whether the file has another id for the name. Then nothing is written for it. */
function isAnother(entry: Entry | undefined, id: number): boolean {
  return entry?.id.value !== undefined && entry.id.value !== id;
}

function idChange(path: Path, entry: Entry | undefined, id: number): readonly Change[] {
  return entry?.id.value === undefined ? [{ path: [...path, "id"], from: undefined, to: id }] : [];
}

/** The repositories of an owner that the file names, and those that its patterns match. */
function sendersOf(owner: string, comparison: Comparison) {
  const { snapshot, file } = comparison;
  const known = repositoryEntries(file);
  const sender = (each: DescribedRepository): readonly Sender[] => {
    const { repository, customization } = each;
    if (customization === undefined || isAnother(known.get(fullName(repository)), repository.id)) return [];
    return [{ repository, format: formatOf(each, comparison) }];
  };
  const exact = [...snapshot.repositories].flatMap(([key, answer]) =>
    key.startsWith(`${owner}/`) && answer.kind === "found" ? sender(answer.value) : [],
  );
  const list = snapshot.matched.get(owner);
  return { exact, matched: list?.kind === "found" ? list.value.flatMap(sender) : [] };
}

function formatIn(entry: Entry | undefined): SubjectFormat | undefined {
  return entry?.subject.value as SubjectFormat | undefined;
}

function fullName({ owner, name }: GithubRepository): string {
  return `${owner}/${name}`.toLowerCase();
}

function repositoryPath(
  { owner, name }: GithubRepository,
  entry: Entry | undefined,
  { file }: Comparison,
): Path {
  const isDefault = isSameName(owner, defaultOwner(file));
  return ["github", "repositories", entry?.key ?? (isDefault ? name : `${owner}/${name}`)];
}
