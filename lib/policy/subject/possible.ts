import { isServerIssuer } from "../github-issuer";
import { type Glob, globText } from "../iam/glob";
import { all, either, type Language, language, listOf, maybe, type Part, some, text } from "../iam/language";
import { TEMPLATE_KEYS } from "./template";

/*
 * What GitHub can write into a claim, never less: a rule may call a value that is not possible harmless.
 */

const NAME = some(/[A-Za-z0-9_-]/);
const REPOSITORY = some(/[A-Za-z0-9._-]/);
const ID = some(/[0-9]/);
/** Git allows neither `*` nor `?`, but who escapes them may know better. @see https://git-scm.com/docs/git-check-ref-format */
const REF_CHARACTERS = some(/(?![:[\\^~])[!-~\u0080-\uffff]/);
const REF = all(text("refs/"), REF_CHARACTERS);
const COMMIT = some(/[0-9a-f]/);
const ID_AFTER_NAME = all(text("@"), ID);
const FULL_REPOSITORY = all(NAME, text("/"), REPOSITORY);
/** Workflows that GitHub itself adds, such as those of code scanning, are in `dynamic`. */
const WORKFLOW_FILE = all(
  FULL_REPOSITORY,
  either(text("/.github/workflows/"), text("/dynamic/")),
  some(/[^:]/),
  text("@"),
  either(REF, COMMIT),
);

/** The claims that have a form. Others are free text. */
const CLAIM_FORMS: ReadonlyMap<string, Language> = new Map(
  Object.entries({
    actor_id: ID,
    enterprise_id: ID,
    job_workflow_ref: WORKFLOW_FILE,
    ref: REF,
    repository: FULL_REPOSITORY,
    repository_id: ID,
    repository_owner_id: ID,
  }).map(([claim, form]) => [claim, language(form)]),
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
  const forms: Readonly<Record<string, Part>> = {
    repo: all(NAME, maybe(ID_AFTER_NAME), text("/"), REPOSITORY, maybe(ID_AFTER_NAME)),
    // A template can name a claim that the token does not have.
    ref: maybe(REF),
    job_workflow_ref: maybe(WORKFLOW_FILE),
  };
  const segments = TEMPLATE_KEYS.filter((key) => key !== "context").map((key) =>
    all(text(`${key}:`), forms[key] ?? maybe(freeText)),
  );
  const property = all(text("repo_property_"), some(/[^:]/), text(":"), maybe(freeText));
  return language(listOf(either(...segments, property, text("pull_request")), ":"));
}

/** What almost all subjects look like, with `*` in the place of names. */
const USUAL =
  /^repo:[\w*-]+(?:@[0-9]+)?\/[\w.*-]+(?:@[0-9]+)?:(?:[*]|pull_request|ref:refs\/(?:heads|tags)\/[\w./*-]+|environment:[\w.*-]+)$/;

/** Whether a token of GitHub can have a subject that a pattern matches, by any subject template. */
export function isPossibleSubject(pattern: Glob, issuerHost: string, isCaseless = false): boolean {
  if (!/[*?]/.test(pattern) && USUAL.test(globText(pattern))) return true;
  // A server up to 3.18 does not encode a colon in a name.
  const possible = isServerIssuer(issuerHost) ? onServer : onGithub;
  return possible?.().matchesSome(pattern, isCaseless) ?? true;
}
