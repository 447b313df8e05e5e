import { globText, hasWildcard } from "../../policy/iam/glob";
import type { SubjectParts } from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import { type Cause, type CauseText, FAR, subjectDifference } from "./cause";
import { expectedIds, sentIds } from "./ids";

/** Another owner, or the owner with another name or id. */
export function ownerCauses(attempt: Attempt): readonly Cause[] {
  const { expected, got } = attempt;
  const parts = expected?.parts;
  if (expected === undefined || parts === undefined || got === undefined) return [];
  const isSame = globMatches(parts.owner.text, got.owner.text, expected.value.isCaseless);
  const expectedId = expectedIds(attempt).owner;
  const sentId = sentIds(attempt).owner;
  const isSameId = expectedId !== undefined && expectedId === sentId;
  if (isSame && (expectedId === undefined || sentId === undefined || isSameId)) return [];
  const cause = (text: CauseText, marked = got.owner): readonly Cause[] => [
    { ...text, difference: subjectDifference(attempt, expected, [marked]) },
  ];
  const isOtherCase = !isSame && globMatches(parts.owner.text, got.owner.text, true);
  if ((isSame || isOtherCase) && expectedId !== undefined && sentId !== undefined && !isSameId) {
    return cause(otherId(got, parts, expectedId, sentId), got.ownerId ?? got.owner);
  }
  if (isOtherCase) return cause(otherCase(got, parts));
  if (isSameId) return cause(renamed(got, parts, expectedId));
  return cause(isFork(got, parts) ? fork(got, parts) : otherOwner(got, parts));
}

function isFork(got: SubjectParts, { repository }: SubjectParts): boolean {
  const name = repository?.text;
  return (
    name !== undefined && !hasWildcard(name) && name.toLowerCase() === got.repository?.text.toLowerCase()
  );
}

function expecting(parts: SubjectParts): string {
  return `the role's trust policy expects the owner ${globText(parts.owner.text)}`;
}

function otherId(
  { owner }: SubjectParts,
  parts: SubjectParts,
  expectedId: string,
  sentId: string,
): CauseText {
  return {
    code: "owner-id",
    cost: 3 * FAR,
    message: `${expecting(parts)} with the id ${expectedId}; the token's owner ${owner.text} has the id ${sentId}`,
    fix: `do not allow this token, because another owner may have registered the name. If the configured id is wrong, write the id that gh api users/${owner.text} --jq .id prints`,
    editKind: undefined,
  };
}

function renamed({ owner }: SubjectParts, parts: SubjectParts, id: string): CauseText {
  return {
    code: "owner-renamed",
    cost: 2,
    message: `${expecting(parts)}; the token's owner has the same id and the name ${owner.text}`,
    fix: `replace ${globText(parts.owner.text)} with ${owner.text} everywhere in the file, after gh api users/${owner.text} --jq .id prints ${id}. This command cannot verify the token`,
    editKind: undefined,
  };
}

function otherCase({ owner }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "owner-case",
    cost: 1,
    message: `${expecting(parts)}; the token has ${owner.text}, and subjects are case-sensitive`,
    fix: `write ${owner.text} everywhere in the file, after gh api users/${owner.text} --jq .login prints this name`,
    editKind: "owner-case",
  };
}

function fork({ owner, repository }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "fork",
    cost: 2 * FAR,
    message: `${expecting(parts)}; the token is from ${owner.text}/${repository?.text}, a fork or another repository with the same name`,
    fix: `run the workflow in the repository of ${globText(parts.owner.text)}, after a review. Do not trust a fork`,
    editKind: undefined,
  };
}

function otherOwner({ owner }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "other-owner",
    cost: 3 * FAR,
    message: `${expecting(parts)}; the token is from the owner ${owner.text}`,
    fix: `add a trust entry with owner: ${owner.text}, only if you want to trust this owner`,
    editKind: undefined,
  };
}
