import { Token } from "cdktf";
import { ENVIRONMENT_OF_PROVIDER } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import { address, addressWithoutTokens } from "./address";
import { type GithubId, idNumbers, idProblems } from "./github-ids";
import { type NamedRepository, repositoryName, repositoryProblems } from "./repository-name";
import { escapeTemplate } from "./terraform-text";
import { checkText } from "./validation";

/**
 * Where GitHub keeps values: in a repository, in an environment of a repository, or in the organization of the `GithubProvider`.
 * @inline
 */
export type GithubValueTarget =
  | { readonly level: "repository"; readonly repository: NamedRepository }
  | {
      readonly level: "environment";
      readonly repository: NamedRepository;
      /** Name, or a CDKTF token such as `GithubEnvironment.environmentName` or `RepositoryEnvironment.environment`. */
      readonly environment: string;
    }
  /** `private`: all repositories except public ones can read the values. */
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<GithubId>;
    };

/** A target as the resources of the provider take it. */
export type ValuePlace =
  | { readonly level: "repository"; readonly at: { readonly repository: string } }
  | {
      readonly level: "environment";
      readonly at: { readonly repository: string; readonly environment: string };
    }
  | {
      readonly level: "organization";
      readonly at: { readonly visibility: string; readonly selectedRepositoryIds?: number[] };
    };

export function valuePlace(target: GithubValueTarget): ValuePlace {
  switch (target.level) {
    case "repository":
      return { level: target.level, at: { repository: repositoryName(target.repository) } };
    case "environment": {
      const { level, repository, environment } = target;
      return {
        level,
        at: { repository: repositoryName(repository), environment: escapeTemplate(environment) },
      };
    }
    case "organization": {
      const { level, visibility } = target;
      if (visibility !== "selected") return { level, at: { visibility } };
      return {
        level,
        at: { visibility, selectedRepositoryIds: idNumbers(target.repositoryIds.map(textOfToken)) },
      };
    }
  }
}

/** Construct id of a value, from the names of its target and its own. CDKTF tokens are left out: the id of the scope tells them apart. */
export function valueId(target: GithubValueTarget, name: string): string {
  switch (target.level) {
    case "repository":
      return addressWithoutTokens([repositoryName(target.repository)], name);
    case "environment":
      return addressWithoutTokens([repositoryName(target.repository), target.environment], name);
    case "organization":
      return address(name);
  }
}

/** Checks the prop `target`. */
export function targetProblems(target: GithubValueTarget): readonly string[] {
  switch (target.level) {
    case "repository":
      return repositoryProblems("target.repository", target.repository);
    case "environment":
      return [
        ...repositoryProblems("target.repository", target.repository),
        ...checkText("target.environment", target.environment, ENVIRONMENT_OF_PROVIDER),
      ];
    case "organization":
      return target.visibility === "selected" ? selectionProblems(target.repositoryIds) : [];
  }
}

function selectionProblems(ids: readonly GithubId[]): readonly string[] {
  if (ids.length === 0)
    return [
      'target.repositoryIds: expected at least one id, got []. For all private repositories, set visibility to "private"',
    ];
  return idProblems("target.repositoryIds", ids);
}

function textOfToken(id: GithubId): GithubId {
  return Token.isUnresolved(id) ? Token.asString(id) : id;
}

/** A target for messages. */
export function valuePlaceText(target: GithubValueTarget): string {
  switch (target.level) {
    case "repository":
      return `of ${repositoryName(target.repository)}`;
    case "environment":
      return `of the environment ${target.environment} of ${repositoryName(target.repository)}`;
    case "organization":
      return "of the organization";
  }
}
