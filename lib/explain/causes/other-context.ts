import { type ContextKind, environmentName, type SubjectContext } from "../context";
import type { Cause, CauseName, CauseRest } from "./cause";

const NAMES: Readonly<Record<ContextKind, CauseName>> = {
  environment: "environment",
  "pull request": "pull request",
  "merge queue": "merge queue",
  branch: "branch",
  tag: "tag",
  any: "subject",
  unknown: "subject",
};

const NOUNS: Readonly<Record<ContextKind, string>> = {
  environment: "an environment",
  "pull request": "pull requests",
  "merge queue": "a merge queue",
  branch: "a branch",
  tag: "a tag",
  any: "anything",
  unknown: "something that GitHub does not send",
};

/** The job runs somewhere else. */
export function otherContext(asked: SubjectContext, got: SubjectContext): CauseRest & Pick<Cause, "name"> {
  const isOfOneKind = asked.kind === got.kind && got.kind !== "unknown";
  return {
    name: NAMES[got.kind],
    cost: isOfOneKind ? 6 : 8,
    words: isOfOneKind
      ? `the job runs for another ${got.kind} than the role asks for`
      : `${SENT[got.kind](got.name)}, and the role asks for ${NOUNS[asked.kind]}`,
    advice: ADVICE[got.kind](got.name),
    repair: "further entry",
  };
}

const SENT: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) =>
    `the job names the environment ${environmentName(name)}, so that the subject holds that in place of the branch or tag`,
  "pull request": () => "the job runs for a pull request, whose subject holds no branch",
  "merge queue": (name) => `the job runs in the merge queue of ${name}, on a branch of the queue's own`,
  branch: (name) => `the job runs on the branch ${name}`,
  tag: (name) => `the job runs on the tag ${name}`,
  any: () => "the subject is a pattern",
  unknown: () => "the subject ends as none of the usual ones does",
};

const ADVICE: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) =>
    `trust the environment ${environmentName(name)}, once it admits the right branches alone or asks a reviewer; or take environment: out of the job`,
  "pull request": () =>
    "let pull requests take a role of their own that only pulls (R09: code that nobody has reviewed must not push); or push after the merge, from the branch",
  "merge queue": (name) => `trust the merge queue of ${name}, if images are to be pushed before the merge`,
  branch: (name) => `trust the branch ${name}, if whoever may push to it may push images`,
  tag: (name) =>
    `trust the tag ${name}, or a pattern of tags under the key tag, which a ruleset has to protect (R11)`,
  any: () => "take the subject from a token as it is",
  unknown: () => "take the subject from a token as it is",
};
