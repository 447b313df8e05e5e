import { isServerIssuer } from "../github-issuer";
import { type Glob, globText } from "../iam/glob";
import {
  all,
  either,
  exactly,
  type Language,
  language,
  listOf,
  maybe,
  type Part,
  some,
  text,
} from "../iam/language";
import { TEMPLATE_KEYS } from "./template";

/*
 * What GitHub can write into a claim, never less: a rule may call a value that is not possible harmless.
 */

const NAME = some(/[A-Za-z0-9_-]/);
const REPOSITORY = some(/[A-Za-z0-9._-]/);
const ID = all(some(/[1-9]/), maybe(some(/[0-9]/)));
/** Apps act under a name that ends with `[bot]`. */
const ACTOR = all(NAME, maybe(text("[bot]")));
/** Git allows neither `*` nor `?`, but who escapes them may know better. @see https://git-scm.com/docs/git-check-ref-format */
const REF_PART = some(/(?![/:[\\^~])[!-~\u0080-\uffff]/);
/** Workflows run on branches, tags and the refs of pull requests. */
const REF = all(text("refs/"), either(text("heads/"), text("tags/"), text("pull/")), listOf(REF_PART, "/"));
/** A SHA-1, or a SHA-256. */
const COMMIT = either(exactly(40, /[0-9a-f]/), exactly(64, /[0-9a-f]/));
const FULL_REPOSITORY = all(NAME, text("/"), REPOSITORY);
const NAMES_WITH_IDS = all(NAME, text("@"), ID, text("/"), REPOSITORY, text("@"), ID);
/** Workflows that GitHub itself adds, such as those of code scanning, are in `dynamic`. */
const WORKFLOW_FILE = all(
  FULL_REPOSITORY,
  either(
    all(text("/.github/workflows/"), some(/[^:]/), either(text(".yml"), text(".yaml"))),
    all(text("/dynamic/"), some(/[^:]/)),
  ),
  text("@"),
  either(REF, COMMIT),
);

/** How GitHub writes the claims that have a form, as a clause after "is written". */
const FORMS_IN_WORDS: Readonly<Record<string, string>> = {
  actor: "as the name of a user or of an app, without @",
  actor_id: "in digits",
  enterprise_id: "in digits",
  job_workflow_ref:
    "OWNER/REPOSITORY/.github/workflows/FILE@refs/heads/BRANCH, @refs/tags/TAG or @ and a full commit SHA",
  ref: "refs/heads/BRANCH or refs/tags/TAG",
  repository: "OWNER/REPOSITORY",
  repository_id: "in digits",
  repository_owner_id: "in digits",
};

/** How GitHub writes a claim, such as `ref is written refs/heads/BRANCH or refs/tags/TAG`. */
export function claimFormText(claim: string): string {
  return `${claim} is written ${FORMS_IN_WORDS[claim] ?? "differently"}`;
}

/** The claims that have a form. Others are free text. */
const FORMS: Readonly<Record<string, Part>> = {
  actor: ACTOR,
  actor_id: ID,
  enterprise_id: ID,
  job_workflow_ref: WORKFLOW_FILE,
  ref: REF,
  repository: FULL_REPOSITORY,
  repository_id: ID,
  repository_owner_id: ID,
};

const CLAIM_FORMS: ReadonlyMap<string, Language> = new Map(
  Object.entries(FORMS).map(([claim, form]) => [claim, language(form)]),
);

/**
 * Whether a token of GitHub can have a value of a claim that a pattern matches.
 * @param claim in lower case.
 */
export function isPossibleClaim(
  claim: string,
  pattern: Glob,
  issuerHost: string,
  isCaseless = false,
): boolean {
  if (claim === "sub") return isPossibleSubject(pattern, issuerHost, isCaseless);
  return CLAIM_FORMS.get(claim)?.matchesSome(pattern, isCaseless) ?? true;
}

const [onGithub, onServer] = [/[^:]/, /./s].map((freeText) => {
  let found: Language | undefined;
  // Built when it is needed first: most subjects have the usual form.
  return (): Language => {
    found ??= subjects(some(freeText));
    return found;
  };
});

function subjects(freeText: Part): Language {
  // A template can name a claim that the token does not have.
  const segments = TEMPLATE_KEYS.filter((key) => key !== "context").map((key) =>
    all(
      text(`${key}:`),
      key === "repo" ? either(FULL_REPOSITORY, NAMES_WITH_IDS) : maybe(FORMS[key] ?? freeText),
    ),
  );
  const property = all(text("repo_property_"), some(/[^:]/), text(":"), maybe(freeText));
  return language(listOf(either(...segments, property, text("pull_request")), ":"));
}

/** Subjects of the default template. */
const DEFAULT_SUBJECTS = language(
  all(
    text("repo:"),
    either(FULL_REPOSITORY, NAMES_WITH_IDS),
    text(":"),
    either(all(text("ref:"), REF), all(text("environment:"), some(/[^:]/)), text("pull_request")),
  ),
);

/** Whether a subject of the default template can match a pattern. */
export function matchesDefaultSubject(pattern: Glob): boolean {
  return DEFAULT_SUBJECTS.matchesSome(pattern, false);
}

/** What almost all subjects look like, with `*` in the place of names. */
const USUAL =
  /^repo:(?:[\w*-]+\/[\w.*-]+|[\w*-]+@[1-9][0-9]*\/[\w.*-]+@[1-9][0-9]*):(?:[*]|pull_request|ref:refs\/(?:heads|tags)(?:\/[\w.*-]+)+|environment:[\w.*-]+)$/;

/** Whether a token of GitHub can have a subject that a pattern matches, by any subject template. */
export function isPossibleSubject(pattern: Glob, issuerHost: string, isCaseless = false): boolean {
  if (!/[*?]/.test(pattern) && USUAL.test(globText(pattern))) return true;
  // A server up to 3.18 does not encode a colon in a name.
  const possible = isServerIssuer(issuerHost) ? onServer : onGithub;
  return possible?.().matchesSome(pattern, isCaseless) ?? true;
}
