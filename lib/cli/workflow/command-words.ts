import { fixInFile } from "../../config/fix-in-file";
import { type Part, saidParts, type Words } from "../../workflow/words";

const OPTIONS: Readonly<Record<Part, string>> = {
  event: "--event",
  branches: "--branch",
  tagPatterns: "--tag-pattern",
  environment: "--environment",
  calls: "--workflow",
  fileName: "--out",
  platforms: "--platform",
  images: "--image",
  context: "--context",
  dockerfile: "--file",
  tags: "--tag",
  runsOn: "--runs-on",
};

/** Of who has the options of the command, and a file. */
export const COMMAND_WORDS: Words = {
  named: (part) => OPTIONS[part],
  said: (parts) =>
    saidParts(
      parts,
      (part, value) => `${OPTIONS[part]} ${part === "event" ? value : JSON.stringify(value)}`,
    ).join(" "),
  trust: "its trust in the file",
  mend: fixInFile,
  repository: ({ owner, repository }, isOnlyOwner) =>
    `${isOnlyOwner ? "" : `owner: ${owner}, `}repository: ${repository}`,
  dependabot: (names) => `, which lack ${names}; add dependabot to publish.to, or publish as variables`,
};
