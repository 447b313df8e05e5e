import { z } from "zod";
import type { GithubResource } from "./github-resource";
import { computed, KEY, knownText, optional, required } from "./github-schema";

const File = z.object({
  repository: z.string(),
  file: z.string(),
  branch: z.string().nullable(),
  content: z.string(),
  commit_message: z.string(),
});

const REPOSITORY_FILE: GithubResource = {
  attributes: {
    repository: KEY,
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
  id: (planned) => `${knownText(planned, "repository")}/${knownText(planned, "file")}`,
  reported: (entry) =>
    entry?.item.kind === "file"
      ? { content: entry.item.content, commit_message: entry.item.commit_message }
      : null,
};

/** @see https://registry.terraform.io/providers/integrations/github/6.9.0/docs/resources/repository_file */
export const FILE_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_repository_file: REPOSITORY_FILE,
};
