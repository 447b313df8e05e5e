import { z } from "zod";
import { CLAIMS, ID } from "../../policy/claims";
import {
  BRANCH,
  ENVIRONMENT,
  OWNER,
  REF_PATTERN,
  REPOSITORY_OF_OWNER_PATTERN,
  SUBJECT,
} from "../../policy/github-names";
import { RULES } from "../../policy/rules/index";
import type { TextRule } from "../../policy/text-rule";
import { at, items, type Located, textOf } from "../draft";
import { refHint, repositoryHint, ruleHint } from "./hints";
import { exactlyOneOf, hasKey, isSection, list, oneOrMore, section, text, wrongKind } from "./parts";

/** The keys for the context of a trust entry, and the whole subject in place of one. */
const CONTEXT_KEYS = [
  "branch",
  "tag",
  "environment",
  "pullRequest",
  "mergeQueue",
  "anyContext",
  "subject",
] as const;

const BRANCH_PATTERN: TextRule = { ...REF_PATTERN, noun: "the name or pattern of a branch" };
const TAG_PATTERN: TextRule = { ...REF_PATTERN, noun: "the name or pattern of a tag" };

const NO_CONTEXT =
  "missing context. Add one of branch: NAME, tag: NAME, environment: NAME, pullRequest: true (runs of pull requests), mergeQueue: BRANCH (the merge queue of a branch), anyContext: true (all of these), or write subject in place of the other keys";

/** What to write for several contexts: one entry each, or for a branch within an environment the claim ref. */
function severalContexts(keys: readonly string[], entry: unknown): string {
  if (keys.includes("subject")) return ". subject replaces repository, owner and the context";
  const [ref, other, ...more] = keys;
  if ((ref !== "branch" && ref !== "tag") || other !== "environment" || more.length > 0) {
    return ". They are alternatives: write one entry for each";
  }
  const [name, ...others] = items(at<unknown, string>({ value: entry, path: [] }, ref)).map(textOf);
  const claim = JSON.stringify(
    `refs/${ref === "branch" ? "heads" : "tags"}/${others.length === 0 ? name : "NAME"}`,
  );
  return `. To require both, write environment and claims: { ref: ${claim} }. For either, write two entries`;
}

const RULE_ID: TextRule = {
  noun: "a rule",
  allowed: `${RULES[0]?.id} to ${RULES.at(-1)?.id}`,
  pattern: new RegExp(`^(?:${RULES.map(({ id }) => id).join("|")})$`),
};

const REASON: TextRule = {
  noun: "a reason",
  allowed: "why the role needs it, in 1 to 1000 characters",
  pattern: /^(?=.*\S).{1,1000}$/s,
};

/** An id, with or without quotes, as in `github`. */
const idText = z.preprocess(
  (value) => (Number.isSafeInteger(value) ? String(value) : value),
  text(ID).meta({ type: ["string", "integer"] }),
);

/** @param noun of the elements. @param example of one value. */
function claim<Element extends z.ZodType>(element: Element, noun: string, example: string) {
  return oneOrMore(element, noun)
    .optional()
    .describe(`Claim of the token, or a list of allowed values. Example: ${example}`);
}

const claims = section({
  actor: claim(text(CLAIMS.actor.rule), "users", "octocat"),
  actorId: claim(idText, "ids", "583231"),
  enterpriseId: claim(idText, "ids", "12345"),
  environment: claim(text(CLAIMS.environment.rule), "environments", "production"),
  jobWorkflowRef: claim(
    text(CLAIMS.jobWorkflowRef.rule),
    "reusable workflows",
    "acme/ci/.github/workflows/push.yml@refs/heads/main",
  ),
  ref: claim(text(CLAIMS.ref.rule), "refs", "refs/heads/main"),
  repository: claim(text(CLAIMS.repository.rule), "repositories", "acme/web"),
  repositoryId: claim(idText, "ids", "456789"),
  repositoryOwnerId: claim(idText, "ids", "123456"),
  workflow: claim(text(CLAIMS.workflow.rule), "workflows", "release"),
});

const yes = z.literal(true, { error: wrongKind("true") });

/** The keys of an entry, without its repositories. */
export const ENTRY_KEYS = {
  branch: oneOrMore(text(BRANCH_PATTERN, refHint("heads")), "branches")
    .optional()
    .describe("Runs on this branch. * is a wildcard. A list contains alternatives. Example: main"),
  tag: oneOrMore(text(TAG_PATTERN, refHint("tags")), "tags")
    .optional()
    .describe("Runs for this tag. * is a wildcard. A list contains alternatives. Example: v*"),
  environment: oneOrMore(text(ENVIRONMENT), "environments")
    .optional()
    .describe(
      "Jobs in this GitHub environment. There are no wildcards. A list contains alternatives. Example: production",
    ),
  pullRequest: yes.optional().describe("true for runs of pull requests. They run code that is not reviewed"),
  mergeQueue: text(BRANCH, refHint("heads"))
    .optional()
    .describe("Runs of the merge queue of this branch. Example: main"),
  anyContext: yes.optional().describe("true for every branch, tag, pull request and environment"),
  subject: text(SUBJECT)
    .optional()
    .describe(
      "Pattern for the whole subject, in place of repository, owner and the context. Example: repo:acme/web:ref:refs/heads/main",
    ),
  claims: claims
    .optional()
    .describe("Further claims that the token must have, all of them. Example: { ref: refs/heads/main }"),
};

/** Adds that an entry has one context, and either repositories or a subject. */
export function oneSource<Section extends z.ZodObject>(entry: Section) {
  return exactlyOneOf(entry, CONTEXT_KEYS, { none: NO_CONTEXT, several: severalContexts })
    .refine((value) => hasKey(value, "repository") || hasKey(value, "subject"), {
      path: ["repository"],
      error: "missing. Expected repositories (one, or a list with at least one element)",
      when: isSection,
    })
    .refine((value) => !hasKey(value, "repository") || !hasKey(value, "subject"), {
      path: ["repository"],
      error: "not allowed beside subject. The subject names the repository",
      when: isSection,
    });
}

/** Repositories in a context, or a whole subject. */
export const trustEntry = oneSource(
  section({
    repository: oneOrMore(text(REPOSITORY_OF_OWNER_PATTERN, repositoryHint), "repositories")
      .optional()
      .describe(
        'GitHub repository: NAME or OWNER/NAME, a pattern such as team-*, "*" for all of the owner, or a list. Example: web',
      ),
    owner: text(OWNER)
      .optional()
      .describe("Owner of repositories that are named without one. Default: github.owner"),
    ...ENTRY_KEYS,
  }),
).refine(({ owner, subject }) => owner === undefined || subject === undefined, {
  path: ["owner"],
  error: "not allowed beside subject. The subject names the owner",
  when: isSection,
});

/** A custom trust policy. `checks` reads its statements. */
export const trustPolicy = z.record(z.string(), z.unknown(), {
  error: wrongKind("a trust policy", "a map with the keys Version and Statement"),
});

export const acceptRisks = list(
  section({
    rule: text(RULE_ID, ruleHint).describe("Id of the rule. Example: R07"),
    reason: text(REASON).describe("Why the role needs it"),
  }),
);

export type TrustEntryOfFile = z.output<typeof trustEntry>;
/** An entry before it is known to be valid. */
export type TrustEntryDraft = Located<z.input<typeof trustEntry>>;
