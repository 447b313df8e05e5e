import { isServerIssuer } from "../github-issuer";
import { joined, patternOf, plainText, WILDCARDS_ALONE } from "../iam/glob";
import { EVENT_REFS } from "../job-token";
import { hasMoreSegments } from "./parse";
import { matchesDefaultSubject } from "./possible";

const ENVIRONMENT = plainText("environment:");

/** A subject that is written in a way in which GitHub sends none. */
export interface Misspelling {
  /** What is wrong, as a clause. */
  readonly what: string;
  /** What is probably meant. Undefined if it cannot be known. */
  readonly intended: string | undefined;
}

/**
 * What most subjects look like: plain names, with a lower-case letter or a digit that placeholders do not have, and a context as GitHub
 * writes it. None of the mistakes below is in such a subject.
 */
const PLAIN =
  /^repo:(?=[^:]*[a-z0-9])(?:[\w-]+\/[\w-]+|[\w-]+@[0-9]+\/[\w-]+@[0-9]+):(?:\*|pull_request|ref:refs\/(?:heads|tags)(?:\/[\w-]+)+\*?|environment:[\w-]+)$/;

/**
 * The first mistake in the text of a subject or a subject pattern, with all mistakes corrected in `intended`.
 * @param subject as it is written, so that `*` and `?` may be wildcards.
 */
export function misspelling(subject: string, issuerHost: string): Misspelling | undefined {
  if (PLAIN.test(subject) || hasKnownVariable(subject)) return undefined;
  const { found, isOfNames } = corrected(subject, issuerHost);
  return found === undefined || isOfNames || !isMatched(subject) ? found : undefined;
}

/** Whether wildcards make a subject match one of the default template: the `*` of `repo:acme/*:refs/heads/main` also matches `web:ref`. */
function isMatched(subject: string): boolean {
  return /[*?]/.test(subject) && matchesDefaultSubject(patternOf(subject, WILDCARDS_ALONE));
}

function corrected(
  subject: string,
  issuerHost: string,
): { readonly found: Misspelling | undefined; readonly isOfNames: boolean } {
  let found: Misspelling | undefined;
  let isOfNames = false;
  for (const mistake of MISTAKES) {
    if (isServerIssuer(issuerHost) && mistake.isFreeOnServer === true) continue;
    const text = found?.intended ?? subject;
    const intended = mistake.isOfWhole === true ? mistake.correct(text) : correctedStart(text, mistake);
    if (intended === text) continue;
    found = { what: found?.what ?? mistake.what, intended };
    isOfNames ||= mistake.isOfNames === true;
    if (intended === undefined || mistake.isList === true) break;
  }
  return { found, isOfNames };
}

/** A variable that is not one of a template has a value, which IAM knows. */
function hasKnownVariable(subject: string): boolean {
  return subject.includes("$" + "{") && UNRENDERED.correct(subject) !== undefined;
}

/** Corrects a text up to the name of an environment, which can contain any character but a colon. */
function correctedStart(text: string, { correct }: Mistake): string | undefined {
  const [, start = text, name = ""] = /^(repo:[^:]*:environment:)(.*)$/s.exec(text) ?? [];
  const corrected = correct(start);
  return corrected === undefined ? undefined : corrected + name;
}

interface Mistake {
  readonly what: string;
  /** What GitHub sends in no subject, not even in the name of an environment. */
  readonly isOfWhole?: true;
  /** A name of an environment can contain it on a server. */
  readonly isFreeOnServer?: true;
  /** It is about names that no owner or repository has, although they have the form of names. */
  readonly isOfNames?: true;
  /** What is meant are several subjects, which are listed in one text. */
  readonly isList?: true;
  /** The text without the mistake. Undefined if there is one, and what is meant cannot be known. */
  readonly correct: (subject: string) => string | undefined;
}

/** The names of an owner and a repository in examples. */
const PLACEHOLDER =
  /^(?:<.*>|\[.*\]|\{\{.*\}\}|(?:(?:YOUR|MY|GITHUB)[-_])*(?:ORG|ORGANIZATION|ORGANISATION|OWNER|USER|USERNAME|ACCOUNT)(?:[-_]?NAME)?|(?:(?:YOUR|MY|GITHUB)[-_])*(?:REPO|REPOSITORY)(?:[-_]?NAME)?)$/;
const BRACKETED = /^(?:<.*>|\[.*\]|\{\{.*\}\})$/;

