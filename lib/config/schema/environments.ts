import { z } from "zod";
import {
  DEPLOYMENT_PATTERN,
  ENVIRONMENT,
  MAX_REVIEWERS,
  MAX_WAIT_MINUTES,
  OWNER,
  REPOSITORY_OF_OWNER,
  REPOSITORY_OF_OWNER_PATTERN,
  TEAM,
} from "../../policy/github-names";
import { TEMPLATE_KEYS } from "../../policy/subject-template";
import { repositoryHint } from "./hints";
import { choice, isSection, list, oneOrMore, section, text, wholeNumber, wrongKind } from "./parts";

const isTrue = z.boolean({ error: wrongKind("true or false") });

/** What only an environment has that is made here. */
const SETTINGS = [
  "branches",
  "tags",
  "reviewers",
  "preventSelfReview",
  "waitMinutes",
  "administratorsMayBypass",
] as const;

/** A list that is wrong by itself is told of by itself. */
function areFew({ users, teams }: { readonly users?: unknown; readonly teams?: unknown }): boolean {
  const lists = [users, teams].filter((list) => list !== undefined);
  if (!lists.every((list) => Array.isArray(list) && list.length > 0)) return true;
  return lists.length > 0 && lists.flat().length <= MAX_REVIEWERS;
}

const environment = section({
  name: text(ENVIRONMENT),
  repositories: oneOrMore(text(REPOSITORY_OF_OWNER_PATTERN, repositoryHint), "repositories").describe(
    "NAME or OWNER/NAME; patterns only beside protectedElsewhere.",
  ),
  branches: oneOrMore(text(DEPLOYMENT_PATTERN), "branches")
    .optional()
    .describe("Patterns for the branches that may deploy. Default, without tags: all."),
  tags: oneOrMore(text(DEPLOYMENT_PATTERN), "tags")
    .optional()
    .describe("Patterns for the tags that may deploy."),
  reviewers: section({
    users: list(text(OWNER)).optional().describe("Logins."),
    teams: list(text(TEAM)).optional().describe("Slugs of teams of the repository's owner."),
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
    .describe("One of them has to approve each job."),
  preventSelfReview: isTrue
    .optional()
    .describe("Whoever started a run cannot approve it. Default: false; true needs reviewers."),
  waitMinutes: wholeNumber("a time in minutes", 0, MAX_WAIT_MINUTES).optional().describe("Default: 0."),
  administratorsMayBypass: isTrue.optional().describe("Default: false."),
  protectedElsewhere: z
    .literal(true, { error: wrongKind("true") })
    .optional()
    .describe("The environment is made and protected elsewhere; it is not made here."),
});

/** The GitHub environments that are made, and those that are protected elsewhere. */
export const environments = list(
  environment
    .refine((entry) => entry.protectedElsewhere !== true || SETTINGS.every((key) => !(key in entry)), {
      path: ["protectedElsewhere"],
      error: `not allowed beside ${SETTINGS.join(", ")}. Remove protectedElsewhere, or keep only name and repositories`,
      when: isSection,
    })
    .refine(({ preventSelfReview, reviewers }) => preventSelfReview !== true || reviewers !== undefined, {
      path: ["preventSelfReview"],
      error: "needs reviewers. Add reviewers, or remove preventSelfReview",
      when: isSection,
    }),
);

const template = section({
  claims: list(choice(TEMPLATE_KEYS)).describe("The keys of which the subject is made, in this order."),
  repositories: oneOrMore(text(REPOSITORY_OF_OWNER, repositoryHint), "repositories")
    .optional()
    .describe("The repositories that send such subjects."),
  organization: text(OWNER)
    .optional()
    .describe("The organization whose template it becomes too, for repositories that take it elsewhere."),
});

/** Templates for subjects, by which those of the trust policies are written. */
export const subjectTemplates = list(
  template.refine(
    ({ repositories, organization }) => repositories !== undefined || organization !== undefined,
    {
      error: "expected repositories, organization or both, got neither",
      when: isSection,
    },
  ),
);
