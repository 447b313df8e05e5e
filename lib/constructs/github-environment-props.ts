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
 * By their ids, such as `DataGithubUser.id` and `DataGithubTeam.id`.
 * @inline
 */
export interface ReviewersOfEnvironment {
  readonly users?: readonly GithubId[];
  readonly teams?: readonly GithubId[];
}

/** An environment, and what a job has to pass to run in it. */
export interface GithubEnvironmentProps {
  /** Without its owner, which the provider knows. */
  readonly repository: NamedRepository;
  /** In the casing that trust has; without a colon, at which the provider takes ids apart. */
  readonly name: string;
  /** Patterns for the branches that may deploy, where `*` stands for anything but `/`. Default: without `tags` too, all may; with them, none. */
  readonly branches?: readonly string[];
  /** The same for tags. */
  readonly tags?: readonly string[];
  /** One of them has to approve each job; at most six, users and teams together. Default: nobody has to. */
  readonly reviewers?: ReviewersOfEnvironment;
  /** Whoever started a run cannot approve it. Needs reviewers; without them GitHub forgets it. Default: false. */
  readonly preventSelfReview?: boolean;
  /** How long a job waits, at most 43,200 minutes. Default: 0. */
  readonly waitMinutes?: number;
  /** Default: false, unlike GitHub's own. */
  readonly administratorsMayBypass?: boolean;
}

const WAIT = { noun: "a time in minutes", min: 0, max: MAX_WAIT_MINUTES };

/** What GitHub or its provider would not take of an environment, or what it would forget. */
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
