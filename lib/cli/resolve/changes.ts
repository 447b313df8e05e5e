import type { Path } from "../../config/problem";
import type { GithubRepository } from "../../github/answers";
import { type SentFormat, sentFormat } from "../../github/sent-format";
import { isSameName } from "../../policy/github-names";
import type { SubjectFormat } from "../../policy/subject";
import type { Described } from "./asked";
import { type Comparison, defaultOwner, type Entry, ownerEntries, repositoryEntries } from "./comparison";

/** A value that the file is to have. */
export interface Change {
  readonly path: Path;
  /** Undefined where the file has none yet. */
  readonly from: unknown;
  readonly to: number | SubjectFormat;
}

/** A repository with the format of its tokens, undefined where GitHub does not say. */
interface Sender {
  readonly repository: GithubRepository;
  readonly format: SentFormat | undefined;
}

/** What the file lacks or has otherwise, of owners that may be trusted. */
export function changes(comparison: Comparison): readonly Change[] {
  const { named, asked } = comparison;
  const trusted = new Set(
    named.filter(({ mayBeTrusted }) => mayBeTrusted).map(({ owner }) => owner.toLowerCase()),
  );
  return [...trusted].flatMap((key) => {
    const owner = asked.owners.get(key);
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
  const said = formatIn(entry);
  const format = ownerFormat(
    said,
    [...exact, ...matched].flatMap((sender) => sender.format ?? []),
  );
  const path = ["github", "owners", entry?.key ?? login];
  const inherited = { before: said ?? "name", now: format };
  const known = repositoryEntries(comparison.file);
  return [
    ...idChange(path, entry, id),
    ...(format === (said ?? "name") ? [] : [{ path: [...path, "subject"], from: said, to: format }]),
    ...exact.flatMap((sender) => {
      const own = known.get(fullName(sender.repository));
      const at = repositoryPath(sender.repository, own, comparison);
      return [
        ...idChange(at, own, sender.repository.id),
        ...subjectChange(at, formatIn(own), sender, inherited),
      ];
    }),
    // A pattern has the format of its owner; what has another is listed.
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

/** What is written stays as long as some repository sends it; else what most send, and ids where it is even. */
function ownerFormat(said: SubjectFormat | undefined, sent: readonly SentFormat[]): SubjectFormat {
  if (sent.length === 0 || said === "both") return said ?? "name";
  if (said !== undefined && sent.includes(said)) return said;
  const immutable = sent.filter((format) => format === "immutable").length;
  return immutable * 2 >= sent.length ? "immutable" : "name";
}

/** What a repository needs besides what its owner says. Both formats, where they are written, are the user's own choice. */
function subjectChange(
  path: Path,
  said: SubjectFormat | undefined,
  sender: Sender,
  inherited: { readonly before: SubjectFormat; readonly now: SubjectFormat },
): readonly Change[] {
  const at = [...path, "subject"];
  if (said === "both") return [];
  if (said !== undefined) {
    return sender.format === undefined || sender.format === said
      ? []
      : [{ path: at, from: said, to: sender.format }];
  }
  // Of what GitHub does not say, the file goes on to say the same.
  const to = sender.format ?? inherited.before;
  const isSaid = inherited.now === "both" || inherited.now === to;
  return isSaid ? [] : [{ path: at, from: undefined, to }];
}

function isOther({ format }: Sender, ofOwner: SubjectFormat): boolean {
  return format !== undefined && ofOwner !== "both" && format !== ofOwner;
}

/** Whether the file knows the name as that of another: nothing of this one is written then. */
function isAnother(entry: Entry | undefined, id: number): boolean {
  return entry?.id.value !== undefined && entry.id.value !== id;
}

function idChange(path: Path, entry: Entry | undefined, id: number): readonly Change[] {
  return entry?.id.value === undefined ? [{ path: [...path, "id"], from: undefined, to: id }] : [];
}

/** The repositories of an owner: those that the file names, and those that its patterns stand for. */
function sendersOf(owner: string, comparison: Comparison) {
  const { asked, file } = comparison;
  const known = repositoryEntries(file);
  const sender = (each: Described): readonly Sender[] => {
    const { repository, customization } = each;
    if (customization === undefined || isAnother(known.get(fullName(repository)), repository.id)) return [];
    return [{ repository, format: formatOf(each, comparison) }];
  };
  const exact = [...asked.repositories].flatMap(([key, answer]) =>
    key.startsWith(`${owner}/`) && answer.kind === "found" ? sender(answer.value) : [],
  );
  const list = asked.matched.get(owner);
  return { exact, matched: list?.kind === "found" ? list.value.flatMap(sender) : [] };
}

/** The format that GitHub says of a repository, if it says one. */
export function formatOf(
  { repository, customization }: Described,
  { isServer }: Comparison,
): SentFormat | undefined {
  if (customization?.kind === "found") return sentFormat(customization.value, repository, isServer);
  return customization?.kind === "missing" && isServer ? "name" : undefined;
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
