import { z } from "zod";
import { ENTERPRISE, GITHUB_HOST } from "../../policy/github-issuer";
import { OWNER, REPOSITORY_OF_OWNER } from "../../policy/github-names";
import { SUBJECT_FORMATS } from "../../policy/subject/types";
import { environments, subjectTemplates } from "./environments";
import { choice, section, text, wholeNumber, wrongKind } from "./parts";

const id = wholeNumber("a GitHub id", 1, Number.MAX_SAFE_INTEGER);
const subjectFormat = choice(SUBJECT_FORMATS);

/** The part of the file about GitHub. */
export const githubEntry = section({
  owner: text(OWNER).describe(
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
  owners: z
    .record(
      text(OWNER),
      section({
        id: id.optional().describe("The owner's id: gh api users/OWNER --jq .id, or the command resolve"),
        subject: subjectFormat
          .optional()
          .describe(
            "The subjects in tokens of its repositories: by name, immutable (with ids), or both. Default: name",
          ),
      }),
      { error: wrongKind("a map of owners", "each with the keys id, subject") },
    )
    .optional()
    .describe(
      "Facts about owners. Another owner must be listed here before it can be trusted. Example: { acme: { id: 123456, subject: immutable } }",
    ),
  repositories: z
    .record(
      text(REPOSITORY_OF_OWNER),
      section({
        id: id
          .optional()
          .describe("The repository's id: gh api repos/OWNER/NAME --jq .id, or the command resolve"),
        subject: subjectFormat
          .optional()
          .describe(
            "The subjects in its tokens: by name, immutable (with ids), or both. Default: that of its owner",
          ),
      }),
      { error: wrongKind("a map of repositories", "each with the keys id, subject") },
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
