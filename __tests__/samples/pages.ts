import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../../lib/cli/own-package";

export const ROOT = ownFolder();

/** A block of code of a page or a docstring. */
export interface Sample {
  readonly path: string;
  /** File and line. */
  readonly place: string;
  readonly language: string;
  /** What follows the language: `exit=1 file=access.yaml`. */
  readonly options: Readonly<Record<string, string>>;
  readonly code: string;
  /** In front of each line, and where the code begins and ends in the file. */
  readonly indent: string;
  readonly start: number;
  readonly end: number;
}

/** Every page that users read. */
export function pages(): readonly string[] {
  return ["README.md", ...filesBelow("docs", ".md"), ...filesBelow("examples", ".md")];
}

/** What a reader may type or copy. */
export function pageSamples(): readonly Sample[] {
  return pages().flatMap((path) => samplesOf(path, ""));
}

/** The examples of docstrings. */
export function docstringSamples(): readonly Sample[] {
  return filesBelow("lib", ".ts").flatMap((path) => samplesOf(path, " \\* "));
}

/** The blocks between fences, in lists too. @param start of each line, before the fence's own indentation. */
function samplesOf(path: string, start: string): readonly Sample[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  const fences = new RegExp(
    `^(${start === "" ? "" : ` *${start.trim()} `} *)\`\`\`(\\w+)( [^\\n]*)?\\n([^]*?)^ *(?:\\* +)?\`\`\`$`,
    "gm",
  );
  return [...text.matchAll(fences)].map((match) => {
    const [whole, indent = "", language = "", options = "", code = ""] = match;
    const from = match.index + whole.indexOf("\n") + 1;
    return {
      path,
      place: `${path}:${text.slice(0, match.index).split("\n").length}`,
      language,
      options: Object.fromEntries(
        [...options.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value]),
      ),
      code: code
        .split("\n")
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.replace(/^ *\*$/, "")))
        .join("\n"),
      indent,
      start: from,
      end: from + code.length,
    };
  });
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}
