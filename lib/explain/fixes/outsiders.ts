import type { Token } from "../presented-token";
import type { SubjectParts } from "../subject-parts";

const CONTEXTS = ["ref:refs/heads/main", "pull_request", "environment:production"];

/**
 * Tokens of owners that are not the token's, though they look like it: what a mend must let in none of. The names that are of the file's
 * own owners are left out.
 */
export function strangersOf(token: Token, got: SubjectParts, owners: ReadonlySet<string>): readonly Token[] {
  const { owner, repository, context } = got;
  const names = [`${owner.text}-evil`, `evil-${owner.text}`, `${owner.text}x`, "evil"].filter(
    (name) => !owners.has(name.toLowerCase()),
  );
  const contexts = [...new Set([context?.text ?? "", ...CONTEXTS])];
  const identities = names.flatMap((name) => [
    `repo:${name}/${repository?.text}`,
    `repo:${name}@${otherId(got)}/${repository?.text}@${otherId(got)}`,
  ]);
  // Whoever gets the name of a deleted owner has another id.
  const successor =
    got.ownerId === undefined
      ? []
      : [`repo:${owner.text}@${otherId(got)}/${repository?.text}@${otherId(got)}`];
  return [...identities, ...successor].flatMap((identity) =>
    contexts.map((each) => ({ ...token, claims: { ...token.claims, sub: `${identity}:${each}` } })),
  );
}

/** An id that is neither the owner's nor the repository's, though it begins like the first. */
function otherId({ ownerId, repositoryId }: SubjectParts): string {
  return `${ownerId?.text ?? 9}${repositoryId?.text ?? 9}1`;
}
