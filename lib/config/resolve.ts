import { oidcProviderArn } from "../policy/arn";
import { ecrPolicies } from "../policy/ecr-policy";
import { MAX_TRUST_POLICY_CHARACTERS, MIN_SESSION_SECONDS } from "../policy/iam-names";
import { distinct, mapped } from "../policy/non-empty";
import { defaultAudience, knownPartition } from "../policy/partition";
import { type RoleTrust, roleTrustPolicy } from "../policy/trust-policy";
import type { Account, Config, Owner, Publication, RepositoryValue, Role, SourcedEntry } from "./config";
import { DEFAULT_ROLE_NAME, defaultPolicyName, VALUE_NAMES } from "./defaults";
import type { FileSurroundings } from "./file-surroundings";
import type { KnownGithub } from "./known-github";
import { repositoriesOf } from "./published-repositories";
import { resolvedState } from "./resolve-state";
import { resolvedTrust } from "./resolve-trust";
import { risksOf } from "./risks";
import type { AccessFile, AccountEntry, RoleEntry } from "./schema";
import { warningsOf } from "./warnings";

/** A file without problems, with every default filled in. */
export function resolvedConfig(file: AccessFile, surroundings: FileSurroundings): Config {
  const accounts = mapped(file.accounts, (entry) => resolvedAccount(entry, surroundings));
  const config = {
    github: surroundings.github,
    state: resolvedState(file.state, accounts),
    accounts,
    owners: ownersOf(accounts),
  };
  return { ...config, warnings: warningsOf(config) };
}

export function resolvedAccount(entry: AccountEntry, surroundings: FileSurroundings): Account {
  const partition = knownPartition(entry.region);
  const name = entry.name ?? entry.id;
  const account = {
    accountId: entry.id,
    name,
    stack: `aws-${name}`,
    region: entry.region,
    partition,
    oidcProvider: entry.oidcProvider ?? "create",
    audience: entry.audience ?? defaultAudience(partition),
    assumeRoleArn: entry.assumeRoleArn,
    tags: entry.tags ?? {},
    trustPolicyCharacters: entry.trustPolicyCharacters ?? MAX_TRUST_POLICY_CHARACTERS,
  };
  return { ...account, roles: mapped(entry.roles, (role) => resolvedRole(role, account, surroundings)) };
}

function resolvedRole(
  entry: RoleEntry,
  account: Omit<Account, "roles">,
  { github, known, surroundings }: FileSurroundings,
): Role {
  const name = entry.name ?? DEFAULT_ROLE_NAME;
  const policyName = entry.policyName ?? defaultPolicyName(name);
  const trust = trustOf(entry, known);
  const { issuerHost } = github;
  const ecr = {
    access: entry.ecr.access ?? "push",
    repositories: distinct(entry.ecr.repositories),
    regions: distinct(entry.ecr.region ?? [account.region]),
  };
  const role = {
    name,
    policyName,
    path: entry.path ?? "/",
    description: entry.description,
    maxSessionSeconds: entry.maxSessionSeconds ?? MIN_SESSION_SECONDS,
    permissionsBoundaryArn: entry.permissionsBoundaryArn,
    tags: { ...account.tags, ...entry.tags },
    trust,
    trustPolicy: roleTrustPolicy(trust, {
      providerArn: oidcProviderArn(account, issuerHost),
      issuerHost,
      audience: account.audience,
    }),
    ecr,
    policies: ecrPolicies(policyName, account, ecr),
    publish: resolvedPublication(entry, name, account, known.owner),
  };
  const reasons = new Map(entry.acceptRisks?.map(({ rule, reason }) => [rule, reason]));
  return { ...role, risks: risksOf(role, account, github, surroundings, reasons) };
}

/** @throws TypeError for a role with neither trust nor trustPolicy, which the schema refuses. */
function trustOf({ trust, trustPolicy }: RoleEntry, known: KnownGithub): RoleTrust<SourcedEntry> {
  if (trustPolicy !== undefined) return { kind: "document", document: trustPolicy };
  if (trust === undefined) throw new TypeError("a role without trust");
  return { kind: "entries", entries: resolvedTrust(trust, known) };
}

function resolvedPublication(
  entry: RoleEntry,
  roleName: string,
  account: Pick<Account, "region" | "accountId">,
  owner: string,
): Publication {
  const settings = entry.publish === undefined || entry.publish === false ? {} : entry.publish;
  const held: Record<(typeof VALUE_NAMES)[number], string> = {
    AWS_REGION: account.region,
    AWS_ACCOUNT_ID: account.accountId,
    AWS_ROLE_NAME: roleName,
  };
  return {
    isWanted: entry.publish !== false,
    as: settings.as ?? "secrets",
    values: Object.fromEntries(VALUE_NAMES.map((name) => [`${settings.prefix ?? ""}${name}`, held[name]])),
    repositories: repositoriesOf({ value: entry, path: [] }, owner),
  };
}

/** The values of all roles by the owner of their repositories. */
function ownersOf(accounts: readonly Account[]): readonly Owner[] {
  const owners = new Map<string, { values: RepositoryValue[]; accountStacks: Set<string> }>();
  for (const { stack, roles } of accounts) {
    for (const { publish } of roles) {
      for (const { owner, name: repository } of publish.repositories) {
        const owned = owners.get(owner) ?? { values: [], accountStacks: new Set() };
        owners.set(owner, owned);
        owned.accountStacks.add(stack);
        for (const [name, value] of Object.entries(publish.values)) {
          owned.values.push({ as: publish.as, repository, name, value });
        }
      }
    }
  }
  return [...owners].map(([name, { values, accountStacks }]) => ({
    name,
    stack: `github-${name}`,
    values,
    accountStacks: [...accountStacks],
  }));
}
