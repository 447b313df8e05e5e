import { patternOf } from "../../policy/iam/glob";
import { type Attempt, isCovered } from "../attempt";
import { type SubjectContext, subjectContext } from "../context";
import { isOpenBeforeContext, type Part } from "../subject-parts";
import type { Cause, CauseRest } from "./cause";
import { otherContext } from "./other-context";
import { subjectText } from "./owner";
import { misspellings, SPELLINGS } from "./spelling";
import { isTemplate } from "./subject-form";

/** The job runs somewhere else in the repository than the role asks for, or the same place is written in another way. */
export function contextCauses(comparison: Attempt): readonly Cause[] {
  const { expected, got } = comparison;
  const parts = expected?.parts;
  const sent = got?.context;
  if (expected === undefined || parts === undefined || sent === undefined) return [];
  if (isOpenBeforeContext(parts) || isTemplate(subjectText(comparison), got)) return [];
  const asked = parts.context?.text ?? "";
  if (isCovered(asked, sent.text, expected.value.isCaseless)) return [];
  const contexts = [subjectContext(asked), subjectContext(sent.text)] as const;
  const difference = {
    claim: "sub",
    expected: [expected.value.text],
    got: subjectText(comparison),
    marks: [nameMark(sent, ...contexts)],
  };
  if (asked === "") return [{ name: "no context", ...NO_CONTEXT, difference }];
  const spellings = misspellings(asked, sent.text, expected.value.isCaseless);
  if (spellings.length > 0) return spellings.map((name) => ({ name, ...SPELLINGS[name], difference }));
  if (isWildcardAlone(comparison)) return [{ name: "wildcard", ...WILDCARD, difference }];
  return [{ ...otherContext(...contexts), difference }];
}

/** The name, where both are of one kind; else the whole context. */
function nameMark(sent: Part, asked: SubjectContext, got: SubjectContext): Pick<Part, "start" | "end"> {
  if (asked.kind !== got.kind || got.kind === "unknown") return sent;
  const start = sent.start + got.start;
  return { start, end: start + got.name.length };
}

const NO_CONTEXT: CauseRest = {
  cost: 6,
  words: "the subject that the role asks for ends with the repository, and none of GitHub's does",
  advice: "write the context behind the repository, such as :ref:refs/heads/main",
  repair: "context's spelling",
};

const WILDCARD: CauseRest = {
  cost: 4,
  words: "the * or ? that the role asks for stands for itself here, and for nothing else",
  advice:
    "name what the token says, without a wildcard; wildcards work under StringLike, and in the name of an environment never",
  repair: "further entry",
};

/** Whether the token would be let in if every `*` of the subject were a wildcard. */
function isWildcardAlone({ expected, asked }: Attempt): boolean {
  if (expected === undefined) return false;
  const open = expected.value.text.replace(/\$\{([*?])\}/g, "$1");
  const pattern = patternOf(open, { hasWildcards: true, hasVariables: false });
  return isCovered(pattern, String(asked.token.claims.sub), expected.value.isCaseless);
}
