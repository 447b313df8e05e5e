import { REPOSITORY_OF_OWNER_PATTERN } from "../../policy/github-names";
import { RULES } from "../../policy/rules/rules";
import { nearestRegion } from "../nearest-region";
import { longerKey, nearestKey } from "./nearest-key";

/** The end of the message for a wrong value: what it probably means, or what to write. */
export type TextHint = (value: string) => string | undefined;

function didYouMean(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `, did you mean ${text}?`;
}

export const regionHint: TextHint = (value) => didYouMean(nearestRegion(value));

/** @param choices of which the value is none. */
export function choiceHint(choices: readonly string[]): TextHint {
  return (value) => didYouMean(nearestKey(value, choices) ?? longerKey(value, choices));
}

/** A rule in lower case, or by its name. */
export const ruleHint: TextHint = (value) => {
  const text = value.toLowerCase();
  return didYouMean(RULES.find(({ id, name }) => id.toLowerCase() === text || name === text)?.id);
};

/** The address of a repository, for a web browser or for git. */
const REPOSITORY_ADDRESS =
  /^(?:https?:\/\/[^/]+\/|git@[^:/]+:|ssh:\/\/git@[^/]+\/|[^/]+\.[a-z]+\/(?=[^/]+\/))/;

/** A repository with its address, or with `.git` at the end. */
export const repositoryHint: TextHint = (value) => {
  const path = value.replace(REPOSITORY_ADDRESS, "");
  const name = path.replace(/(?:\.git)?\/?$/i, "");
  // An address without a second name is an owner's.
  if (name === value || (path !== value && !name.includes("/"))) return undefined;
  return REPOSITORY_OF_OWNER_PATTERN.pattern.test(name) ? didYouMean(name) : undefined;
};

/** @param kind of ref that the value is expected to be. */
export function refHint(kind: "heads" | "tags"): TextHint {
  return (value) => {
    const [, given, name] = /^refs\/(heads|tags)\/(.+)$/.exec(value) ?? [];
    if (given === kind) return didYouMean(name);
    return given === undefined ? undefined : `. This is a ${given === "heads" ? "branch" : "tag"}`;
  };
}
