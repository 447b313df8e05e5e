import { MIN_SESSION_SECONDS } from "../policy/iam-names";
import { distinct, flattened, mapped, type NonEmpty } from "../policy/non-empty";
import { defaultAudience, knownPartition } from "../policy/partition";
import type { Context, TrustEntry } from "../policy/subject";
import type { Account, Config, Owner, Publication, RepositoryValue, Role } from "./config";
import { DEFAULT_ROLE_NAME, defaultPolicyName, VALUE_NAMES } from "./defaults";
import { repositoriesOf } from "./published-repositories";
import { resolvedState } from "./resolve-state";
import type { AccessFile, AccountEntry, RoleEntry, TrustEntryOfFile } from "./schema";
import { warningsOf } from "./warnings";

/** A file without problems, with every default filled in. */
export function resolvedConfig(file: AccessFile): Config {
  const accounts = mapped(file.accounts, (entry) => resolvedAccount(entry, file.github.owner));
  const config = { state: resolvedState(file.state, accounts), accounts, owners: ownersOf(accounts) };
  return { ...config, warnings: warningsOf(config) };
}

export function resolvedAccount(entry: AccountEntry, owner: string): Account {
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
  };
  return { ...account, roles: mapped(entry.roles, (role) => resolvedRole(role, account, owner)) };
}

function resolvedRole(entry: RoleEntry, account: Omit<Account, "roles">, owner: string): Role {
  const name = entry.name ?? DEFAULT_ROLE_NAME;
  return {
    name,
    policyName: entry.policyName ?? defaultPolicyName(name),
    path: entry.path ?? "/",
    description: entry.description,
    maxSessionSeconds: entry.maxSessionSeconds ?? MIN_SESSION_SECONDS,
    permissionsBoundaryArn: entry.permissionsBoundaryArn,
    tags: { ...account.tags, ...entry.tags },
    trust: flattened(mapped(entry.trust, (trusted) => resolvedTrust(trusted, owner))),
    ecr: {
      access: entry.ecr.access ?? "push",
      repositories: distinct(entry.ecr.repositories),
      regions: distinct(entry.ecr.region ?? [account.region]),
    },
    publish: resolvedPublication(entry, name, account, owner),
  };
}

/** One entry of the file names one repository or several; a trust policy counts them one by one. */
function resolvedTrust(entry: TrustEntryOfFile, defaultOwner: string): NonEmpty<TrustEntry> {
  const context = contextOf(entry);
  return mapped(entry.repository, (repository) => ({
    owner: entry.owner ?? defaultOwner,
    repository,
    context,
  }));
}

function contextOf(entry: TrustEntryOfFile): Context {
  if (entry.branch !== undefined) return { kind: "branch", pattern: entry.branch };
  if (entry.tag !== undefined) return { kind: "tag", pattern: entry.tag };
  if (entry.environment !== undefined) return { kind: "environment", name: entry.environment };
  return { kind: "pullRequest" };
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
