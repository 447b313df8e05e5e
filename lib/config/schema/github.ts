import { z } from "zod";
import { ENTERPRISE, GITHUB_HOST } from "../../policy/github-issuer";
import {
  DEPLOYMENT_PATTERN,
  ENVIRONMENT,
  MAX_REVIEWERS,
  MAX_WAIT_MINUTES,
  OWNER,
  REPOSITORY,
  REPOSITORY_OF_OWNER,
  REPOSITORY_OF_OWNER_PATTERN,
  TEAM,
} from "../../policy/github-names";
import { TEMPLATE_KEYS } from "../../policy/subject/template";
import { SUBJECT_FORMATS } from "../../policy/subject/types";
import { DEFAULT_WRITE_DELAY_MS, MAX_WRITE_DELAY_MS } from "../defaults";
import type { Located } from "../draft";
import { ORIGINS } from "../types";
import { ownerHint, repositoryHint } from "./hints";
import { choice, isSection, list, oneOrMore, originOf, section, text, wholeNumber, wrongKind } from "./parts";

const isTrue = z.boolean({ error: wrongKind("true or false") });

/** Settings of an environment that this file creates. */
const SETTINGS = [
  "branches",
  "tags",
  "reviewers",
  "preventSelfReview",
  "waitMinutes",
  "administratorsMayBypass",
  "origin",
  "policyIds",
] as const;

/** True for wrong lists too, which have their own problem. */
function areFew({ users, teams }: { readonly users?: unknown; readonly teams?: unknown }): boolean {
  const lists = [users, teams].filter((list) => list !== undefined);
  if (!lists.every((list) => Array.isArray(list) && list.length > 0)) return true;
  return lists.length > 0 && lists.flat().length <= MAX_REVIEWERS;
}

const ids = z.record(text(DEPLOYMENT_PATTERN), wholeNumber("a GitHub id", 1, Number.MAX_SAFE_INTEGER), {
  error: wrongKind("a map of patterns to ids"),
});

const policyIds = section({
  branches: ids.optional().describe("By branch pattern. Example: { main: 361471 }"),
  tags: ids.optional().describe("By tag pattern. Example: { v*: 361472 }"),
});

export const waitMinutes = wholeNumber("a time in minutes", 0, MAX_WAIT_MINUTES);
export const NEEDS_REVIEWERS = "needs reviewers. Add reviewers, or remove preventSelfReview";

const environment = section({
  name: text(ENVIRONMENT).describe("Name of the environment. Example: production"),
  repositories: oneOrMore(text(REPOSITORY_OF_OWNER_PATTERN, repositoryHint), "repositories").describe(
    "NAME or OWNER/NAME, or a list. Patterns with * only beside protectedElsewhere. Example: [web, api]",
  ),
  branches: oneOrMore(text(DEPLOYMENT_PATTERN), "branches")
    .optional()
    .describe(
      "Branches that may deploy, with * as a wildcard. Default: all, if there are no tags either. Example: [main]",
    ),
  tags: oneOrMore(text(DEPLOYMENT_PATTERN), "tags")
    .optional()
    .describe("Tags that may deploy, with * as a wildcard. Default: none. Example: [v*]"),
  reviewers: section({
    users: list(text(OWNER)).optional().describe("Logins of users. Example: [octocat]"),
    teams: list(text(TEAM))
      .optional()
      .describe("Slugs of teams of the repository's owner. Example: [platform]"),
  })
    .refine(areFew, {
      error: ({ input }) => {
        const { users = [], teams = [] } = input as {
          readonly users?: unknown[];
          readonly teams?: unknown[];
        };
        return `expected 1 to ${MAX_REVIEWERS} reviewers (users and teams together), got ${users.length + teams.length}`;
      },
      when: isSection,
    })
    .optional()
    .describe("Users and teams, one of whom must approve each job. Default: none"),
  preventSelfReview: isTrue
    .optional()
    .describe("true if the user who started a run may not approve it. Needs reviewers. Default: false"),
  waitMinutes: waitMinutes.optional().describe("Minutes that a job waits before it starts. Default: 0"),
  administratorsMayBypass: isTrue
    .optional()
    .describe("true if administrators may skip the protection. Default: false"),
  origin: originOf(text(REPOSITORY_OF_OWNER), choice(ORIGINS))
    .optional()
    .describe(
      "create, import (takes what exists into the state) or existing (leaves it alone), or a map by repository. Default: create. Example: { web: import }",
    ),
  policyIds: z
    .record(text(REPOSITORY_OF_OWNER), policyIds, {
      error: wrongKind("a map of repositories", "each with the keys branches, tags"),
    })
    .optional()
    .describe(
      "GitHub's ids of deployment branches and tags that exist, to import them, by repository. The command resolve --import writes them. Default: none. Example: { web: { branches: { main: 361471 } } }",
    ),
  protectedElsewhere: z
    .literal(true, { error: wrongKind("true") })
    .optional()
    .describe(
      "true if the environment is created and protected elsewhere. Then this file does not create it",
    ),
});

