import type { Glob } from "../../policy/iam/glob";
import { isCovered } from "../attempt";
import { environmentName } from "../context";
import type { CauseRest } from "./cause";

/** One context in two ways of writing. */
export type Spelling = "colon" | "refs" | "context casing";

const NORMAL: Readonly<Record<Spelling, (text: string) => string>> = {
  colon: environmentName,
  refs: (text) =>
    text
      .replace(/^(?:ref:)?(?:refs\/heads\/)*(?=[^:]+$)/, "")
      .replace(/^(?!pull_request$|refs\/)(?=[^:]+$)/, "ref:refs/heads/"),
  "context casing": (text) => text.toLowerCase(),
};

export const SPELLINGS: Readonly<Record<Spelling, CauseRest>> = {
  colon: {
    cost: 1,
    words:
      "a colon in the name of an environment is written : on one side and %3A on the other; GitHub sends %3A, save for an Enterprise Server up to 3.18",
    advice:
      "write %3A for the colon in a subject of your own; under the key environment a colon stays as it is",
    repair: "context's spelling",
  },
  refs: {
    cost: 1,
    words: "ref:refs/heads/ before the branch is missing on one side, or stands there twice",
    advice: "write ref:refs/heads/BRANCH in a subject of your own, and the branch alone under the key branch",
    repair: "context's spelling",
  },
  "context casing": {
    cost: 1,
    words: "the branch, tag or environment is written in another casing, and a subject is compared with case",
    advice: "write it as the token does, if that is the one that is meant: git keeps main and Main apart",
    repair: "context's spelling",
  },
};

/** The ways of writing in which the two differ, if they are the same but for these. */
export function misspellings(asked: Glob, sent: string, isCaseless: boolean): readonly Spelling[] {
  const names = (Object.keys(NORMAL) as Spelling[]).filter(
    (name) => name !== "context casing" || !isCaseless,
  );
  const isSameBut = (by: readonly Spelling[]): boolean => {
    const normal = (text: string) => by.reduce((so, name) => NORMAL[name](so), text);
    return isCovered(normal(asked), normal(sent), isCaseless);
  };
  if (!isSameBut(names)) return [];
  const single = names.find((name) => isSameBut([name]));
  if (single !== undefined) return [single];
  return names.filter((name) => !isSameBut(names.filter((other) => other !== name)));
}
