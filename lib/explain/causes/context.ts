import { EMPTY, type Glob, globText, hasWildcard, patternOf, plainText } from "../../policy/iam/glob";
import { r09 } from "../../policy/rules/r09-pull-request-push";
import { ruleLink } from "../../policy/rules/rule";
import {
  type ContextKind,
  environmentName,
  hasMoreSegments,
  isOpenBeforeContext,
  type Part,
  parseContext,
  type SubjectContext,
} from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import { subjectOf } from "../token";
import {
  type Cause,
  type CauseCode,
  type CauseText,
  type ContextCode,
  FAR,
  subjectDifference,
} from "./cause";
import { isTemplate, isWithoutRef } from "./subject-format";

/** The job runs in another context than the role expects, or the context is written differently. */
export function contextCauses(attempt: Attempt): readonly Cause[] {
  const { roleDecision, expected, got } = attempt;
  const parts = expected?.parts;
  const sent = got?.context;
  if (expected === undefined || parts === undefined || sent === undefined) return [];
  if (isWithoutRef(got)) return [];
  if (isOpenBeforeContext(parts) || isTemplate(subjectOf(roleDecision.token), got)) return [];
  const wanted = parts.context?.text ?? EMPTY;
  if (globMatches(wanted, sent.text, expected.value.isCaseless)) return [];
  const contexts = [parseContext(wanted), parseContext(sent.text)] as const;
  const difference = subjectDifference(attempt, expected, [nameMark(sent, ...contexts)]);
  if (wanted === "") return [{ ...NO_CONTEXT, difference }];
  if (hasMoreSegments(wanted)) return [{ ...withoutTemplate(wanted, sent.text), difference }];
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

function withoutTemplate(wanted: Glob, sent: Glob): CauseText {
  return {
    code: "subject-template",
    cost: FAR,
    message: `the role's trust policy expects a subject that ends with ${globText(wanted)}, as only a subject template makes it; the token's subject ends with ${globText(sent)}`,
    fix: `end the subject in the role's trust policy with ${globText(sent)}, if this token should be allowed. Or give the repository a subject template, with the claims that the role's trust policy expects`,
    editKind: undefined,
  };
}

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
  return globMatches(pattern, plainText(subjectOf(roleDecision.token)), expected.value.isCaseless);
}

/** Ways in which one context can be written differently. */
type Spelling = "environment-colon" | "ref-prefix" | "context-case";

const NORMAL: Readonly<Record<Spelling, (text: Glob) => Glob>> = {
  "environment-colon": (text) => text.replace(/%3a/gi, ":"),
  "ref-prefix": (text) =>
    text
      .replace(/^(?:ref:)?(?:refs\/heads\/)*(?=[^:]+$)/, "")
      .replace(/^(?!pull_request$|refs\/)(?=[^:]+$)/, "ref:refs/heads/"),
  "context-case": (text) => text.toLowerCase(),
};

const SPELLING_TEXT: Readonly<Record<Spelling, string>> = {
  "environment-colon": "with the colon written differently",
  "ref-prefix": "with another prefix before the branch",
  "context-case": "and subjects are case-sensitive",
};

const SPELLING_FIX: Readonly<Record<Spelling, string>> = {
  "environment-colon":
    "write %3A in a subject or trustPolicy, and a plain colon in the key environment. Only GitHub Enterprise Server up to 3.18 sends a plain colon",
  "ref-prefix":
    "write ref:refs/heads/BRANCH in a subject or trustPolicy, and only the branch in the key branch",
  "context-case": "write the name as the token does, if you mean the same branch, tag or environment",
};

function spellingText(spelling: Spelling, expected: Glob, got: string): CauseText {
  return {
    code: spelling,
    cost: 1,
    message: `the role's trust policy expects ${globText(expected)}; the token has ${got}, ${SPELLING_TEXT[spelling]}`,
    fix: SPELLING_FIX[spelling],
    editKind: "context-spelling",
  };
}