/** The context of a subject in other words, and how GitHub writes it. */
const CONTEXT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:pull[-_ ]?requests?|prs?|pull_request:.*|pull)$/i, "pull_request"],
  [/^(?:ref:|ref\/)?(?:refs[/:]|ref\/)?heads?[/:]+(?=[^/:])/, "ref:refs/heads/"],
  [/^(?:ref:|ref\/)?(?:refs[/:]|ref\/)?tags?[/:]+(?=[^/:])/, "ref:refs/tags/"],
  [/^(?:ref:)?(?:refs\/)?branch(?:es)?[/:](?=[^/:])/, "ref:refs/heads/"],
  [/^(?:tree|blob)\/+(?=[^/:])/, "ref:refs/heads/"],
  [/^(?:env|envs|environments?)[=/:]/i, "environment:"],
  [/^ref[:=]\/*(?=refs\/(?:heads|tags|pull)\/)/i, "ref:"],
  [/^ref:(?!\/*refs\/)(?=[^:*?]+$)/, "ref:refs/heads/"],
  [/^(?=(?:main|master|develop|dev|trunk|production|staging|release)$)/, "ref:refs/heads/"],
];

/** A text of Terraform, GitHub Actions or a shell. Other variables are those of IAM. */
const UNRENDERED: Mistake = {
  what: "it contains an expression that was not rendered",
  correct: (subject) =>
    /\$\{\{|\$\{(?:var|local|data|module|each|count|self|path|terraform|env|github|AWS::)?[^}:]{2,}\}|\{\{.*\}\}|%[({]|%[sv](?![0-9A-Fa-f])|\$\([^)]*\)|\$[A-Z_]{2,}/.test(
      subject,
    )
      ? undefined
      : subject,
};

const MISTAKES: readonly Mistake[] = [
  {
    what: "it begins or ends with a space",
    correct: (subject) => subject.trim(),
  },
  {
    what: "it has quotes around it",
    correct: (subject) => subject.replace(/^(["'`])(.*)\1$/, "$2"),
  },
  UNRENDERED,
  {
    what: "it contains a URL instead of the owner and the repository",
    correct: (subject) =>
      subject.replace(
        /^((?:repo:)?)(?:git\+|ssh:\/\/)?(?:https?:\/\/[^/]+\/|git@[^:/]+[:/]|github\.com\/)/i,
        "$1",
      ),
  },
  {
    what: "a subject begins with repo:",
    correct: (subject) =>
      subject.replace(
        /^(?:repos?|repository|repositories|organization|org)[/=](?=[\w.*-]+\/)|^(?:repos|repositories|org):(?=[\w.*-]+\/)/i,
        "repo:",
      ),
  },
  {
    what: "a subject begins with repo:",
    correct: (subject) => subject.replace(/^(?=[\w-]+\/[\w.*?-]+(?:[:/]|$))/, "repo:"),
  },
  {
    what: "a slash separates the owner and the repository",
    correct: (subject) =>
      subject.replace(
        /^repo:([\w-]+):([\w.-]+)(?=:(?:ref|environment|pull_request|\*))/,
        (whole, owner: string, name: string) =>
          /^(?:ref|environment|pull_request)$/.test(name) ? whole : `repo:${owner}/${name}`,
      ),
  },
  {
    what: "the owner and the repository are written OWNER/REPOSITORY",
    correct: (subject) =>
      subject
        .replace(/^(repo:)[@/]+(?=[\w-]+[\\/])/, "$1")
        .replace(/^(repo:[\w-]+(?:@[0-9]+)?)(?:\\+|\/{2,})(?=[\w.*?-])/, "$1/"),
  },
  {
    what: "the context follows a colon",
    correct: (subject) => {
      const [, start = "", ref] =
        /^(repo:[\w-]+\/[\w.-]+)[#@](?![0-9]+(?::|$))([\w./-]+)$/.exec(subject) ?? [];
      const full = ref === undefined ? undefined : fullRef(ref);
      return full === undefined ? subject : `${start}:ref:${full}`;
    },
  },
  {
    what: "a colon follows the repository, and no slash",
    correct: (subject) =>
      subject.replace(/^(repo:[^/:]+\/[^/:]+)\/+:?(?=.)/, "$1:").replace(/^(repo:[^/:]+\/[^/:]+)\/$/, "$1:*"),
  },
  {
    what: "GitHub writes the repository without .git",
    isOfNames: true,
    correct: (subject) => subject.replace(/^(repo:[^/:]+\/[^/:@]+)\.git(?=[:@]|$)/i, "$1"),
  },
  {
    what: "the owner and the repository both have an id, or neither has one",
    correct: (subject) =>
      /^repo:(?:[^/:@*?]+@[^/:*?]+\/[^/:@*?]+|[^/:@*?]+\/[^/:@*?]+@[^/:*?]+)(?::|$)/.test(subject)
        ? undefined
        : subject,
  },
  {
    what: "it contains a placeholder instead of a name",
    isOfNames: true,
    correct: (subject) => {
      const [, owner = "", name = ""] = /^repo:([^/:]*)\/?([^:]*)/.exec(subject) ?? [];
      const isExample =
        (PLACEHOLDER.test(owner) && (PLACEHOLDER.test(name) || /^\*?$/.test(name))) ||
        BRACKETED.test(owner) ||
        BRACKETED.test(name);
      return isExample || /<[^<>]+>/.test(subject) ? undefined : subject;
    },
  },
  {
    what: "a condition has no lists in braces; write a list of subjects",
    isList: true,
    correct: (subject) => expanded(subject, /(?<![$])\{([^{}]*,[^{}]*)\}/, ","),
  },
  {
    what: "a condition has no alternatives in parentheses; write a list of subjects",
    isList: true,
    correct: (subject) =>
      expanded(subject.replace(/^\^/, "").replace(/\$$/, ""), /\((?:\?:)?([^()]*\|[^()]*)\)/, "|", subject),
  },
  {
    what: "it contains several subjects; write a list of subjects",
    isList: true,
    isOfWhole: true,
    correct: (subject) => {
      const several = subject.split(/\s*[,;|]+\s*(?=repo:)|\s+(?=repo:)/);
      if (several.length > 1) return listText(several);
      return expanded(subject, /(?<=^repo:[\w-]+\/)([\w.-]+(?:,\s*[\w.-]+)+)(?=:|$)/, ",");
    },
  },
  {
    what: "a condition has no alternatives in a ref; write a list of subjects",
    isList: true,
    correct: (subject) => {
      const [, start = "", refs = ""] =
        /^(repo:[^/:]+\/[^/:]+:ref:refs\/(?:heads|tags)\/)([^:*?(){}[\]]+)$/.exec(subject) ?? [];
      const several = refs.split(/\s*[|,;]+\s*/).filter((ref) => ref !== "");
      return !/[|,;]/.test(refs) || several.some((ref) => ref.startsWith("refs/"))
        ? subject
        : listText(several.map((ref) => `${start}${ref}`));
    },
  },
  {
    what: "a ref does not end with a slash",
    correct: (subject) =>
      subject.replace(/^(repo:[^/:]+\/[^/:]+:ref:refs\/(?:heads|tags)\/[^:]*[^/:])\/+$/, "$1"),
  },
  {
    what: "a condition has no regular expressions, only the wildcards * and ?",
    isOfNames: true,
    correct: (subject) => unregular(subject),
  },
  {
    what: "the context is written differently",
    correct: (subject) => {
      const [, start = "", context] = /^(repo:[^/:]+\/[^/:]+:)(.+)$/s.exec(subject) ?? [];
      if (context === undefined || isContext(context)) return subject;
      const [form, written] = CONTEXT_WORDS.find(([words]) => words.test(context)) ?? [];
      return form === undefined ? subject : `${start}${context.replace(form, written ?? "")}`;
    },
  },
  {
    what: "a subject names no event but pull_request",
    correct: (subject) => {
      const [, context = ""] = /^repo:[^/:]+\/[^/:]+:(.+)$/.exec(subject) ?? [];
      return context !== "pull_request" && EVENT_REFS.has(context) ? undefined : subject;
    },
  },
  {
    what: "GitHub writes a colon in the name of an environment as %3A",
    isOfWhole: true,
    isFreeOnServer: true,
    correct: (subject) => {
      const [, start = "", name = ""] = /^(repo:[^/:]+\/[^/:]+:environment:)(.*)$/s.exec(subject) ?? [];
      const isOfTemplate = hasMoreSegments(joined([ENVIRONMENT, patternOf(name, WILDCARDS_ALONE)], ""));
      return start === "" || isOfTemplate ? subject : start + name.replaceAll(":", "%3A");
    },
  },
  {
    what: "no name or ref contains a space",
    isFreeOnServer: true,
    correct: (subject) => {
      if (/^[^:]*:[^:]*(?:job_workflow_ref|workflow|environment):/.test(subject)) return subject;
      const closed = subject.replace(/\s*([:/@])\s*/g, "$1");
      // A space inside a name can be a hyphen, or nothing.
      return /\s/.test(closed) ? undefined : closed;
    },
  },
];

function isContext(context: string): boolean {
  return /^(?:ref:refs\/(?:heads|tags|pull)\/|environment:|pull_request(?:$|:)|\*|\?)/.test(context);
}

/** A subject for each alternative, or the text itself if there are none. */
function expanded(subject: string, group: RegExp, separator: string, whole = subject): string {
  const found = group.exec(subject);
  if (found === null) return whole;
  const [text, inner = ""] = found;
  const before = subject.slice(0, found.index);
  const after = subject.slice(found.index + text.length);
  return listText(inner.split(separator).map((one) => `${before}${one.trim()}${after}`));
}

function listText(subjects: readonly string[]): string {
  return subjects.map((subject) => subject.trim()).join(" and ");
}

/** A subject without the characters of a regular expression. Undefined if alternatives are left. */
function unregular(subject: string): string | undefined {
  // A policy variable, and the name of an environment or workflow, can contain the same characters.
  const fixed = subject
    .replace(/\$\{[^}]*\}/g, "")
    .replace(/(?<=(?:environment|workflow|workflow_ref):).*/s, "");
  const [identity = ""] = /^\^?repo:[^:]*|^\^?[^:]*/.exec(fixed) ?? [];
  const isRegular =
    /^\^|\\[./:dws]|\.[*+](?:\$|:|$)|\[[^\]]*\][+*]?|\(\?/.test(fixed) || /[()|+^$]/.test(identity);
  if (!isRegular) return subject;
  if (/[()|[\]{}]/.test(subject)) return undefined;
  return subject
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replace(/\\/g, "")
    .replace(/\.[*+]|\+/g, "*");
}

const URL_START = /^(?:git\+|ssh:\/\/)?(?:https?:\/\/[^/]+\/|git@[^:/]+[:/]|github\.com\/)/i;

/** What the value of a claim that no token has probably means. Undefined if it cannot be known, or if it has the form already. */
export function intendedClaim(claim: string, value: string): string | undefined {
  const intended = CORRECTED_CLAIMS[claim]?.(value.trim());
  return intended === value ? undefined : intended;
}

const CORRECTED_CLAIMS: Readonly<Record<string, (value: string) => string | undefined>> = {
  actor: (value) => value.replace(/^@/, ""),
  environment: (value) => value.replace(/^environment:/i, "").replace(/%3a/gi, ":"),
  job_workflow_ref: (value) => {
    const [, path = "", ref] = /^([^@]*)@(.*)$/.exec(value.replace(URL_START, "")) ?? [];
    if (!/^[^/]+\/[^/]+\/\.github\/workflows\//.test(path) || ref === undefined) return undefined;
    const full = fullRef(ref);
    return full === undefined ? undefined : `${path}@${full}`;
  },
  ref: (value) => fullRef(value),
  repository: (value) =>
    value
      .replace(/^repo(?:sitory)?:/i, "")
      .replace(URL_START, "")
      .replace(/@[0-9]+(?=\/|$)/g, "")
      .replace(/\.git$/i, "")
      .replace(/^([^/]+\/[^/:]+)[:/].*$/, "$1"),
};

/** `refs/heads/main` for `main`, `heads/main` or `ref:refs/heads/main`, and `refs/tags/v1` for `v1`. */
function fullRef(text: string): string | undefined {
  const ref = text.replace(/^ref[:=]/i, "").replace(/^\/+/, "");
  if (/^refs\/(?:heads|tags|pull)\/[^/]|^[0-9a-f]{40}$/.test(ref)) return ref;
  const [, kind, name = ref] = /^(?:refs\/)?(heads?|branch(?:es)?|tags?)[/:](.+)$/i.exec(ref) ?? [];
  // A part of a commit SHA can be the name of a branch too.
  if (name === "" || /[:\s]|^refs\//.test(name) || /^[0-9a-f]{6,39}$/.test(ref)) return undefined;
  const isTag = kind === undefined ? /^v?[0-9]+(?:\.[0-9*]+)*$/.test(name) : /^tag/i.test(kind);
  return `refs/${isTag ? "tags" : "heads"}/${name}`;
}
