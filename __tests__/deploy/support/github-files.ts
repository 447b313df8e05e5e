import { z } from "zod";
import type { GithubResource } from "./github-resource";
import { computed, idOf, KEY, knownText, optional, REPOSITORY, required } from "./github-schema";

const File = z.object({
  repository: z.string(),
  file: z.string(),
  branch: z.string().nullable(),
  content: z.string(),
  commit_message: z.string(),
});

const REPOSITORY_FILE: GithubResource = {
  version: 1,
  idAttributes: ["repository", "file"],
  attributes: {
    ...REPOSITORY,
    file: KEY,
    branch: optional({ replaces: "every change" }),
    content: required(),
    commit_message: optional(),
    overwrite_on_create: optional({ type: "bool", default: false }),
    id: computed(),
  },
  item: (planned, owner) => {
    const { repository, file, branch, content, commit_message } = File.parse(planned);
    return {
      kind: "file",
      repository: `${owner}/${repository}`,
      name: file,
      branch,
      content,
      commit_message,
    };
  },
  id: (planned) => idOf(knownText(planned, "repository"), knownText(planned, "file")),
  reported: (entry) =>
    entry?.item.kind === "file"
      ? { content: entry.item.content, commit_message: entry.item.commit_message }
      : null,
};

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs/resources/repository_file */
export const FILE_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_repository_file: REPOSITORY_FILE,
};