/** The ways in which two contexts differ, if they are the same apart from these. */
function misspellings(expected: Glob, got: Glob, isCaseless: boolean): readonly Spelling[] {
  const all = (Object.keys(NORMAL) as Spelling[]).filter((each) => each !== "context-case" || !isCaseless);
  const isSameWithout = (spellings: readonly Spelling[]): boolean => {
    const normal = (text: Glob) => spellings.reduce((so, each) => NORMAL[each](so), text);
    return globMatches(normal(expected), normal(got), isCaseless);
  };
  if (!isSameWithout(all)) return [];
  const single = all.find((each) => isSameWithout([each]));
  if (single !== undefined) return [single];
  return all.filter((each) => !isSameWithout(all.filter((other) => other !== each)));
}

const CODES: Readonly<Record<ContextKind, ContextCode | undefined>> = {
  environment: "environment",
  pullRequest: "pull-request",
  mergeQueue: "merge-queue",
  branch: "branch",
  tag: "tag",
  any: undefined,
  unknown: undefined,
};

/** The job runs in another context than the role expects. */
function otherContext(expected: SubjectContext, got: SubjectContext): CauseText {
  return {
    code: codeOf(CODES[expected.kind], CODES[got.kind]),
    cost: expected.kind === got.kind && got.kind !== "unknown" ? 6 : 8,
    message: `the role's trust policy expects ${EXPECTED[expected.kind](expected.name)}; ${GOT[got.kind](got.name)}${lackText(expected.kind, got.kind)}`,
    fix: CONTEXT_FIX[got.kind](got.name),
    editKind: "new-entry",
  };
}

function codeOf(expected: ContextCode | undefined, got: ContextCode | undefined): CauseCode {
  if (expected === undefined || got === undefined) return "other-context";
  return expected === got ? `other-${got}` : `${got}-instead-of-${expected}`;
}

const EXPECTED: Readonly<Record<ContextKind, (name: Glob) => string>> = {
  environment: (name) => namedText("environment", environmentName(name)),
  pullRequest: () => "a pull request",
  mergeQueue: (name) => `the merge queue of ${globText(name)}`,
  branch: (name) => namedText("branch", name),
  tag: (name) => namedText("tag", name),
  any: () => "any context",
  unknown: (name) => `a subject that ends with ${globText(name)}`,
};

function namedText(noun: "branch" | "tag" | "environment", name: Glob): string {
  if (!hasWildcard(name)) return `the ${noun} ${name}`;
  return `${noun === "environment" ? "an" : "a"} ${noun} that matches ${globText(name)}`;
}

const PULL_REQUEST_REF = /^ref:refs\/pull\//;

const GOT: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) => `the job runs on the environment ${environmentName(name)}`,
  pullRequest: () => "the job runs for a pull request",
  mergeQueue: (name) => `the job runs in the merge queue of ${name}`,
  branch: (name) => `the job runs on the branch ${name}`,
  tag: (name) => `the job runs on the tag ${name}`,
  any: () => "the token's subject is a pattern",
  unknown: (name) =>
    PULL_REQUEST_REF.test(name)
      ? "the job runs on the merge ref of a pull request, not on a branch"
      : `the token's subject ends with ${name}`,
};

/** Environments and pull requests replace the ref in the subject, although the job has one. */
function lackText(expected: ContextKind, got: ContextKind): string {
  const isRefReplaced = got === "environment" || got === "pullRequest";
  return isRefReplaced && (expected === "branch" || expected === "tag")
    ? `, so its subject has no ${expected}`
    : "";
}

const CONTEXT_FIX: Readonly<Record<ContextKind, (name: string) => string>> = {
  environment: (name) =>
    `trust the environment ${environmentName(name)}, after you protect it with reviewers or deployment branches. Or remove environment: from the job`,
  pullRequest: () =>
    `push from the branch, after the merge. To let pull requests pull images, add a role with access: pull. ${ruleLink(r09)}`,
  mergeQueue: (name) => `trust the merge queue of ${name}, if you push images before the merge`,
  branch: (name) => `trust the branch ${name}, if everyone who can push to it may use this role`,
  tag: (name) =>
    `trust the tag ${name}, or a pattern of tags with the key tag. Protect these tags with a ruleset`,
  any: () => "copy the subject from a real token",
  unknown: (name) =>
    PULL_REQUEST_REF.test(name) ? CONTEXT_FIX.pullRequest(name) : "copy the subject from a real token",
};
