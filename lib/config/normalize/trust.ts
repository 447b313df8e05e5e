import type { Claims } from "../../policy/claims";
import { flattened, mapped, type NonEmpty } from "../../policy/non-empty";
import type { Context, SubjectIds } from "../../policy/subject";
import type { SourcedEntry } from "../config";
import { type GithubFacts, type NamedSubject, subjectsOf } from "../github-facts";
import type { TrustEntryOfFile } from "../schema/trust";

/** The file's entries, one by one: for each repository that one names, and for each format in which its tokens name it. */
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
  const context = contextOf(entry);
  const owner = entry.owner ?? github.owner;
  return flattened(
    mapped(entry.repository, (name) => {
      const subjects = subjectsOf(github, owner, name) as NonEmpty<NamedSubject>;
      return mapped(subjects, ({ repository, ids, template }) => ({
        kind: "repository" as const,
        owner,
        repository,
        ids: knownIds(ids),
        context,
        claims,
        ...(template !== undefined && { template }),
        source,
      }));
    }),
  );
}

/** @throws TypeError where the file lacks an id; `checks` tell of it before. */
function knownIds(ids: NamedSubject["ids"]): SubjectIds | undefined {
  if (ids === undefined) return undefined;
  if (ids.owner === undefined || ids.repository === undefined) throw new TypeError("an id is missing");
  return { owner: ids.owner, repository: ids.repository };
}

/** Where the jobs of an entry come from. */
export function contextOf(entry: TrustEntryOfFile): Context {
  if (entry.branch !== undefined) return { kind: "branch", pattern: entry.branch };
  if (entry.tag !== undefined) return { kind: "tag", pattern: entry.tag };
  if (entry.environment !== undefined) return { kind: "environment", name: entry.environment };
  if (entry.mergeQueue !== undefined) return { kind: "mergeQueue", branch: entry.mergeQueue };
  return entry.pullRequest === true ? { kind: "pullRequest" } : { kind: "any" };
}
