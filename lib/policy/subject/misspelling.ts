import { isServerIssuer } from "../github-issuer";

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
  /^repo:(?=[^:]*[a-z0-9])[\w-]+(?:@[0-9]+)?\/[\w-]+(?:@[0-9]+)?:(?:\*|pull_request|ref:refs\/(?:heads|tags)\/[\w/-]+\*?|environment:[\w-]+)$/;

/**
 * The first mistake in the text of a subject or a subject pattern, with all mistakes corrected in `intended`.
 * @param subject as it is written, so that `*` and `?` may be wildcards.
 */
export function misspelling(subject: string, issuerHost: string): Misspelling | undefined {
  if (PLAIN.test(subject) || hasKnownVariable(subject)) return undefined;
  let found: Misspelling | undefined;
  for (const mistake of MISTAKES) {
    if (isServerIssuer(issuerHost) && mistake.isFreeOnServer === true) continue;
    const text = found?.intended ?? subject;
    const intended = mistake.isOfWhole === true ? mistake.correct(text) : correctedStart(text, mistake);
    if (intended === text) continue;
    found = { what: found?.what ?? mistake.what, intended };
    if (intended === undefined || mistake.isList === true) break;
  }
  return found;
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
  [/^(?:env|envs|environments)[/:]|^environment\//, "environment:"],
  [/^ref:(?!refs\/)(?=[^:*?]+$)/, "ref:refs/heads/"],
  [/^(?=(?:main|master|develop|dev|trunk|production|staging|release)$)/, "ref:refs/heads/"],
];

/** A text of Terraform, GitHub Actions or a shell. Other variables are those of IAM. */
const UNRENDERED: Mistake = {
  what: "it contains an expression that was not rendered",
  correct: (subject) =>
    /\$\{\{|\$\{(?:var|local|data|module|each|count|self|path|terraform|env|github|AWS::)?[^}:]{2,}\}|\{\{.*\}\}|%[({]|\$\([^)]*\)|\$[A-Z_]{2,}/.test(
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
    what: "a colon follows the repository, and no slash",
    correct: (subject) =>
      subject.replace(/^(repo:[^/:]+\/[^/:]+)\/+:?(?=.)/, "$1:").replace(/^(repo:[^/:]+\/[^/:]+)\/$/, "$1:*"),
  },
  {
    what: "GitHub writes the repository without .git",
    correct: (subject) => subject.replace(/^(repo:[^/:]+\/[^/:@]+)\.git(?=[:@]|$)/i, "$1"),
  },
  {
    what: "it contains a placeholder instead of a name",
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
    what: "a condition has no regular expressions, only the wildcards * and ?",
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
    what: "no name or ref contains a space",
    isFreeOnServer: true,
    correct: (subject) =>
      subject
        .replace(/^([^:]*:[^:]*)(:ref:.*)?$/s, (whole) => whole.replace(/\s+/g, ""))
        .replace(/:ref:[^:]*$/, (ref) => ref.replace(/\s+/g, ""))
        .replace(/^repo:[^:]*/, (start) => start.replace(/\s+/g, ""))
        .replace(/:\s+/g, ":"),
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