/** The GitHub environments that are created, and those that are protected elsewhere. */
const environments = list(
  environment
    .refine((entry) => entry.protectedElsewhere !== true || SETTINGS.every((key) => !(key in entry)), {
      path: ["protectedElsewhere"],
      error: `not allowed beside ${SETTINGS.join(", ")}. Remove protectedElsewhere, or keep only name and repositories`,
      when: isSection,
    })
    .refine(({ preventSelfReview, reviewers }) => preventSelfReview !== true || reviewers !== undefined, {
      path: ["preventSelfReview"],
      error: NEEDS_REVIEWERS,
      when: isSection,
    }),
);

export const templateClaims = list(choice(TEMPLATE_KEYS));

const template = section({
  claims: templateClaims.describe(
    "Claims that the subject consists of, in this order. Example: [repo, context, job_workflow_ref]",
  ),
  repositories: oneOrMore(text(REPOSITORY_OF_OWNER, repositoryHint), "repositories")
    .optional()
    .describe("Repositories that send such subjects, NAME or OWNER/NAME. Default: none"),
  organization: text(OWNER).optional().describe("Organization whose default template is set. Default: none"),
  origin: choice(ORIGINS)
    .optional()
    .describe(
      "create sets the templates, import takes them into the state first, existing leaves them alone. Default: create",
    ),
});

/** Subject templates. Trust policies use them for the subjects of the repositories. */
const subjectTemplates = list(
  template.refine(
    ({ repositories, organization }) => repositories !== undefined || organization !== undefined,
    {
      error: "expected repositories, organization or both, got neither",
      when: isSection,
    },
  ),
);

export const githubId = wholeNumber("a GitHub id", 1, Number.MAX_SAFE_INTEGER);
const subjectFormat = choice(SUBJECT_FORMATS);

/** The part of the file about GitHub. */
export const githubEntry = section({
  owner: text(OWNER, ownerHint, ". Write one owner. Name others as OWNER/NAME in repository").describe(
    "User or organization, spelled as on GitHub. The owner of every repository that is named without one. Example: acme",
  ),
  host: text(GITHUB_HOST)
    .optional()
    .describe(
      "github.com, SUBDOMAIN.ghe.com, or the host of a GitHub Enterprise Server. Default: github.com",
    ),
  enterprise: text(ENTERPRISE)
    .optional()
    .describe(
      "Slug of the enterprise, if the issuer of its tokens contains it. github.com only. Default: none",
    ),
  writeDelayMs: wholeNumber("a wait in milliseconds", 0, MAX_WRITE_DELAY_MS)
    .optional()
    .describe(
      `What Terraform waits after each write to GitHub, in milliseconds. GitHub asks for a second. Default: ${DEFAULT_WRITE_DELAY_MS}. Example: 250`,
    ),
  owners: z
    .record(
      text(OWNER),
      section({
        id: githubId
          .optional()
          .describe("The owner's id: gh api users/OWNER --jq .id, or the command resolve"),
        subject: subjectFormat
          .optional()
          .describe(
            "The subjects in tokens of its repositories: by name, immutable (with ids), or both. Default: name",
          ),
        formerly: oneOrMore(text(OWNER), "former names")
          .optional()
          .describe(
            "Former name of the owner, or a list, oldest first, so that synth says how to move the state. Default: none. Example: acme-old",
          ),
      }),
      { error: wrongKind("a map of owners", "each with the keys id, subject, formerly") },
    )
    .optional()
    .describe(
      "Facts about owners. Another owner must be listed here before it can be trusted. Example: { acme: { id: 123456, subject: immutable } }",
    ),
  repositories: z
    .record(
      text(REPOSITORY_OF_OWNER),
      section({
        id: githubId
          .optional()
          .describe("The repository's id: gh api repos/OWNER/NAME --jq .id, or the command resolve"),
        subject: subjectFormat
          .optional()
          .describe(
            "The subjects in its tokens: by name, immutable (with ids), or both. Default: that of its owner",
          ),
        formerly: oneOrMore(text(REPOSITORY), "former names")
          .optional()
          .describe(
            "Former name of a repository that was renamed on GitHub, without the owner, or a list, oldest first. Terraform then changes what it created in place. Default: none. Example: website",
          ),
      }),
      { error: wrongKind("a map of repositories", "each with the keys id, subject, formerly") },
    )
    .optional()
    .describe("Facts about repositories, by NAME or OWNER/NAME. Example: { web: { id: 456789 } }"),
  environments: environments
    .optional()
    .describe(
      "GitHub environments that are created, or that are protected elsewhere. Example: [{ name: production, repositories: [web], branches: [main] }]",
    ),
  subjectTemplates: subjectTemplates
    .optional()
    .describe(
      "OIDC subject templates that are set. The trust policies follow from them. Example: [{ repositories: [web], claims: [repo, context] }]",
    ),
});

export type GithubEntry = z.output<typeof githubEntry>;
/** The section before it is known to be valid, and its parts. */
export type EnvironmentDraft = Located<z.input<typeof environment>>;
/** Owners or repositories, by name. */
export type GithubMap = Located<NonNullable<z.input<typeof githubEntry>["owners"]>>;
export type GithubDraft = Located<z.input<typeof githubEntry>>;
