import { hasWildcard } from "../../policy/iam/glob";
import type { Attempt } from "../attempt";
import { textClaim } from "../presented-token";
import type { Part } from "../subject-parts";

/** Ids of GitHub's, as far as they are known. */
export interface KnownIds {
  readonly owner: string | undefined;
  readonly repository: string | undefined;
}

/** Ids of the subject that is asked for, or those that the file knows by its names. */
export function expectedIds({ asked: { role }, expected }: Attempt): KnownIds {
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

/** Ids of the token: of its subject, or else of its further claims. */
export function sentIds({ asked: { token }, got }: Attempt): KnownIds {
  return {
    owner: got?.ownerId?.text ?? textClaim(token, "repository_owner_id"),
    repository: got?.repositoryId?.text ?? textClaim(token, "repository_id"),
  };
}
