import { hasWildcard } from "../../policy/iam/glob";
import type { Attempt } from "../compare";
import type { Part } from "../subject-parts";
import { textClaim } from "../token";

/** GitHub's ids, undefined if unknown. */
export interface KnownIds {
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
