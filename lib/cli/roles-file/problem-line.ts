import { pathText } from "../../config/problem";
import type { PlacedProblem } from "../../inventory/discovered-role";
import { jsonRegions, type Region } from "../../inventory/json-text";
import { shortText } from "../output";

export const TOP: Region = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** A problem with its region in the text. */
export interface LocatedProblem extends PlacedProblem {
  readonly region: Region;
}

/** `FILE:12:7 Role.AssumeRolePolicyDocument: expected …, got …` */
export function problemLine(file: string, { path, message, region: { start } }: LocatedProblem): string {
  const place = path.length === 0 ? "" : `${shortText(pathText(path))}: `;
  return `${file}:${start.line}:${start.column} ${place}${shortText(message)}`;
}

/** One line for each problem of a file. */
export function problemLines(
  { name, text }: { readonly name: string; readonly text: string },
  problems: readonly PlacedProblem[],
): readonly string[] {
  const regions = jsonRegions(
    text,
    problems.map(({ path }) => path),
  );
  return problems.map((problem, index) => problemLine(name, { ...problem, region: regions[index] ?? TOP }));
}
