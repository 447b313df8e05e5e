import { EMPTY, endsWithStar, type Glob, globText, hasWildcard } from "../../policy/iam/glob";
import { isOpenBeforeContext, type Part, type SubjectParts } from "../../policy/subject/parse";
import { type Attempt, globMatches } from "../compare";
import { textClaim } from "../token";
import { type Cause, type CauseText, FAR, subjectDifference } from "./cause";

/** GitHub's ids, undefined if unknown. */
interface KnownIds {
  readonly owner: string | undefined;
  readonly repository: string | undefined;
}

/** The ids in the expected subject, or those that the file has for its names. */
export function expectedIds({ roleDecision: { role }, expected }: Attempt): KnownIds {
  const parts = expected?.parts;
  const owner = parts?.owner.text ?? "";
  const known = role.origin?.known.ids;
  return {
    owner: exact(parts?.ownerId) ?? known?.owners.get(owner.toLowerCase()),
    repository:
      exact(parts?.repositoryId) ??
      known?.repositories.get(`${owner}/${parts?.repository?.text ?? ""}`.toLowerCase()),
  };
}

function exact(part: Part | undefined): string | undefined {
  return part === undefined || hasWildcard(part.text) ? undefined : part.text;
}

/** The ids in the token's subject, or in its other claims. */
export function sentIds({ roleDecision: { token }, got }: Attempt): KnownIds {
  return {
    owner: got?.ownerId?.text ?? textClaim(token, "repository_owner_id"),
    repository: got?.repositoryId?.text ?? textClaim(token, "repository_id"),
  };
}

/** The expected subject has ids and the token's has none, or the other way round. */
export function idsFormatCauses(attempt: Attempt): readonly Cause[] {
  const { expected, got } = attempt;
  const parts = expected?.parts;
  if (expected === undefined || parts === undefined || got === undefined) return [];
  const hasIds = got.ownerId !== undefined || got.repositoryId !== undefined;
  if (isOpenBeforeContext(parts) && parts.repository === undefined) return [];
  if (expectsIds(parts).every((isExpected) => isExpected === hasIds)) return [];
  const { owner, repository, ownerId, repositoryId } = got;
  const marked = hasIds ? [ownerId, repositoryId] : [owner, repository];
  const marks = marked
    .filter((part) => part !== undefined)
    // The mark of an id includes the @ before it.
    .map(({ start, end }) => ({ start: hasIds ? start - 1 : start, end }));
  const text = hasIds ? IDS_INSTEAD_OF_NAMES : namesInsteadOfIds(got);
  return [{ ...text, difference: subjectDifference(attempt, expected, marks) }];
}

/** Whether the owner and the repository are expected with an id. A repository pattern with a wildcard at its end matches an id too. */
function expectsIds({ ownerId, repository, repositoryId }: SubjectParts): readonly boolean[] {
  const isOpenEnd = repositoryId === undefined && repository !== undefined && endsWithStar(repository.text);
  return [ownerId !== undefined, ...(isOpenEnd ? [] : [repositoryId !== undefined])];
}

const IDS_INSTEAD_OF_NAMES: CauseText = {
  code: "ids-instead-of-names",
  cost: 3,
  message:
    "the token's subject has ids (immutable format); the role's trust policy does not expect the ids of owner and repository",
  fix: "write the ids and subject: immutable into github.owners and github.repositories, with the command resolve. In a subject or trustPolicy, add @ID after both names",
  editKind: "immutable-subject",
};

function namesInsteadOfIds({ owner, repository }: SubjectParts): CauseText {
  const full = `${owner.text}/${repository?.text}`;
  return {
    code: "names-instead-of-ids",
    cost: 3,
    message: "the role's trust policy expects ids (immutable format); the token's subject has names only",
    fix: `let the repository send ids: gh api --method PUT repos/${full}/actions/oidc/customization/sub -F use_default=true -F use_immutable_subject=true. Until then, set subject: name in github.repositories. Someone else can register a name after a deletion`,
    editKind: "name-subject",
  };
}

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
    return cause(otherOwnerId(got, parts, expectedId, sentId), got.ownerId ?? got.owner);
  }
  if (isOtherCase) return cause(ownerInOtherCase(got, parts));
  if (isSameId) return cause(renamedOwner(got, parts, expectedId));
  return cause(isFork(got, parts) ? fork(got, parts) : otherOwner(got, parts));
}

function isFork(got: SubjectParts, { repository }: SubjectParts): boolean {
  const name = repository?.text;
  return (
    name !== undefined && !hasWildcard(name) && name.toLowerCase() === got.repository?.text.toLowerCase()
  );
}

