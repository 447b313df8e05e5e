import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");

/** A block of code of a page or a docstring. */
export interface Sample {
  /** File and line, for whoever has to mend it. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

/** What a reader may type in or copy: every page save for the reference, whose samples are those of the docstrings. */
export function pageSamples(): readonly Sample[] {
  const pages = ["README.md", ...filesBelow("docs", ".md"), ...filesBelow("examples", ".md")];
  return pages.filter((path) => !path.startsWith(join("docs", "api"))).flatMap((path) => samplesOf(path, ""));
}

/** The examples of docstrings. */
export function docstringSamples(): readonly Sample[] {
  return filesBelow("lib", ".ts").flatMap((path) => samplesOf(path, " \\* "));
}

/** The blocks between fences, in lists too. @param start of each line, before the fence's own indentation. */
function samplesOf(path: string, start: string): readonly Sample[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  const fences = new RegExp(
    `^(${start === "" ? "" : ` *${start.trim()} `} *)\`\`\`(\\w+)\\n([^]*?)^ *(?:\\* +)?\`\`\`$`,
    "gm",
  );
  return [...text.matchAll(fences)].map(({ 1: indent = "", 2: language = "", 3: code = "", index }) => ({
    place: `${path}:${text.slice(0, index).split("\n").length}`,
    language,
    code: code
      .split("\n")
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.replace(/^ *\*$/, "")))
      .join("\n"),
  }));
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}
