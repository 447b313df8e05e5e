import { z } from "zod";
import { REPOSITORY_OF_OWNER, VALUE_NAME, VALUE_PREFIX } from "../../policy/github-names";
import { PUBLICATION_KINDS, PUBLICATION_LEVELS, VALUE_CONTENTS, VISIBILITIES } from "../config";
import { repositoryHint } from "./hints";
import { choice, list, oneOrMore, section, text, wrongKind } from "./parts";

const settings = section({
  as: choice(PUBLICATION_KINDS).optional().describe("Default: secrets."),
  to: oneOrMore(choice(PUBLICATION_LEVELS), "levels").optional().describe("Default: repository."),
  visibility: choice(VISIBILITIES)
    .optional()
    .describe("Which repositories read an organization's values. Default: private."),
  repositories: list(text(REPOSITORY_OF_OWNER, repositoryHint))
    .optional()
    .describe("Default: every repository that trust names exactly."),
  values: z
    .record(text(VALUE_NAME), choice(VALUE_CONTENTS), {
      error: wrongKind("a map of names to what they hold", VALUE_CONTENTS.join(", ")),
    })
    .refine((values) => Object.keys(values).length > 0, {
      error: "expected at least one name, got {}. To publish nothing, write publish: false",
    })
    .optional()
    .describe("What holds what, by its name in GitHub. Default: the guide's three."),
  prefix: text(VALUE_PREFIX).optional().describe("Before the name of each value. Default: none."),
});

/** What a role's repositories get in GitHub. */
export const publish = z
  .union([z.literal(false), settings], {
    error: wrongKind(`false or a map with the keys ${Object.keys(settings.shape).join(", ")}`),
  })
  .describe("The values in GitHub. Default: the guide's three secrets.");
