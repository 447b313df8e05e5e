import { globText } from "../../policy/iam/glob";
import type { SubjectParts } from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import { type Cause, type CauseText, fixOfName, subjectDifference } from "./cause";
import { expectedIds, sentIds } from "./ids";

/** Another repository, or the repository with another name or id. */
export function repositoryCauses(attempt: Attempt): readonly Cause[] {
  const { expected, got } = attempt;
  const parts = expected?.parts;
  const sentName = got?.repository;
  if (expected === undefined || parts === undefined || got === undefined || sentName === undefined) return [];
  // A pattern without a repository is a pattern of owners.
  const name = parts.repository?.text;
  if (name === undefined) return [];
  if (!isOfExpectedOwner(attempt)) return [];
  const expectedId = expectedIds(attempt).repository;
  const sentId = sentIds(attempt).repository;
  const isSameId = expectedId !== undefined && expectedId === sentId;
  const isSame = globMatches(name, sentName.text, expected.value.isCaseless);
  if (isSame && (expectedId === undefined || sentId === undefined || isSameId)) return [];
  const cause = (text: CauseText, marked = sentName): readonly Cause[] => [
    { ...text, difference: subjectDifference(attempt, expected, [marked]) },
  ];
  if (isSame) return cause(otherId(got, name, expectedId, sentId), got.repositoryId ?? sentName);
  if (globMatches(name, sentName.text, true)) return cause(otherCase(got, name));
  return cause(isSameId ? renamed(sentName.text, name) : otherRepository(sentName.text, name));
}

/** Repositories of another owner are not compared. */
function isOfExpectedOwner(attempt: Attempt): boolean {
  const expectedId = expectedIds(attempt).owner;
  const sentId = sentIds(attempt).owner;
  if (expectedId !== undefined && sentId !== undefined) return expectedId === sentId;
  const { expected, got } = attempt;
  return globMatches(expected?.parts?.owner.text ?? "", got?.owner.text ?? "", true);
}

function expecting(name: string): string {
  return `the role's trust policy expects the repository ${globText(name)}`;
}

function otherId(
  { owner, repository }: SubjectParts,
  name: string,
  expectedId: string | undefined,
  sentId: string | undefined,
): CauseText {
  return {
    code: "repository-id",
    cost: 16,
    message: `${expecting(name)} with the id ${expectedId}; the token's repository has the id ${sentId}`,
    fix: `write the id that gh api repos/${owner.text}/${repository?.text} --jq .id prints. A repository that was deleted and created again has a new id`,
    editKind: "repository-id",
  };
}

function renamed(now: string, before: string): CauseText {
  return {
    code: "repository-renamed",
    cost: 2,
    message: `${expecting(before)}; the token's repository has the same id and the name ${now}`,
    fix: `replace ${globText(before)} with ${now}`,
    editKind: "repository-rename",
  };
}

function otherCase({ owner, repository }: SubjectParts, name: string): CauseText {
  const full = `${owner.text}/${repository?.text}`;
  return {
    code: "repository-case",
    cost: 1,
    message: `${expecting(name)}; the token has ${repository?.text}, and subjects are case-sensitive`,
    fix: `write ${repository?.text} everywhere in the file, after gh api repos/${full} --jq .name prints this name`,
    editKind: "repository-case",
  };
}

function otherRepository(got: string, name: string): CauseText {
  return {
    code: "other-repository",
    cost: 24,
    message: `${expecting(name)}; the token is from the repository ${got}`,
    fix: fixOfName(
      name,
      got,
      `add a trust entry for ${got}, if it may use this role. A separate role keeps the two repositories apart`,
    ),
    editKind: "new-entry",
  };
}
