import {
  DEPLOYMENT_PATTERN,
  ENVIRONMENT_OF_PROVIDER,
  MAX_REVIEWERS,
  MAX_WAIT_MINUTES,
} from "../policy/github-names";
import { type GithubId, idProblems } from "./github-ids";
import { type NamedRepository, repositoryProblems } from "./repository-name";
import { checkText, literalProblems, numberProblems, repeatProblems } from "./validation";

/**
 * Reviewers by their ids, such as `DataGithubUser.id` and `DataGithubTeam.id`.
 * @inline
 */
export interface ReviewersOfEnvironment {
  readonly users?: readonly GithubId[];
  readonly teams?: readonly GithubId[];
}

/** Props of a GitHub environment and its protection rules. */
export interface GithubEnvironmentProps {
  /** Name without the owner, or a resource with a name. The owner is that of the `GithubProvider`. */
  readonly repository: NamedRepository;
  /** In the same case as in `trust`. Without a colon, because the provider uses it as a separator in ids. */
  readonly name: string;
  /** Patterns of the branches that may deploy; `*` matches all characters except `/`. Default: all branches, or none if `tags` is set. */
  readonly branches?: readonly string[];
  /** Patterns of the tags that may deploy. Default: all tags, or none if `branches` is set. */
  readonly tags?: readonly string[];
  /** One of them must approve each job. At most six users and teams. Default: no approval. */
  readonly reviewers?: ReviewersOfEnvironment;
  /** Whether the user who started a run cannot approve it. Requires reviewers. Default: false. */
  readonly preventSelfReview?: boolean;
  /** Minutes that a job waits, at most 43,200. Default: 0. */
  readonly waitMinutes?: number;
  /** Whether administrators may bypass the protection rules. Default: false (GitHub's own default is true). */
  readonly administratorsMayBypass?: boolean;
}

const WAIT = { noun: "a time in minutes", min: 0, max: MAX_WAIT_MINUTES };

/** Finds what GitHub or its Terraform provider would reject or ignore. */
export function environmentProblems(props: GithubEnvironmentProps): readonly string[] {
  return [
    ...repositoryProblems("repository", props.repository),
    ...checkText("name", props.name, ENVIRONMENT_OF_PROVIDER),
    ...patternProblems("branches", props.branches ?? []),
    ...patternProblems("tags", props.tags ?? []),
    ...reviewerProblems(props),
    ...numberProblems("waitMinutes", props.waitMinutes ?? 0, WAIT),
  ];
}

function patternProblems(place: "branches" | "tags", patterns: readonly string[]): readonly string[] {
  const at = (index: number) => `${place}[${index}]`;
  return [
    ...patterns.flatMap((pattern, index) => literalProblems(at(index), pattern, DEPLOYMENT_PATTERN)),
    ...repeatProblems(at, patterns, "patterns"),
  ];
}

function reviewerProblems({ reviewers = {}, preventSelfReview }: GithubEnvironmentProps): readonly string[] {
  const { users = [], teams = [] } = reviewers;
  const count = users.length + teams.length;
  return [
    ...idProblems("reviewers.users", users),
    ...idProblems("reviewers.teams", teams),
    ...(count > MAX_REVIEWERS
      ? [`reviewers: expected at most ${MAX_REVIEWERS} reviewers (users and teams together), got ${count}`]
      : []),
    ...(preventSelfReview === true && count === 0
      ? ["preventSelfReview: expected reviewers beside it, got none"]
      : []),
  ];
}
