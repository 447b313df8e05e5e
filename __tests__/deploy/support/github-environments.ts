import { z } from "zod";
import type { GithubChange, GithubResource } from "./github-resource";
import {
  computed,
  Flag,
  idOf,
  KEY,
  knownText,
  Numbers,
  optional,
  REPOSITORY,
  required,
} from "./github-schema";
import type { GithubEnvironment } from "./github-store";

const MAX_REVIEWERS = 6;
const MAX_WAIT_MINUTES = 43_200;

const Environment = z.object({
  repository: z.string(),
  environment: z.string(),
  wait_timer: z.number().nullable(),
  can_admins_bypass: Flag,
  prevent_self_review: Flag,
  // A block without anything in it is null.
  reviewers: z.array(z.object({ teams: Numbers, users: Numbers }).nullable()),
  deployment_branch_policy: z.array(
    z.object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() }),
  ),
});

function reviewerCount({ teams, users }: GithubEnvironment["reviewers"]): number {
  return teams.length + users.length;
}

function environmentRefusal({ wanted }: GithubChange): string | undefined {
  if (wanted.kind !== "environment") return undefined;
  const { reviewers, deployment_branch_policy: policy } = wanted;
  if (reviewerCount(reviewers) > MAX_REVIEWERS) {
    return `422 Validation Failed: more than ${MAX_REVIEWERS} reviewers`;
  }
  if (policy !== null && policy.protected_branches === policy.custom_branch_policies) {
    return "422 Validation Failed: protected_branches and custom_branch_policies cannot be the same";
  }
  return undefined;
}

function reportedEnvironment(item: GithubEnvironment) {
  const { wait_timer, can_admins_bypass, prevent_self_review, reviewers, deployment_branch_policy } = item;
  return {
    wait_timer,
    can_admins_bypass,
    prevent_self_review,
    // The provider does not report deleted reviewers: the state keeps them.
    ...(reviewerCount(reviewers) > 0 && { reviewers: [reviewers] }),
    deployment_branch_policy: deployment_branch_policy === null ? [] : [deployment_branch_policy],
  };
}

const ENVIRONMENT: GithubResource = {
  version: 1,
  idAttributes: ["repository", "environment"],
  attributes: {
    ...REPOSITORY,
    environment: KEY,
    can_admins_bypass: optional({ type: "bool", default: true }),
    prevent_self_review: optional({ type: "bool", default: false }),
    wait_timer: optional({ type: "number" }),
    id: computed(),
  },
  blocks: {
    reviewers: {
      teams: optional({ type: ["set", "number"] }),
      users: optional({ type: ["set", "number"] }),
    },
    deployment_branch_policy: {
      protected_branches: required({ type: "bool" }),
      custom_branch_policies: required({ type: "bool" }),
    },
  },
  problems: ({ wait_timer }) =>
    typeof wait_timer === "number" && (wait_timer < 0 || wait_timer > MAX_WAIT_MINUTES)
      ? [`wait_timer is between 0 and ${MAX_WAIT_MINUTES}, not ${wait_timer}`]
      : [],
  item: (planned, owner) => {
    const environment = Environment.parse(planned);
    const reviewers = environment.reviewers[0] ?? { teams: [], users: [] };
    return {
      kind: "environment",
      repository: `${owner}/${environment.repository}`,
      name: environment.environment,
      wait_timer: environment.wait_timer ?? 0,
      can_admins_bypass: environment.can_admins_bypass,
      // Part of the rule about reviewers: without them GitHub keeps none of it.
      prevent_self_review: environment.prevent_self_review && reviewerCount(reviewers) > 0,
      reviewers,
      deployment_branch_policy: environment.deployment_branch_policy[0] ?? null,
    };
  },
  id: (planned) => idOf(knownText(planned, "repository"), knownText(planned, "environment")),
  refusal: environmentRefusal,
  reported: (entry) => (entry?.item.kind === "environment" ? reportedEnvironment(entry.item) : null),
};

const Policy = z.object({
  repository: z.string(),
  environment: z.string(),
  branch_pattern: z.string().nullable(),
  tag_pattern: z.string().nullable(),
});

const PATTERN = optional({ replaces: "a change from or to nothing" });

function policyRefusal({ wanted, isNew, github }: GithubChange): string | undefined {
  if (wanted.kind !== "deployment policy") return undefined;
  const { repository, environment, type, name } = wanted;
  const there = github.get({ kind: "environment", repository, name: environment })?.item;
  if (there?.kind !== "environment" || there.deployment_branch_policy?.custom_branch_policies !== true) {
    return `404 Not Found: no environment ${environment} with custom branch policies in ${repository}`;
  }
  if (isNew && github.get(wanted)) return `303 See Other: ${environment} has the ${type} pattern ${name}`;
  return undefined;
}

const DEPLOYMENT_POLICY: GithubResource = {
  version: 1,
  idAttributes: ["repository", "environment", "policy_id"],
  attributes: {
    ...REPOSITORY,
    environment: KEY,
    branch_pattern: PATTERN,
    tag_pattern: PATTERN,
    policy_id: computed("number"),
    id: computed(),
  },
  problems: ({ branch_pattern, tag_pattern }) =>
    (branch_pattern === null) === (tag_pattern === null) ? ["give one of branch_pattern, tag_pattern"] : [],
  item: (planned, owner) => {
    const { repository, environment, branch_pattern, tag_pattern } = Policy.parse(planned);
    return {
      kind: "deployment policy",
      repository: `${owner}/${repository}`,
      environment,
      type: branch_pattern ? "branch" : "tag",
      name: branch_pattern || (tag_pattern ?? ""),
    };
  },
  id: (planned, { id }) => idOf(knownText(planned, "repository"), knownText(planned, "environment"), id),
  computed: ({ id }) => ({ policy_id: id }),
  entry: ({ policy_id }, github) => github.withId(Number(policy_id)),
  refusal: policyRefusal,
  reported: (entry) =>
    entry?.item.kind === "deployment policy" ? { [`${entry.item.type}_pattern`]: entry.item.name } : null,
};

/** @see https://registry.terraform.io/providers/integrations/github/6.13.0/docs */
export const ENVIRONMENT_RESOURCES: Readonly<Record<string, GithubResource>> = {
  github_repository_environment: ENVIRONMENT,
  github_repository_environment_deployment_policy: DEPLOYMENT_POLICY,
};
