import { patternOf } from "../../policy/iam/glob";
import { type Attempt, globMatches } from "../compare";
import { isOpenBeforeContext, type Part, type SubjectContext, subjectContext } from "../subject-parts";
import type { Cause, CauseText } from "./cause";
import { otherContext } from "./other-context";
import { subjectText } from "./owner";
import { misspellings, spellingText } from "./spelling";
import { isTemplate } from "./subject-format";

/** The job runs in another context than the role expects, or the context is written differently. */
export function contextCauses(attempt: Attempt): readonly Cause[] {
  const { expected, got } = attempt;
  const parts = expected?.parts;
  const sent = got?.context;
  if (expected === undefined || parts === undefined || sent === undefined) return [];
  if (isOpenBeforeContext(parts) || isTemplate(subjectText(attempt), got)) return [];
  const wanted = parts.context?.text ?? "";
  if (globMatches(wanted, sent.text, expected.value.isCaseless)) return [];
  const contexts = [subjectContext(wanted), subjectContext(sent.text)] as const;
  const difference = {
    claim: "sub",
    expected: [expected.value.text],
    got: subjectText(attempt),
    marks: [nameMark(sent, ...contexts)],
  };
  if (wanted === "") return [{ ...NO_CONTEXT, difference }];
  const spellings = misspellings(wanted, sent.text, expected.value.isCaseless);
  if (spellings.length > 0) {
    return spellings.map((each) => ({ ...spellingText(each, wanted, sent.text), difference }));
  }
  if (isLiteralWildcard(attempt)) return [{ ...literalWildcard(sent.text), difference }];
  return [{ ...otherContext(...contexts), difference }];
}

/** The name if both contexts are of one kind, else the whole context. */
function nameMark(sent: Part, expected: SubjectContext, got: SubjectContext): Pick<Part, "start" | "end"> {
  if (expected.kind !== got.kind || got.kind === "unknown") return sent;
  const start = sent.start + got.start;
  return { start, end: start + got.name.length };
}

const NO_CONTEXT: CauseText = {
  code: "no-context",
  cost: 6,
  message:
    "the subject in the role's trust policy ends after the repository; the token's subject has a context after it",
  fix: "add the context after the repository, such as :ref:refs/heads/main",
  editKind: "context-spelling",
};

function literalWildcard(context: string): CauseText {
  return {
    code: "literal-wildcard",
    cost: 4,
    message: `the * or ? in the role's trust policy is an ordinary character here; the token has ${context}`,
    fix: "write the name that the token has. Wildcards work in subjects under StringLike, but not in the key environment",
    editKind: "new-entry",
  };
}

/** Whether the token would match if every `*` and `?` of the subject were a wildcard. */
function isLiteralWildcard({ expected, roleDecision }: Attempt): boolean {
  if (expected === undefined) return false;
  const open = expected.value.text.replace(/\$\{([*?])\}/g, "$1");
  const pattern = patternOf(open, { hasWildcards: true, hasVariables: false });
  return globMatches(pattern, String(roleDecision.token.claims.sub), expected.value.isCaseless);
}
