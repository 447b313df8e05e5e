import { endsWithStar, hasWildcard } from "../../policy/iam/glob";
import { isOpenBeforeContext, type Part, type SubjectParts } from "../../policy/subject/parse";
import type { Attempt } from "../compare";
import { textClaim } from "../token";
import { type Cause, type CauseText, subjectDifference } from "./cause";

/** GitHub's ids, undefined if unknown. */
interface KnownIds {
  readonly owner: string | undefined;
  readonly repository: string | undefined;
}

/** The ids in the expected subject, or those that the file has for its names. */
export function expectedIds({ roleDecision: { role }, expected }: Attempt): KnownIds {
  const parts = expected?.parts;
  const owner = parts?.owner.text ?? "";
  const known = role.origin?.ids;
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
