import type { Wording } from "./problem-texts";

/** The keys of each map of the file, as messages list them. */
export const FILE_KEYS = "github, state, providers, accounts";
export const GITHUB_KEYS =
  "owner, host, enterprise, writeDelayMs, owners, repositories, environments, subjectTemplates";
export const ENVIRONMENT_KEYS =
  "name, repositories, branches, tags, reviewers, preventSelfReview, waitMinutes, administratorsMayBypass, origin, policyIds, protectedElsewhere";
export const TEMPLATE_ENTRY_KEYS = "claims, repositories, organization, origin";
export const KNOWN_KEYS = "id, subject, formerly";
export const ACCOUNT_KEYS =
  "id, name, region, oidcProvider, audience, assumeRoleArn, tags, trustPolicyCharacters, policiesPerRole, rolesPerAccount, ecrPublic, ecr, roles";
export const ROLE_KEYS =
  "name, origin, perRepository, policyName, path, description, maxSessionSeconds, permissionsBoundaryArn, policies, tags, trust, trustPolicy, acceptRisks, ecr, ecrPublic, publish";
export const TRUST_KEYS =
  "repository, owner, branch, tag, environment, pullRequest, mergeQueue, anyContext, subject, claims";
export const CLAIM_KEYS =
  "actor, actorId, enterpriseId, environment, jobWorkflowRef, ref, repository, repositoryId, repositoryOwnerId, workflow";
export const RISK_KEYS = "rule, reason";
export const ECR_KEYS = "repositories, access, region, account, signingProfileArn";
export const PUBLISH_KEYS = "as, to, visibility, repositories, origin, values, prefix";

/** The message of an entry of trust without a context. */
export const NO_CONTEXT =
  "missing context. Add one of branch: NAME, tag: NAME, environment: NAME, pullRequest: true (runs of pull requests), mergeQueue: BRANCH (the merge queue of a branch), anyContext: true (all of these), or write subject in place of the other keys";

/** What an entry of trust has one of. */
export const CONTEXT_KEYS = "branch, tag, environment, pullRequest, mergeQueue, anyContext, subject";

export const LIST: Wording = ["a list with at least one element"];
export const OWNER: Wording = [
  "a GitHub user or organization",
  "1 to 39 letters, digits and -, without wildcards",
];
export const REPOSITORY_OF_OWNER: Wording = [
  "the name of a GitHub repository",
  "NAME or OWNER/NAME, without wildcards and without .git at the end",
];
