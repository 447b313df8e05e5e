import { z } from "zod";
import { ENTERPRISE, GITHUB_HOST } from "../../policy/github-issuer";
import { OWNER, REPOSITORY_OF_OWNER } from "../../policy/github-names";
import { SUBJECT_FORMATS } from "../../policy/subject";
import { environments, subjectTemplates } from "./environments";
import { choice, section, text, wholeNumber, wrongKind } from "./parts";

const id = wholeNumber("a GitHub id", 1, Number.MAX_SAFE_INTEGER);
const subjectFormat = choice(SUBJECT_FORMATS);

/** What the file says of GitHub. */
export const githubEntry = section({
  owner: text(OWNER).describe("User or organization, in GitHub's own casing."),
  host: text(GITHUB_HOST)
    .optional()
    .describe("github.com (default), SUBDOMAIN.ghe.com, or the host of a GitHub Enterprise Server."),
  enterprise: text(ENTERPRISE)
    .optional()
    .describe("The enterprise's slug, where the enterprise puts it into the issuer of its tokens."),
  owners: z
    .record(
      text(OWNER),
      section({
        id: id.optional().describe("gh api users/OWNER --jq .id prints it."),
        subject: subjectFormat
          .optional()
          .describe("How tokens of its repositories name them. Default: name."),
      }),
      { error: wrongKind("a map of owners", "each with the keys id, subject") },
    )
    .optional()
    .describe("What is known of owners. An owner that stands here may be trusted."),
  repositories: z
    .record(
      text(REPOSITORY_OF_OWNER),
      section({
        id: id.optional().describe("gh api repos/OWNER/REPOSITORY --jq .id prints it."),
        subject: subjectFormat.optional().describe("Default: that of its owner."),
      }),
      { error: wrongKind("a map of repositories", "each with the keys id, subject") },
    )
    .optional()
    .describe("What is known of repositories, NAME or OWNER/NAME."),
  environments: environments
    .optional()
    .describe("GitHub environments that are made, or protected elsewhere."),
  subjectTemplates: subjectTemplates.optional().describe("Templates for the subjects of tokens."),
});

export type GithubEntry = z.output<typeof githubEntry>;
