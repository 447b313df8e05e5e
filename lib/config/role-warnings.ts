import { issuerHost } from "../policy/github-issuer";
import { isPattern } from "../policy/github-names";
import type { ParsedPolicy } from "../policy/policy-document";
import type { ValueContent } from "../policy/published-values";
import { EMPTY_CONTEXT } from "../policy/rules/context";
import { allowedValues, type GithubStatement, githubStatements } from "../policy/rules/github-statement";
import { conditionClaims } from "../policy/subject/format";
import { valueTargets } from "./normalize/publication";
import type { Account, GithubHost, Publication, Role } from "./types";

interface ValueTraits {
  /** Whether the value names the role without its path. */
  readonly lacksPath: boolean;
  /** Whether jobs usually pass the value to other jobs: the address of an image contains all of them. */
  readonly isOftenInOutputs: boolean;
}

const TRAITS: Readonly<Record<ValueContent, ValueTraits>> = {
  region: { lacksPath: false, isOftenInOutputs: true },
  accountId: { lacksPath: false, isOftenInOutputs: false },
  roleName: { lacksPath: true, isOftenInOutputs: false },
  roleArn: { lacksPath: false, isOftenInOutputs: false },
  registry: { lacksPath: false, isOftenInOutputs: true },
  repository: { lacksPath: false, isOftenInOutputs: true },
  repositoryUrl: { lacksPath: false, isOftenInOutputs: true },
};

const TARGETS = "See docs/guide/publishing.md#choose-where";

/** Warnings about the values that a role publishes. */
export function publicationWarnings({ path, publish }: Role): readonly string[] {
  if (!publish.isWanted) return [];
  return [...unreached(publish), ...namesWithoutPath(publish, path), ...maskedValues(publish)];
}

/** Targets that receive no values. That no environment receives any is an error, not a warning. */
function unreached(publish: Publication): readonly string[] {
  const { to, repositories, environments, organizations } = publish;
  const isInRepositories =
    to.includes("repository") || (to.includes("dependabot") && !to.includes("organization"));
  const isInEnvironments =
    to.includes("environment") && to.every((level) => level === "environment" || level === "dependabot");
  const [first, ...others] = repositories.filter(
    (repository) =>
      !environments.some(({ owner, name }) => owner === repository.owner && name === repository.name),
  );
  return [
    ...(isInRepositories && repositories.length === 0
      ? [
          `no repository receives its values, because trust names none without wildcards. List repositories in publish.repositories, or set publish: false. ${TARGETS}`,
        ]
      : []),
    ...(to.includes("organization") && organizations.length === 0
      ? [
          `no organization receives its values, because trust names none. List repositories in publish.repositories, or set publish: false. ${TARGETS}`,
        ]
      : []),
    ...(isInEnvironments && environments.length > 0 && first !== undefined
      ? [
          `no environment of ${first.owner}/${first.name}${others.length === 0 ? "" : ` and ${others.length} more`} receives its values, because trust names none. Add one to trust, or list only the other repositories in publish.repositories. ${TARGETS}`,
        ]
      : []),
  ];
}

function namesWithoutPath(publish: Publication, path: string): readonly string[] {
  const names = publish.values.filter(({ holds }) => TRAITS[holds].lacksPath).map(({ name }) => name);
  if (path === "/" || names.length === 0 || valueTargets(publish).length === 0) return [];
  return [
    `${names.join(", ")} does not contain the role's path. Publish roleArn, or write role${path} before the name in the workflow. See docs/guide/publishing.md#choose-names-and-values`,
  ];
}

/** Regions, registries and ECR repositories that are published as secrets, by choice or by default. Dependabot has no variables. */
function maskedValues(publish: Publication): readonly string[] {
  if (!valueTargets(publish).some(({ as }) => as === "secrets")) return [];
  const masked = publish.values.filter(({ holds }) => TRAITS[holds].isOftenInOutputs).map(({ name }) => name);
  if (masked.length === 0) return [];
  return [
    `GitHub masks the secret${masked.length === 1 ? "" : "s"} ${masked.join(", ")} and drops every job output that contains the value. Set publish.as: variables. See docs/guide/publishing.md#variables-or-secrets`,
  ];
}

/** Warnings about a role's trust that no rule gives, each once. */
export function trustWarnings(
  { trust, parsedTrustPolicy }: Role,
  account: Account,
  github: GithubHost,
): readonly string[] {
  return trust.kind === "entries"
    ? [...new Set(trust.entries.flatMap((entry) => entryWarnings(entry, account, github)))]
    : documentWarnings(parsedTrustPolicy, account, github);
}

type Entry = Extract<Role["trust"], { kind: "entries" }>["entries"][number];

function entryWarnings(entry: Entry, { partition }: Account, github: GithubHost): readonly string[] {
  const warnings: string[] = [];
  const isDocumented =
    partition === "aws" && github.issuerHost === issuerHost({ kind: "github.com", enterprise: undefined });
  if (Object.keys(conditionClaims(entry)).length > 0 && !isDocumented) {
    warnings.push(
      "AWS documents claims other than aud and sub only for github.com and commercial regions. Elsewhere the role may deny every token. See docs/guide/trust.md#further-claims",
    );
  }
  if (entry.kind === "subject") return warnings;
  if (entry.context.kind === "environment" && isPattern(entry.context.name)) {
    warnings.push(
      `the * in the environment ${entry.context.name} is a literal character, not a wildcard. See docs/guide/trust.md#environment`,
    );
  }
  return warnings;
}

function documentWarnings(
  policy: ParsedPolicy,
  { audience, oidcProvider }: Account,
  github: GithubHost,
): readonly string[] {
  const fromGithub = githubStatements(policy, { ...EMPTY_CONTEXT, issuerHost: github.issuerHost });
  const checked = new Set(fromGithub.map(({ statement }) => statement));
  const others = policy.statements.filter((each) => each.effect === "Allow" && !checked.has(each)).length;
  const required = oidcProvider === "existing" ? [] : otherAudiences(fromGithub, audience);
  return [
    ...(others === 0
      ? []
      : [
          `trustPolicy has ${others} ${others === 1 ? "statement" : "statements"} for other principals than GitHub's OIDC provider, which the rules do not check. See docs/guide/trust.md#custom-trust-policy`,
        ]),
    ...(required.length === 0
      ? []
      : [
          `trustPolicy requires the audience ${required.join(", ")}, but the account's OIDC provider accepts only ${audience}. See docs/guide/trust.md#custom-trust-policy`,
        ]),
  ];
}

function otherAudiences(statements: readonly GithubStatement[], audience: string): readonly string[] {
  return statements
    .flatMap((statement) => allowedValues(statement, "aud"))
    .map(({ text }) => text)
    .filter((text) => text !== audience);
}
