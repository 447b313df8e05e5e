import { isPattern } from "../policy/github-names";
import { nearestKey } from "../policy/misspellings";
import { groupedBy } from "./checks/duplicates";
import type { GithubFacts } from "./github-facts";
import type { ConfigInput } from "./input";
import { namedRepositories } from "./named-repositories";
import { type Path, pathText } from "./problem";

/** Shorter names and parts of names are often near each other: `web`, `api`, `eu`, `us`. */
const MIN_NAME_CHARACTERS = 6;
const MIN_PART_CHARACTERS = 4;

interface Named {
  /** `OWNER/NAME` */
  readonly name: string;
  readonly path: Path;
}

/** A name without one of its parts. */
interface Gap extends Named {
  readonly part: string;
  readonly around: string;
}

/**
 * Warnings about repositories with nearly the same name. The file silences one by the ids of both: then both exist.
 * @param input without problems.
 */
export function similarNameWarnings(input: ConfigInput, known: GithubFacts): readonly string[] {
  const named = namedRepositories(input).flatMap(({ owner, name, place: { path } }) =>
    name === undefined || isPattern(name) || name.length < MIN_NAME_CHARACTERS
      ? []
      : [{ name: `${owner}/${name}`, path }],
  );
  const firsts = groupedBy(named, ({ name }) => name.toLowerCase()).map(([first]) => first);
  // Only names that differ in one part are compared, so that thousands of names take no time.
  const pairs = groupedBy(firsts.flatMap(gapsOf), ({ around }) => around).flatMap(pairsIn);
  const hasId = ({ name }: Named): boolean => known.repositories.get(name.toLowerCase())?.id !== undefined;
  return pairs
    .filter((pair) => !pair.every(hasId))
    .map(
      ([one, other]) =>
        `the repositories ${placed(one)} and ${placed(other)} have nearly the same name. If both exist, add the ids of both. See docs/guide/ids.md#write-the-ids-by-hand`,
    );
}

function placed({ name, path }: Named): string {
  return `${name} (${pathText(path)})`;
}

/** A slip is rarely in the first letter, and other digits are another version. */
function gapsOf(named: Named): readonly Gap[] {
  const parts = named.name.toLowerCase().split(/(?<=\/.*)[-_.]|\//);
  return parts.flatMap((part, index) =>
    index === 0 || part.length < MIN_PART_CHARACTERS
      ? []
      : [
          {
            ...named,
            part,
            around: JSON.stringify([parts.with(index, part.charAt(0)), index, part.replace(/\D+/g, " ")]),
          },
        ],
  );
}

function pairsIn(gaps: readonly Gap[]): readonly (readonly [Gap, Gap])[] {
  return gaps.flatMap((one, index) =>
    gaps
      .slice(index + 1)
      .filter(({ part }) => nearestKey(part, [one.part]) !== undefined)
      .map((other) => [one, other] as const),
  );
}
