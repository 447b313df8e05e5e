import type { Rule } from "../policy/rules/rule";
import type { WorkflowRequest } from "./request";
import type { Identity } from "./token-decision";

export type Part = Exclude<keyof WorkflowRequest, "words">;

/** In whose words a message speaks: of somebody who has a command line and a file, or a program. */
export interface Words {
  /** The name of a part of the wish. */
  readonly named: (part: Part) => string;
  /** Parts of the wish with what they say; undefined says nothing. */
  readonly said: (parts: Readonly<Partial<Record<Part, string | undefined>>>) => string;
  /** Where a role's entries are. */
  readonly trust: string;
  /** How an entry names its repository. @param isOnlyOwner whether no other owner is in the role's trust. */
  readonly repository: (identity: Identity, isOnlyOwner: boolean) => string;
  /** What to change so that a rule is broken no more. */
  readonly mend: (rule: Rule) => string;
  /** What keeps Dependabot from secrets, and what to do: the end of a sentence. */
  readonly dependabot: (names: string) => string;
}

/** Of who calls a function, or makes a construct. */
export const PROGRAM_WORDS: Words = {
  named: (part) => part,
  said: (parts) => saidParts(parts, (part, value) => `${part}: ${JSON.stringify(value)}`).join(", "),
  trust: "its trust",
  mend: ({ fix }) => fix,
  repository: ({ owner, repository, ids }) =>
    [
      `repository: ${JSON.stringify(`${owner}/${repository}`)}`,
      ...(ids === undefined
        ? []
        : [`ids: { owner: ${ids.owner}, repository: ${ids.repository === "*" ? "ID" : ids.repository} }`]),
    ].join(", "),
  dependabot: (names) => `: keep ${names} among these as well, or as variables`,
};

/** Each part that says something, in words. */
export function saidParts(
  parts: Parameters<Words["said"]>[0],
  text: (part: Part, value: string) => string,
): readonly string[] {
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const value = parts[part];
    return value === undefined ? [] : text(part, value);
  });
}
