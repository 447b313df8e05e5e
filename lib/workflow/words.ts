import type { Identity } from "./admission";
import type { Wish } from "./wish";

type Part = Exclude<keyof Wish, "words">;

/** In whose words a message speaks: of somebody with a command line and a file, or with a program. */
export interface Words {
  /** The name of a part of the wish. */
  readonly named: (part: Part) => string;
  /** Parts of the wish with what they say; undefined says nothing. */
  readonly said: (parts: Readonly<Partial<Record<Part, string | undefined>>>) => string;
  /** Where a role's entries are. */
  readonly trust: string;
  /** How an entry names its repository. @param isOnlyOwner whether no other owner is in the role's trust. */
  readonly repository: (identity: Identity, isOnlyOwner: boolean) => string;
  /** What keeps Dependabot from secrets, and what to do: the end of a sentence. */
  readonly dependabot: (names: string) => string;
}

const OPTIONS: Readonly<Record<Part, string>> = {
  event: "--event",
  branches: "--branch",
  tagPatterns: "--tag-pattern",
  environment: "--environment",
  calls: "--workflow",
  fileName: "--out",
  platforms: "--platform",
  images: "--image",
  context: "--context",
  dockerfile: "--file",
  tags: "--tag",
  runsOn: "--runs-on",
};

export const COMMAND_WORDS: Words = {
  named: (part) => OPTIONS[part],
  said: (parts) =>
    saidParts(
      parts,
      (part, value) => `${OPTIONS[part]} ${part === "event" ? value : JSON.stringify(value)}`,
    ).join(" "),
  trust: "its trust in the file",
  repository: ({ owner, repository }, isOnlyOwner) =>
    `${isOnlyOwner ? "" : `owner: ${owner}, `}repository: ${repository}`,
  dependabot: (names) => `, which lack ${names}; add dependabot to publish.to, or publish as variables`,
};

export const PROGRAM_WORDS: Words = {
  named: (part) => part,
  said: (parts) => saidParts(parts, (part, value) => `${part}: ${JSON.stringify(value)}`).join(", "),
  trust: "its trust",
  repository: ({ owner, repository, ids }) =>
    [
      `repository: ${JSON.stringify(`${owner}/${repository}`)}`,
      ...(ids === undefined
        ? []
        : [`ids: { owner: ${ids.owner}, repository: ${ids.repository === "*" ? "ID" : ids.repository} }`]),
    ].join(", "),
  dependabot: (names) => `: keep ${names} among these as well, or as variables`,
};

function saidParts(
  parts: Parameters<Words["said"]>[0],
  text: (part: Part, value: string) => string,
): readonly string[] {
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const value = parts[part];
    return value === undefined ? [] : text(part, value);
  });
}
