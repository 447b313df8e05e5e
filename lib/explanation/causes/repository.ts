import { RUN } from "../../policy/evaluation/pattern";
import { type Comparison, isCovered } from "../comparison";
import { isOpenBeforeContext, type SubjectParts } from "../subject-parts";
import type { Cause, CauseName } from "./cause";
import { expectedIds, sentIds } from "./ids";
import { subjectText } from "./owner";

type Rest = Pick<Cause, "cost" | "words" | "advice" | "repair">;

/** Another repository, or the repository by another name or id. */
export function repositoryCauses(comparison: Comparison): readonly Cause[] {
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
  const cause = (causeName: CauseName, rest: Rest, marked = sentName): readonly Cause[] => [
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
function isOfTheOwner(comparison: Comparison): boolean {
  const own = expectedIds(comparison).owner;
  const sent = sentIds(comparison).owner;
  if (own !== undefined && sent !== undefined) return own === sent;
  const { expected, got } = comparison;
  return isCovered(expected?.parts?.owner.text ?? "", got?.owner.text ?? "", true);
}

function remade({ repository }: SubjectParts, own: string | undefined): Rest {
  return {
    cost: 16,
    words: `the repository has the trusted name and another id than ${own}: it was deleted and made again, or the file's id is wrong`,
    advice: `write the id that gh api repos/OWNER/${repository?.text} --jq .id prints`,
    repair: "repository's id",
  };
}

function renamed(now: string, before: string): Rest {
  return {
    cost: 2,
    words: `the repository is called ${now} now, and was ${before}: the ids agree, the names do not`,
    advice: `write ${now} for ${before}`,
    repair: "repository's new name",
  };
}

function respelled({ owner, repository }: SubjectParts): Rest {
  const full = `${owner.text}/${repository?.text}`;
  return {
    cost: 1,
    words: "the repository is written in another casing, and a subject is compared with case",
    advice: `write ${repository?.text} as GitHub does, everywhere in the file (gh api repos/${full} --jq .name prints it)`,
    repair: "repository's spelling",
  };
}

function other({ repository }: SubjectParts): Rest {
  return {
    cost: 24,
    words: `the token is of another repository of the owner, ${repository?.text}`,
    advice: `trust ${repository?.text} by an entry of its own, if it is to use this role; a role of its own keeps the two apart`,
    repair: "further entry",
  };
}

/** The subject that is asked for carries ids and the token's does not, or the other way round. */
export function formatCauses(comparison: Comparison): readonly Cause[] {
  const { expected, got } = comparison;
  const parts = expected?.parts;
  if (expected === undefined || parts === undefined || got === undefined) return [];
  const isSent = got.ownerId !== undefined || got.repositoryId !== undefined;
  if (isOpenBeforeContext(parts) && parts.repository === undefined) return [];
  if (asksForIds(parts).every((isAsked) => isAsked === isSent)) return [];
  const { owner, repository, ownerId, repositoryId } = got;
  const marked = isSent ? [ownerId, repositoryId] : [owner, repository];
  const difference = {
    claim: "sub",
    expected: [expected.value.text],
    got: subjectText(comparison),
    marks: marked
      .filter((part) => part !== undefined)
      // An id is pointed at with the @ before it.
      .map(({ start, end }) => ({ start: isSent ? start - 1 : start, end })),
  };
  return [isSent ? withIds(difference) : withoutIds(got, difference)];
}

/** Whether an id stands behind the owner, and behind the repository; a pattern that is open at its end covers one. */
function asksForIds({ ownerId, repository, repositoryId }: SubjectParts): readonly boolean[] {
  const isOpenEnd = repositoryId === undefined && repository?.text.endsWith(RUN) === true;
  return [ownerId !== undefined, ...(isOpenEnd ? [] : [repositoryId !== undefined])];
}

function withIds(difference: NonNullable<Cause["difference"]>): Cause {
  return {
    name: "ids instead of names",
    cost: 3,
    words: "the token's subject carries ids (the immutable format), and the role does not ask for both",
    advice:
      "write the ids of owner and repository, and subject: immutable, into github.owners and github.repositories; in a subject of your own, put @ID behind both names",
    difference,
    repair: "ids",
  };
}

function withoutIds(
  { owner, repository }: SubjectParts,
  difference: NonNullable<Cause["difference"]>,
): Cause {
  const full = `${owner.text}/${repository?.text}`;
  return {
    name: "names instead of ids",
    cost: 3,
    words: "the token's subject carries names alone, and the role asks for ids (the immutable format)",
    advice: `let the repository send ids: gh api --method PUT repos/${full}/actions/oidc/customization/sub -F use_default=true -F use_immutable_subject=true; as long as it does not, subject: name for it in github.repositories lets it in by names, which change hands`,
    difference,
    repair: "no ids",
  };
}
