import { z } from "zod";
import { REPOSITORY_OF_OWNER, VALUE_NAME, VALUE_PREFIX } from "../../policy/github-names";
import { PUBLICATION_KINDS, PUBLICATION_LEVELS, VALUE_CONTENTS, VISIBILITIES } from "../config";
import { repositoryHint } from "./hints";
import { choice, list, oneOrMore, section, text, wrongKind } from "./parts";

const settings = section({
  as: choice(PUBLICATION_KINDS).optional().describe("secrets or variables. Default: secrets"),
  to: oneOrMore(choice(PUBLICATION_LEVELS), "levels")
    .optional()
    .describe(
      "Where the values go: repository, environment, organization, dependabot, or a list. Default: repository",
    ),
  visibility: choice(VISIBILITIES)
    .optional()
    .describe("Which repositories can read the values of an organization. Default: private"),
  repositories: list(text(REPOSITORY_OF_OWNER, repositoryHint))
    .optional()
    .describe(
      "Repositories that get the values. Default: every repository that trust names without a wildcard",
    ),
  values: z
    .record(text(VALUE_NAME), choice(VALUE_CONTENTS), {
      error: wrongKind("a map of names to contents", VALUE_CONTENTS.join(", ")),
    })
    .refine((values) => Object.keys(values).length > 0, {
      error: "expected at least one name, got {}. To publish nothing, write publish: false",
    })
    .optional()
    .describe(
      "Names in GitHub, and what each contains. Default: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId, AWS_ROLE_NAME: roleName }",
    ),
  prefix: text(VALUE_PREFIX).optional().describe("Prefix of each name. Default: none. Example: PRODUCTION_"),
});

/** The values that a role's workflows read from GitHub. */
export const publish = z.union([z.literal(false), settings], {
  error: wrongKind(`false or a map with the keys ${Object.keys(settings.shape).join(", ")}`),
});
