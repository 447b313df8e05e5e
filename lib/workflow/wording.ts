import type { Rule } from "../policy/rules/rule";
import type { WorkflowRequest } from "./request";
import type { Identity } from "./token-decision";

export type Part = Exclude<keyof WorkflowRequest, "wording">;

/** The parts of a message that differ between the command line, with its options and file, and a program, with its props. */
export interface Wording {
  /** The name of one part of the request: `--branch` or `branches`. */
  readonly option: (part: Part) => string;
  /** Parts of the request with their values: `--event tag` or `event: "tag"`. Parts without a value are left out. */
  readonly options: (parts: Readonly<Partial<Record<Part, string | undefined>>>) => string;
  /** The keys of a trust entry that name the repository. @param isOnlyOwner whether the role trusts no other owner. */
  readonly repository: (identity: Identity, isOnlyOwner: boolean) => string;
  /** How to fix a violation of a rule. */
  readonly fix: (rule: Rule) => string;
  /** How to give values to runs that Dependabot starts: a sentence. */
  readonly dependabotFix: (names: string) => string;
}

/** For the props of a function or a construct. */
export const PROGRAM_WORDING: Wording = {
  option: (part) => part,
  options: (parts) => partTexts(parts, (part, value) => `${part}: ${JSON.stringify(value)}`).join(", "),
  repository: ({ owner, repository, ids }) =>
    [
      `repository: ${JSON.stringify(`${owner}/${repository}`)}`,
      ...(ids === undefined
        ? []
        : [`ids: { owner: ${ids.owner}, repository: ${ids.repository === "*" ? "ID" : ids.repository} }`]),
    ].join(", "),
  fix: ({ fix }) => fix,
  dependabotFix: (names) => `Create Dependabot secrets ${names}, or use variables`,
};

/** The text of each part that has a value. */
export function partTexts(
  parts: Parameters<Wording["options"]>[0],
  text: (part: Part, value: string) => string,
): readonly string[] {
  return (Object.keys(parts) as Part[]).flatMap((part) => {
    const value = parts[part];
    return value === undefined ? [] : text(part, value);
  });
}
