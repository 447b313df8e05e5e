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
import { RULES } from "../../policy/rules/rules";
import type { TextRule } from "../../policy/text-rule";
import { at, items, textOf } from "../place";
import { refHint, repositoryHint, ruleHint } from "./hints";
import { exactlyOneOf, isSection, list, oneOrMore, section, text, wrongKind } from "./parts";

/** What a trust entry says about the context, one of them, or the whole subject in its place. */
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
  const [name, ...others] = items(at({ value: entry, path: [] }, ref)).map(textOf);
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

/** An id may stand without quotes, as it does in `github`. */
const idText = z.preprocess(
  (value) => (Number.isSafeInteger(value) ? String(value) : value),
  text(ID).meta({ type: ["string", "integer"] }),
);

const claims = section({
  actor: oneOrMore(text(CLAIMS.actor.rule), "users").optional(),
  actorId: oneOrMore(idText, "ids").optional(),
  enterpriseId: oneOrMore(idText, "ids").optional(),
  environment: oneOrMore(text(CLAIMS.environment.rule), "environments").optional(),
  jobWorkflowRef: oneOrMore(text(CLAIMS.jobWorkflowRef.rule), "reusable workflows").optional(),
  ref: oneOrMore(text(CLAIMS.ref.rule), "refs").optional(),
  repository: oneOrMore(text(CLAIMS.repository.rule), "repositories").optional(),
  repositoryId: oneOrMore(idText, "ids").optional(),
  repositoryOwnerId: oneOrMore(idText, "ids").optional(),
  workflow: oneOrMore(text(CLAIMS.workflow.rule), "workflows").optional(),
});

const yes = z.literal(true, { error: wrongKind("true") });

const entry = exactlyOneOf(
  section({
    repository: oneOrMore(text(REPOSITORY_OF_OWNER_PATTERN, repositoryHint), "repositories")
      .optional()
      .describe(
        'NAME or OWNER/NAME, a pattern such as team-*, or "*" for all of the owner. Or a list of these.',
      ),
    owner: text(OWNER).optional().describe("Owner of the repository. Default: github.owner."),
    branch: oneOrMore(text(BRANCH_PATTERN, refHint("heads")), "branches")
      .optional()
      .describe("Branch, or a pattern with *. Or a list; each is an alternative."),
    tag: oneOrMore(text(TAG_PATTERN, refHint("tags")), "tags")
      .optional()
      .describe("Tag, or a pattern with *. Or a list; each is an alternative."),
    environment: oneOrMore(text(ENVIRONMENT), "environments")
      .optional()
      .describe("GitHub environment, without wildcards. Or a list; each is an alternative."),
    pullRequest: yes.optional().describe("Workflow runs of pull requests."),
    mergeQueue: text(BRANCH, refHint("heads")).optional().describe("Runs of the merge queue of this branch."),
    anyContext: yes.optional().describe("Every branch, tag, pull request and environment."),
    subject: text(SUBJECT)
      .optional()
      .describe("A pattern for the whole subject, in place of repository, owner and context."),
    claims: claims.optional().describe("Further claims that a token has to have, all of them."),
  }),
  CONTEXT_KEYS,
  { none: NO_CONTEXT, several: severalContexts },
);

/** A repository in one context, or a subject as it stands. */
export const trustEntry = entry
  .refine(({ repository, subject }) => repository !== undefined || subject !== undefined, {
    path: ["repository"],
    error: "missing. Expected repositories (one, or a list with at least one element)",
    when: isSection,
  })
  .refine(({ repository, subject }) => repository === undefined || subject === undefined, {
    path: ["repository"],
    error: "not allowed beside subject. The subject names the repository",
    when: isSection,
  })
  .refine(({ owner, subject }) => owner === undefined || subject === undefined, {
    path: ["owner"],
    error: "not allowed beside subject. The subject names the owner",
    when: isSection,
  });

/** A policy document of the user's own; what is in it, `checks` judge. */
export const trustPolicy = z.record(z.string(), z.unknown(), {
  error: wrongKind("a trust policy", "a map with the keys Version and Statement"),
});

export const acceptRisks = list(section({ rule: text(RULE_ID, ruleHint), reason: text(REASON) }));

export type TrustEntryOfFile = z.output<typeof trustEntry>;
