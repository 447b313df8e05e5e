import { STAR } from "../../policy/iam/glob";
import type { Attempt } from "../attempt";
import { isOpenBeforeContext, type SubjectParts } from "../subject-parts";
import type { Cause } from "./cause";
import { subjectText } from "./owner";

/** The subject that is asked for carries ids and the token's does not, or the other way round. */
export function formatCauses(comparison: Attempt): readonly Cause[] {
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
  const isOpenEnd = repositoryId === undefined && repository?.text.endsWith(STAR) === true;
  return [ownerId !== undefined, ...(isOpenEnd ? [] : [repositoryId !== undefined])];
}

function withIds(difference: NonNullable<Cause["difference"]>): Cause {
  return {
    name: "ids instead of names",
    cost: 3,
    words: "the token's subject carries ids (the immutable format), and the role does not ask for both",
    advice:
      "write the ids of owner and repository, and subject: immutable, into github.owners and github.repositories (the command resolve asks GitHub for them; those of a token are worth what the token is); in a subject of your own, put @ID behind both names",
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
