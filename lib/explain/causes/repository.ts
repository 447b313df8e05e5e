import { type Attempt, isCovered } from "../attempt";
import type { SubjectParts } from "../subject-parts";
import type { Cause, CauseName, CauseRest } from "./cause";
import { expectedIds, sentIds } from "./ids";
import { subjectText } from "./owner";

/** Another repository, or the repository by another name or id. */
export function repositoryCauses(comparison: Attempt): readonly Cause[] {
  const { expected, got } = comparison;
  const parts = expected?.parts;
  const sentName = got?.repository;
  if (expected === undefined || parts === undefined || got === undefined || sentName === undefined) return [];
  // Without a repository of its own, the pattern's owner covers it.
  const name = parts.repository?.text;
  if (name === undefined) return [];
  if (!isOfTheOwner(comparison)) return [];
  const own = expectedIds(comparison).repository;
  const sent = sentIds(comparison).repository;
  const areAlike = own !== undefined && own === sent;
  const isSame = isCovered(name, sentName.text, expected.value.isCaseless);
  if (isSame && (own === undefined || sent === undefined || areAlike)) return [];
  const cause = (causeName: CauseName, rest: CauseRest, marked = sentName): readonly Cause[] => [
    {
      name: causeName,
      ...rest,
      difference: {
        claim: "sub",
        expected: [expected.value.text],
        got: subjectText(comparison),
        marks: [marked],
      },
    },
  ];
  if (isSame) return cause("repository id", remade(got, own), got.repositoryId ?? sentName);
  if (isCovered(name, sentName.text, true)) return cause("repository casing", respelled(got));
  if (areAlike) return cause("repository renamed", renamed(sentName.text, name));
  return cause("other repository", other(got));
}

/** Of another owner's repositories nothing is to be said. */
function isOfTheOwner(comparison: Attempt): boolean {
  const own = expectedIds(comparison).owner;
  const sent = sentIds(comparison).owner;
  if (own !== undefined && sent !== undefined) return own === sent;
  const { expected, got } = comparison;
  return isCovered(expected?.parts?.owner.text ?? "", got?.owner.text ?? "", true);
}

function remade({ repository }: SubjectParts, own: string | undefined): CauseRest {
  return {
    cost: 16,
    words: `the repository has the trusted name and another id than ${own}: it was deleted and made again, or the file's id is wrong`,
    advice: `write the id that gh api repos/OWNER/${repository?.text} --jq .id prints`,
    repair: "repository's id",
  };
}

function renamed(now: string, before: string): CauseRest {
  return {
    cost: 2,
    words: `the repository is called ${now} now, and was ${before}: the ids agree, the names do not`,
    advice: `write ${now} for ${before}`,
    repair: "repository's new name",
  };
}

function respelled({ owner, repository }: SubjectParts): CauseRest {
  const full = `${owner.text}/${repository?.text}`;
  return {
    cost: 1,
    words: "the repository is written in another casing, and a subject is compared with case",
    advice: `write ${repository?.text} as GitHub does, everywhere in the file (gh api repos/${full} --jq .name prints it)`,
    repair: "repository's spelling",
  };
}

function other({ repository }: SubjectParts): CauseRest {
  return {
    cost: 24,
    words: `the token is of another repository of the owner, ${repository?.text}`,
    advice: `trust ${repository?.text} by an entry of its own, if it is to use this role; a role of its own keeps the two apart`,
    repair: "further entry",
  };
}
