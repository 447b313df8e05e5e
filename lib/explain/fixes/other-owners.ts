import type { SubjectParts } from "../subject-parts";
import type { Token } from "../token";

const CONTEXTS = ["ref:refs/heads/main", "pull_request", "environment:production"];

/**
 * Tokens of other owners that look like the token's owner. An edit must not allow any of them.
 * @param owners the file's own owners in lower case. They are not other owners.
 */
export function otherOwnerTokens(
  token: Token,
  got: SubjectParts,
  owners: ReadonlySet<string>,
): readonly Token[] {
  const { owner, repository, context } = got;
  const names = [`${owner.text}-evil`, `evil-${owner.text}`, `${owner.text}x`, "evil"].filter(
    (name) => !owners.has(name.toLowerCase()),
  );
  const contexts = [...new Set([context?.text ?? "", ...CONTEXTS])];
  const identities = names.flatMap((name) => [
    `repo:${name}/${repository?.text}`,
    `repo:${name}@${otherId(got)}/${repository?.text}@${otherId(got)}`,
  ]);
  // An owner who registers the name after a deletion has another id.
  const successor =
    got.ownerId === undefined
      ? []
      : [`repo:${owner.text}@${otherId(got)}/${repository?.text}@${otherId(got)}`];
  return [...identities, ...successor].flatMap((identity) =>
    contexts.map((each) => ({ ...token, claims: { ...token.claims, sub: `${identity}:${each}` } })),
  );
}

/** An id that begins with the owner's, but is neither the owner's nor the repository's. */
function otherId({ ownerId, repositoryId }: SubjectParts): string {
  return `${ownerId?.text ?? 9}${repositoryId?.text ?? 9}1`;
}
