import { type Pattern, patternOf } from "../../policy/evaluation/pattern";
import { type Comparison, isCovered } from "../comparison";
import { type ContextKind, environmentName, type SubjectContext, subjectContext } from "../context";
import { isOpenBeforeContext, type Part } from "../subject-parts";
import type { Cause, CauseName, Difference } from "./cause";
import { subjectText } from "./owner";
import { isTemplate } from "./subject-form";

type Rest = Pick<Cause, "cost" | "words" | "advice" | "repair">;

/** The job runs somewhere else in the repository than the role asks for, or the same place is written in another way. */
export function contextCauses(comparison: Comparison): readonly Cause[] {
  const { expected, got } = comparison;
  const parts = expected?.parts;
  if (expected === undefined || parts === undefined || got?.context === undefined) return [];
  if (isOpenBeforeContext(parts) || isTemplate(subjectText(comparison), got)) return [];
  const { isCaseless } = expected.value;
  const asked = parts.context?.text ?? "";
  const sent = got.context;
  if (isCovered(asked, sent.text, isCaseless)) return [];
  const [askedContext, sentContext] = [subjectContext(asked), subjectContext(sent.text)];
  const difference = (mark: Pick<Part, "start" | "end">): Difference => ({
    claim: "sub",
    expected: [expected.value.text],
    got: subjectText(comparison),
    marks: [mark],
  });
  const cause = (name: CauseName, rest: Rest, mark: Pick<Part, "start" | "end"> = sent): Cause => ({
    name,
    ...rest,
    difference: difference(mark),
  });
  if (parts.context === undefined || asked === "") return [cause("no context", NO_CONTEXT)];
  const spellings = misspellings(asked, sent.text, isCaseless);
  if (spellings.length > 0) {
    const mark = nameMark(sent, askedContext, sentContext);
    return spellings.map((name) => cause(name, SPELLINGS[name], mark));
  }
  if (isWildcardAlone(comparison))
    return [cause("wildcard", WILDCARD, nameMark(sent, askedContext, sentContext))];
  return [
    otherContext(askedContext, sentContext, (name, rest) =>
      cause(name, rest, nameMark(sent, askedContext, sentContext)),
    ),
  ];
}

/** The name, where both are of one kind; else the whole context. */
function nameMark(sent: Part, asked: SubjectContext, got: SubjectContext): Pick<Part, "start" | "end"> {
  if (asked.kind !== got.kind || got.kind === "unknown") return sent;
  const start = sent.start + got.start;
  return { start, end: start + got.name.length };
}

const NO_CONTEXT: Rest = {
  cost: 6,
  words: "the subject that the role asks for ends with the repository, and none of GitHub's does",
  advice: "write the context behind the repository, such as :ref:refs/heads/main",
  repair: "context's spelling",
};

const WILDCARD: Rest = {
  cost: 4,
  words: "the * or ? that the role asks for stands for itself here, and for nothing else",
  advice:
    "name what the token says, without a wildcard; wildcards work under StringLike, and in the name of an environment never",
  repair: "further entry",
};

type Spelling = "colon" | "refs" | "context casing";

const NORMAL: Readonly<Record<Spelling, (text: string) => string>> = {
  colon: environmentName,
  refs: (text) =>
    text
      .replace(/^(?:ref:)?(?:refs\/heads\/)*(?=[^:]+$)/, "")
      .replace(/^(?!pull_request$|refs\/)(?=[^:]+$)/, "ref:refs/heads/"),
  "context casing": (text) => text.toLowerCase(),
};

const SPELLINGS: Readonly<Record<Spelling, Rest>> = {
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
    advice: "write it as the token does",
    repair: "context's spelling",
  },
};

/** The ways of writing in which the two differ, if they are the same but for these. */
function misspellings(asked: Pattern, sent: string, isCaseless: boolean): readonly Spelling[] {
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

/** Whether the token would be let in if every `*` of the subject were a wildcard. */
function isWildcardAlone({ expected, asked }: Comparison): boolean {
  if (expected === undefined) return false;
  const open = expected.value.text.replace(/\$\{([*?])\}/g, "$1");
  const pattern = patternOf(open, { hasWildcards: true, hasVariables: false });
  return isCovered(pattern, String(asked.token.claims.sub), expected.value.isCaseless);
}

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

function otherContext(
  asked: SubjectContext,
  got: SubjectContext,
  cause: (name: CauseName, rest: Rest) => Cause,
): Cause {
  if (asked.kind === got.kind && got.kind !== "unknown") return cause(NAMES[got.kind], otherName(got));
  return cause(NAMES[got.kind], {
    cost: 8,
    words: `${SENT[got.kind](got.name)}, and the role asks for ${NOUNS[asked.kind]}`,
    advice: ADVICE[got.kind](got.name),
    repair: "further entry",
  });
}

function otherName(got: SubjectContext): Rest {
  return {
    cost: 6,
    words: `the job runs for another ${got.kind} than the role asks for`,
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
