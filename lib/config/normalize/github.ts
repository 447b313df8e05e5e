import type { OwnedEnvironment, OwnedTemplate } from "../config";
import { ownedRepository } from "../github-facts";
import type { GithubEntry } from "../schema/github";

type EnvironmentEntry = NonNullable<GithubEntry["environments"]>[number];
type TemplateEntry = NonNullable<GithubEntry["subjectTemplates"]>[number];

/** The environments to create, and the names of all protected ones, also elsewhere: `OWNER/NAME:ENVIRONMENT`. */
export function resolvedEnvironments(
  github: GithubEntry,
  defaultOwner: string,
): { readonly made: readonly OwnedEnvironment[]; readonly protected: readonly string[] } {
  const environments: readonly EnvironmentEntry[] = github.environments ?? [];
  return {
    made: environments
      .filter(({ protectedElsewhere }) => protectedElsewhere === undefined)
      .flatMap((entry) => environmentsOf(entry, defaultOwner)),
    protected: environments.filter(isProtected).flatMap(({ name, repositories }) =>
      repositories.map((text) => {
        const repository = ownedRepository(text, defaultOwner);
        return `${repository.owner}/${repository.name}:${name}`;
      }),
    ),
  };
}

function environmentsOf(entry: EnvironmentEntry, defaultOwner: string): readonly OwnedEnvironment[] {
  return entry.repositories.map((text) => {
    const { owner, name: repository } = ownedRepository(text, defaultOwner);
    return {
      owner,
      repository,
      name: entry.name,
      branches: entry.branches ?? [],
      tags: entry.tags ?? [],
      reviewers: { users: entry.reviewers?.users ?? [], teams: entry.reviewers?.teams ?? [] },
      preventSelfReview: entry.preventSelfReview ?? false,
      waitMinutes: entry.waitMinutes ?? 0,
      administratorsMayBypass: entry.administratorsMayBypass ?? false,
    };
  });
}

/** A pattern of wildcards and sets such as `[!x]` only. */
const ANY_NAME = /^(?:[*/?]|\[[^\]]*\])*$/;

/** Whether a review is required, or only some branches and tags can deploy. A wait timer protects nothing. */
function isProtected({ protectedElsewhere, reviewers, branches, tags }: EnvironmentEntry): boolean {
  if (protectedElsewhere === true || reviewers !== undefined) return true;
  const patterns = [...(branches ?? []), ...(tags ?? [])];
  return patterns.length > 0 && !patterns.some((pattern) => ANY_NAME.test(pattern));
}

/** The templates to set. */
export function resolvedTemplates(github: GithubEntry, defaultOwner: string): readonly OwnedTemplate[] {
  const templates: readonly TemplateEntry[] = github.subjectTemplates ?? [];
  return templates.flatMap(({ claims, repositories = [], organization }) => [
    ...(organization === undefined ? [] : [{ owner: organization, repository: undefined, claims }]),
    ...repositories.map((text) => {
      const { owner, name: repository } = ownedRepository(text, defaultOwner);
      return { owner, repository, claims };
    }),
  ]);
}
