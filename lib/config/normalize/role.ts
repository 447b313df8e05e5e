import { type ArnScope, ecrPublicRepositoryArn, oidcProviderArn } from "../../policy/arn";
import type { Claims } from "../../policy/claims";
import { knownValue } from "../../policy/deferred";
import { combinedAccess } from "../../policy/ecr-access";
import {
  type EcrGrant,
  type EcrPermissions,
  type EcrPublicPermissions,
  ecrGrant,
  ecrPublicGrant,
  repositoryArns,
  signingGrants,
  writtenEcrPolicies,
} from "../../policy/ecr-policies";
import { creationGrants } from "../../policy/ecr-registry";
import { MIN_SESSION_SECONDS } from "../../policy/iam-limits";
import { distinct, flattened, mapped, type NonEmpty } from "../../policy/non-empty";
import { parsePolicy } from "../../policy/parse";
import type { DocumentProblem } from "../../policy/policy-document";
import type { Context, SubjectIds } from "../../policy/subject/types";
import { type RoleTrust, roleTrustPolicy } from "../../policy/trust-policy";
import type { ConfigContext } from "../context";
import { DEFAULT_ROLE_NAME, defaultPolicyName } from "../defaults";
import { at, items, type Located } from "../draft";
import { type GithubFacts, type NamedSubject, ownedRepository, subjectsOf } from "../github-facts";
import type { RoleDraft, RoleEntry } from "../schema/access-file";
import type { TrustEntryOfFile } from "../schema/trust";
import type { Account, Role, SourcedEntry } from "../types";
import { resolvedPublication } from "./publication";
import { risksOf } from "./risks";

/** A role whose custom trust policy cannot be parsed, with the problems of the policy. */
export interface UnparsedRole extends Pick<Role, "name" | "policyName" | "policies"> {
  readonly problems: readonly DocumentProblem[];
}

/**
 * A role with every default, its policies and the rules that it violates. Its trust policy is parsed here and nowhere else.
 * @param place in the file, if it is not the only role.
 */
export function resolvedRole(
  entry: RoleEntry,
  account: Omit<Account, "roles">,
  { github, known, lintContext }: ConfigContext,
  place: RoleDraft = { value: undefined, path: [0] },
): Role | UnparsedRole {
  const name = entry.name ?? DEFAULT_ROLE_NAME;
  const policyName = entry.policyName ?? defaultPolicyName(name);
  const path = entry.path ?? "/";
  const { issuerHost } = github;
  const permissions = mapped(entry.ecr, (each) => permissionsOf(each, account));
  const [ecr, ...furtherEcr] = permissions;
  const ecrPublic = entry.ecrPublic && publicPermissionsOf(entry.ecrPublic);
  const [grant, ...grants] = grantsOf(permissions, account);
  const policies = writtenEcrPolicies(policyName, [
    grant,
    ...grants,
    ...(ecrPublic === undefined ? [] : [publicGrantOf(ecrPublic, account)]),
  ]);
  const trust = trustOf(entry, known, items(at(place, "trust")).map(positionOf));
  const trustPolicy = roleTrustPolicy(trust, {
    providerArn: oidcProviderArn(account, issuerHost),
    issuerHost,
    audience: account.audience,
  });
  const parsedTrustPolicy = parsePolicy(trustPolicy, "trust");
  if ("problems" in parsedTrustPolicy) {
    return { name, policyName, policies, problems: parsedTrustPolicy.problems };
  }
  const role = {
    name,
    origin: entry.origin ?? "create",
    policyName,
    path,
    description: entry.description,
    maxSessionSeconds: entry.maxSessionSeconds ?? MIN_SESSION_SECONDS,
    permissionsBoundaryArn: entry.permissionsBoundaryArn,
    ...(entry.policies !== undefined && { attachedPolicyArns: entry.policies }),
    tags: { ...account.tags, ...entry.tags },
    trust,
    trustPolicy,
    parsedTrustPolicy,
    source: positionOf(place),
    ecr,
    furtherEcr,
    ecrPublic,
    policies,
    publish: resolvedPublication(entry, { name, path, ecr, account }, known.owner),
  };
  const reasons = new Map(entry.acceptRisks?.map(({ rule, reason }) => [rule, reason]));
  return { ...role, risks: risksOf(role, account, github, lintContext, reasons) };
}

function permissionsOf(
  {
    access = ["push"],
    repositories,
    region,
    account: accountId,
    signingProfileArn,
  }: RoleEntry["ecr"][number],
  { region: ownRegion }: Pick<Account, "region">,
): EcrPermissions {
  return {
    access: combinedAccess(access),
    repositories: distinct(repositories),
    regions: distinct(region ?? [ownRegion]),
    ...(accountId !== undefined && { accountId }),
    ...(signingProfileArn !== undefined && { signingProfileArns: distinct<string>(signingProfileArn) }),
  };
}

function publicPermissionsOf({
  access = ["push"],
  repositories,
  alias,
}: NonNullable<RoleEntry["ecrPublic"]>): EcrPublicPermissions {
  return { access: distinct(access), repositories: distinct<string>(repositories), alias };
}

function publicGrantOf(permissions: EcrPublicPermissions, account: ArnScope): EcrGrant {
  return ecrPublicGrant(
    permissions,
    mapped(permissions.repositories, (name) => knownValue(ecrPublicRepositoryArn(account, name))),
  );
}

/** The grants of a role, and what it needs for the repositories that the registry of its account creates. */
function grantsOf(
  permissions: NonEmpty<EcrPermissions>,
  account: Omit<Account, "roles">,
): NonEmpty<EcrGrant> {
  const [first, ...others] = mapped(permissions, (each) =>
    ecrGrant(each, mapped(repositoryArns(account, each), knownValue)),
  );
  const { ecr: registry } = account;
  const created =
    registry === undefined
      ? []
      : permissions
          .filter(({ accountId }) => accountId === undefined)
          .flatMap((each) => creationGrants(account, each, registry));
  const profiles = permissions.flatMap(({ signingProfileArns = [] }) => signingProfileArns.map(knownValue));
  return [first, ...others, ...created, ...signingGrants(profiles)];
}

/** @throws TypeError for a role with neither trust nor trustPolicy, which the schema rejects. */
function trustOf(
  { trust, trustPolicy }: RoleEntry,
  known: GithubFacts,
  positions: readonly number[],
): RoleTrust<SourcedEntry> {
  if (trustPolicy !== undefined) return { kind: "document", document: trustPolicy };
  if (trust === undefined) throw new TypeError("a role without trust");
  return { kind: "entries", entries: resolvedTrust(trust, known, positions) };
}

/** The position of an element of a list in the file. */
function positionOf({ path }: Located): number {
  return Number(path.at(-1) ?? 0);
}

/**
 * The file's entries, one by one: for each repository of an entry, each of its contexts, and each subject format of the repository.
 * Lists give what the same entries give when they are written one by one.
 * @param positions of the entries in the file, if some of its entries are left out.
 */
export function resolvedTrust(
  trust: NonEmpty<TrustEntryOfFile>,
  github: GithubFacts,
  positions: readonly number[] = [],
): NonEmpty<SourcedEntry> {
  return flattened(mapped(trust, (entry, index) => resolvedEntry(entry, positions[index] ?? index, github)));
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
