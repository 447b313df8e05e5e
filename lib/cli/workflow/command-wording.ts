import { fixInFile } from "../../config/fix-in-file";
import { type Part, partTexts, type Wording } from "../../workflow/wording";

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

/** For the options of the command and the keys of the access file. */
export const COMMAND_WORDING: Wording = {
  option: (part) => OPTIONS[part],
  options: (parts) =>
    partTexts(
      parts,
      (part, value) => `${OPTIONS[part]} ${part === "event" ? value : JSON.stringify(value)}`,
    ).join(" "),
  repository: ({ owner, repository }, isOnlyOwner) =>
    `${isOnlyOwner ? "" : `owner: ${owner}, `}repository: ${repository}`,
  fix: fixInFile,
  dependabotFix: () => "Add dependabot to publish.to, or publish variables",
};