function expectingOwner(parts: SubjectParts): string {
  return `the role's trust policy expects the owner ${globText(parts.owner.text)}`;
}

function otherOwnerId(
  { owner }: SubjectParts,
  parts: SubjectParts,
  expectedId: string,
  sentId: string,
): CauseText {
  return {
    code: "owner-id",
    cost: 3 * FAR,
    message: `${expectingOwner(parts)} with the id ${expectedId}; the token's owner ${owner.text} has the id ${sentId}`,
    fix: `do not allow this token, because another owner may have registered the name. If the configured id is wrong, write the id that gh api users/${owner.text} --jq .id prints`,
    editKind: undefined,
  };
}

function renamedOwner({ owner }: SubjectParts, parts: SubjectParts, id: string): CauseText {
  return {
    code: "owner-renamed",
    cost: 2,
    message: `${expectingOwner(parts)}; the token's owner has the same id and the name ${owner.text}`,
    fix: `replace ${globText(parts.owner.text)} with ${owner.text} everywhere in the file, after gh api users/${owner.text} --jq .id prints ${id}. This command cannot verify the token`,
    editKind: undefined,
  };
}

function ownerInOtherCase({ owner }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "owner-case",
    cost: 1,
    message: `${expectingOwner(parts)}; the token has ${owner.text}, and subjects are case-sensitive`,
    fix: `write ${owner.text} everywhere in the file, after gh api users/${owner.text} --jq .login prints this name`,
    editKind: "owner-case",
  };
}

function fork({ owner, repository }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "fork",
    cost: 2 * FAR,
    message: `${expectingOwner(parts)}; the token is from ${owner.text}/${repository?.text}, a fork or another repository with the same name`,
    fix: `run the workflow in the repository of ${globText(parts.owner.text)}, after a review. Do not trust a fork`,
    editKind: undefined,
  };
}

function otherOwner({ owner }: SubjectParts, parts: SubjectParts): CauseText {
  return {
    code: "other-owner",
    cost: 3 * FAR,
    message: `${expectingOwner(parts)}; the token is from the owner ${owner.text}`,
    fix: `add a trust entry with owner: ${owner.text}, only if you want to trust this owner`,
    editKind: undefined,
  };
}

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
  if (isSame) return cause(otherRepositoryId(got, name, expectedId, sentId), got.repositoryId ?? sentName);
  if (globMatches(name, sentName.text, true)) return cause(repositoryInOtherCase(got, name));
  return cause(isSameId ? renamedRepository(sentName.text, name) : otherRepository(sentName.text, name));
}

/** Repositories of another owner are not compared. */
export function isOfExpectedOwner(attempt: Attempt): boolean {
  const expectedId = expectedIds(attempt).owner;
  const sentId = sentIds(attempt).owner;
  if (expectedId !== undefined && sentId !== undefined) return expectedId === sentId;
  const { expected, got } = attempt;
  return globMatches(expected?.parts?.owner.text ?? EMPTY, got?.owner.text ?? EMPTY, true);
}

function expectingRepository(name: Glob): string {
  return `the role's trust policy expects the repository ${globText(name)}`;
}

function otherRepositoryId(
  { owner, repository }: SubjectParts,
  name: Glob,
  expectedId: string | undefined,
  sentId: string | undefined,
): CauseText {
  return {
    code: "repository-id",
    cost: 16,
    message: `${expectingRepository(name)} with the id ${expectedId}; the token's repository has the id ${sentId}`,
    fix: `write the id that gh api repos/${owner.text}/${repository?.text} --jq .id prints. A repository that was deleted and created again has a new id`,
    editKind: "repository-id",
  };
}

function renamedRepository(now: string, before: Glob): CauseText {
  return {
    code: "repository-renamed",
    cost: 2,
    message: `${expectingRepository(before)}; the token's repository has the same id and the name ${now}`,
    fix: `replace ${globText(before)} with ${now}`,
    editKind: "repository-rename",
  };
}

function repositoryInOtherCase({ owner, repository }: SubjectParts, name: Glob): CauseText {
  const full = `${owner.text}/${repository?.text}`;
  return {
    code: "repository-case",
    cost: 1,
    message: `${expectingRepository(name)}; the token has ${repository?.text}, and subjects are case-sensitive`,
    fix: `write ${repository?.text} everywhere in the file, after gh api repos/${full} --jq .name prints this name`,
    editKind: "repository-case",
  };
}

function otherRepository(got: Glob, name: Glob): CauseText {
  return {
    code: "other-repository",
    cost: 24,
    message: `${expectingRepository(name)}; the token is from the repository ${got}`,
    fix: `add a trust entry for ${got}, if it may use this role. A separate role keeps the two repositories apart`,
    editKind: "new-entry",
  };
}
