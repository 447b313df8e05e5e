import type { Claims } from "../../policy/claims";
import { flattened, mapped, type NonEmpty } from "../../policy/non-empty";
import type { Context, SubjectIds } from "../../policy/subject/types";
import { type GithubFacts, type NamedSubject, ownedRepository, subjectsOf } from "../github-facts";
import type { TrustEntryOfFile } from "../schema/trust";
import type { SourcedEntry } from "../types";

/**
 * The file's entries, one by one: for each repository of an entry, each of its contexts, and each subject format of the repository.
 * Lists give what the same entries give when they are written one by one.
 */
export function resolvedTrust(
  [first, ...others]: NonEmpty<TrustEntryOfFile>,
  github: GithubFacts,
): NonEmpty<SourcedEntry> {
  return flattened([
    resolvedEntry(first, 0, github),
    ...others.map((entry, index) => resolvedEntry(entry, index + 1, github)),
  ]);
}

function resolvedEntry(entry: TrustEntryOfFile, source: number, github: GithubFacts): NonEmpty<SourcedEntry> {
  const claims = (entry.claims ?? {}) as Claims;
  if (entry.subject !== undefined) return [{ kind: "subject", subject: entry.subject, claims, source }];
  if (entry.repository === undefined) throw new TypeError("an entry without a repository");
  const contexts = contextsOf(entry);
  return flattened(
    mapped(entry.repository, (text) => {
      const { owner, name } = ownedRepository(text, entry.owner ?? github.owner);
      const subjects = subjectsOf(github, owner, name) as NonEmpty<NamedSubject>;
      return flattened(
        mapped(contexts, (context) =>
          mapped(subjects, ({ repository, ids, template }) => ({
            kind: "repository" as const,
            owner,
            repository,
            ids: knownIds(ids),
            context,
            claims,
            ...(template !== undefined && { template }),
            source,
          })),
        ),
      );
    }),
  );
}

/** @throws TypeError if an id is missing, which `checks` reports before. */
function knownIds(ids: NamedSubject["ids"]): SubjectIds | undefined {
  if (ids === undefined) return undefined;
  if (ids.owner === undefined || ids.repository === undefined) throw new TypeError("an id is missing");
  return { owner: ids.owner, repository: ids.repository };
}

/** The contexts of an entry's jobs, each an alternative. */
export function contextsOf(entry: TrustEntryOfFile): NonEmpty<Context> {
  if (entry.branch !== undefined) return mapped(entry.branch, (pattern) => ({ kind: "branch", pattern }));
  if (entry.tag !== undefined) return mapped(entry.tag, (pattern) => ({ kind: "tag", pattern }));
  if (entry.environment !== undefined) {
    return mapped(entry.environment, (name) => ({ kind: "environment", name }));
  }
  if (entry.mergeQueue !== undefined) return [{ kind: "mergeQueue", branch: entry.mergeQueue }];
  return [entry.pullRequest === true ? { kind: "pullRequest" } : { kind: "any" }];
}
