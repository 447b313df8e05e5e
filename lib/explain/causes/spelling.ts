import type { Glob } from "../../policy/iam/glob";
import { globMatches, globText } from "../compare";
import { environmentName } from "../subject-parts";
import type { CauseText } from "./cause";

/** Ways in which one context can be written differently. */
export type Spelling = "environment-colon" | "ref-prefix" | "context-case";

const NORMAL: Readonly<Record<Spelling, (text: string) => string>> = {
  "environment-colon": environmentName,
  "ref-prefix": (text) =>
    text
      .replace(/^(?:ref:)?(?:refs\/heads\/)*(?=[^:]+$)/, "")
      .replace(/^(?!pull_request$|refs\/)(?=[^:]+$)/, "ref:refs/heads/"),
  "context-case": (text) => text.toLowerCase(),
};

const DIFFERENCE: Readonly<Record<Spelling, string>> = {
  "environment-colon": "with the colon written differently",
  "ref-prefix": "with another prefix before the branch",
  "context-case": "and subjects are case-sensitive",
};

const FIX: Readonly<Record<Spelling, string>> = {
  "environment-colon":
    "write %3A in a subject or trustPolicy, and a plain colon in the key environment. Only GitHub Enterprise Server up to 3.18 sends a plain colon",
  "ref-prefix":
    "write ref:refs/heads/BRANCH in a subject or trustPolicy, and only the branch in the key branch",
  "context-case": "write the name as the token does, if you mean the same branch, tag or environment",
};

export function spellingText(spelling: Spelling, expected: Glob, got: string): CauseText {
  return {
    code: spelling,
    cost: 1,
    message: `the role's trust policy expects ${globText(expected)}; the token has ${got}, ${DIFFERENCE[spelling]}`,
    fix: FIX[spelling],
    editKind: "context-spelling",
  };
}

/** The ways in which two contexts differ, if they are the same apart from these. */
export function misspellings(expected: Glob, got: string, isCaseless: boolean): readonly Spelling[] {
  const all = (Object.keys(NORMAL) as Spelling[]).filter((each) => each !== "context-case" || !isCaseless);
  const isSameWithout = (spellings: readonly Spelling[]): boolean => {
    const normal = (text: string) => spellings.reduce((so, each) => NORMAL[each](so), text);
    return globMatches(normal(expected), normal(got), isCaseless);
  };
  if (!isSameWithout(all)) return [];
  const single = all.find((each) => isSameWithout([each]));
  if (single !== undefined) return [single];
  return all.filter((each) => !isSameWithout(all.filter((other) => other !== each)));
}
