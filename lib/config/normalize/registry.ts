import { roleArn } from "../../policy/arn";
import { type EcrAccesses, ecrLevel } from "../../policy/ecr-access";
import { DEFAULT_LIFECYCLE, type Expiry, type Lifecycle } from "../../policy/ecr-lifecycle";
import type { EcrPermissions } from "../../policy/ecr-policies";
import {
  type Encryption,
  NO_PULL_GRANTS,
  type PullGrants,
  type RepositoryGrant,
  type RepositorySettings,
  ROOT_PREFIX,
  type TagMutability,
  upstreamHost,
} from "../../policy/ecr-registry";
import { matchesPattern } from "../../policy/github-names";
import { distinct, mapped, type NonEmpty } from "../../policy/non-empty";
import type {
  CacheEntry,
  LifecycleEntry,
  PublicRegistryEntry,
  RegistryEntry,
  RepositoryEntry,
  SettingsEntry,
  TemplateEntry,
} from "../schema/registry";
import type {
  Account,
  CreationTemplate,
  EcrRepository,
  PublicRepository,
  PullThroughCache,
  Registry,
} from "../types";

/** The registry of an account with every default. */
export function resolvedRegistry(
  entry: RegistryEntry,
  account: Pick<Account, "accountId" | "region" | "tags">,
): Registry {
  const regions = distinct<string>(entry.region ?? [account.region]);
  const defaults = entry.defaults ?? {};
  return {
    repositories: (entry.repositories ?? []).map((each) =>
      resolvedRepository(typeof each === "string" ? { name: each } : each, defaults, regions, account.tags),
    ),
    createOnPush: (entry.createOnPush ?? []).map((each) =>
      resolvedTemplate(each, defaults, regions, account.tags),
    ),
    pullThroughCache: (entry.pullThroughCache ?? []).map((each) => resolvedCache(each, regions)),
    replication: (entry.replication ?? []).map(({ region, account: accountId, prefix }) => ({
      region,
      accountId: accountId ?? account.accountId,
      prefix,
    })),
  };
}

/** The repositories of an account in ECR Public, with every default. */
export function resolvedPublicRepositories(
  entry: PublicRegistryEntry | undefined,
  accountTags: Tags,
): readonly PublicRepository[] {
  return (entry?.repositories ?? []).map((each) => {
    const repository = typeof each === "string" ? { name: each } : each;
    return {
      name: repository.name,
      origin: repository.origin ?? "create",
      description: repository.description,
      about: repository.about,
      usage: repository.usage,
      architectures: repository.architectures ?? [],
      operatingSystems: repository.operatingSystems ?? [],
      forceDelete: repository.forceDelete ?? false,
      tags: { ...accountTags, ...repository.tags },
    };
  });
}

type Tags = Account["tags"];

function resolvedRepository(
  entry: RepositoryEntry,
  defaults: SettingsEntry,
  ownRegions: NonEmpty<string>,
  accountTags: Tags,
): EcrRepository {
  const { name, origin = "create" } = entry;
  const regions = distinct(entry.region ?? ownRegions);
  if (origin === "existing") return { name, regions, origin };
  const settings = { ...defaults, ...entry };
  return {
    name,
    regions,
    origin,
    ...resolvedSettings(settings, { ...accountTags, ...defaults.tags, ...entry.tags }),
    // What the file does not say about an imported repository stays as it is, because its images depend on it.
    ...(origin === "import" && {
      encryption: settings.encryption && resolvedEncryption(settings.encryption),
      lifecycle: settings.lifecycle === undefined ? undefined : resolvedLifecycle(settings.lifecycle),
    }),
  };
}

function resolvedSettings(entry: SettingsEntry, tags: Tags): RepositorySettings {
  return {
    ...resolvedShared(entry, tags),
    scan: entry.scan ?? "onPush",
    forceDelete: entry.forceDelete ?? false,
  };
}

function resolvedShared(
  entry: Omit<SettingsEntry, "scan" | "forceDelete">,
  tags: Tags,
): Omit<RepositorySettings, "scan" | "forceDelete"> {
  return {
    tagMutability: resolvedMutability(entry.immutableTags ?? true),
    encryption: resolvedEncryption(entry.encryption ?? "aes256"),
    lifecycle: entry.lifecycle === undefined ? DEFAULT_LIFECYCLE : resolvedLifecycle(entry.lifecycle),
    pull: resolvedPull(entry.pull),
    grants: [],
    tags,
  };
}

/** ECR cannot tag the repositories of a template without a role, so that tags of the account are left out there. */
function resolvedTemplate(
  entry: TemplateEntry,
  { scan: _, forceDelete: __, ...defaults }: SettingsEntry,
  ownRegions: NonEmpty<string>,
  accountTags: Tags,
): CreationTemplate {
  const { roleArn } = entry;
  return {
    ...resolvedShared(
      { ...defaults, ...entry },
      roleArn === undefined ? {} : { ...accountTags, ...defaults.tags, ...entry.tags },
    ),
    prefix: withoutSlash(entry.prefix),
    regions: distinct(entry.region ?? ownRegions),
    roleArn,
  };
}

function resolvedCache(entry: CacheEntry, ownRegions: NonEmpty<string>): PullThroughCache {
  return {
    prefix: withoutSlash(entry.prefix),
    regions: distinct(entry.region ?? ownRegions),
    upstreamHost: upstreamHost(entry.upstream),
    credentialsArn: entry.credentialsArn,
    roleArn: entry.roleArn,
    lifecycle: entry.lifecycle === undefined ? undefined : resolvedLifecycle(entry.lifecycle),
  };
}

function withoutSlash(prefix: string): string {
  return prefix === ROOT_PREFIX ? prefix : prefix.replace(/\/$/, "");
}

function resolvedMutability(entry: NonNullable<SettingsEntry["immutableTags"]>): TagMutability {
  if (typeof entry === "object") return { kind: "immutableExcept", tags: distinct<string>(entry.except) };
  return { kind: entry ? "immutable" : "mutable" };
}

function resolvedEncryption(entry: NonNullable<SettingsEntry["encryption"]>): Encryption {
  return typeof entry === "object" ? { kind: "kmsKey", kmsKeyArn: entry.kmsKeyArn } : { kind: entry };
}

function resolvedPull(entry: SettingsEntry["pull"]): PullGrants {
  if (entry === undefined) return NO_PULL_GRANTS;
  return {
    accounts: entry.accounts === undefined ? [] : distinct<string>(entry.accounts),
    organization: entry.organization,
    lambda: entry.lambda ?? false,
  };
}

function resolvedLifecycle(entry: LifecycleEntry): Lifecycle | undefined {
  if (entry === false) return undefined;
  return {
    keepForever: entry.keepForever ?? [],
    tagged: (entry.tagged ?? []).map(({ tags, ...expiry }) => ({
      tags,
      expiry: knownExpiry(expiry),
    })),
    untagged: entry.untagged && knownExpiry(entry.untagged),
    others: expiryOf(entry),
  };
}

interface ExpiryEntry {
  readonly expireAfterDays?: number | undefined;
  readonly keepNewest?: number | undefined;
}

function expiryOf({ expireAfterDays, keepNewest }: ExpiryEntry): Expiry | undefined {
  if (expireAfterDays !== undefined) return { expireAfterDays };
  return keepNewest === undefined ? undefined : { keepNewest };
}

/** @throws TypeError for an entry without an expiry, which the schema rejects. */
function knownExpiry(entry: ExpiryEntry): Expiry {
  const expiry = expiryOf(entry);
  if (expiry === undefined) throw new TypeError("an entry without an expiry");
  return expiry;
}

/** Every region in which a registry has something, and to which it copies images. */
export function registryRegions(registry: Registry): readonly string[] {
  const { repositories, createOnPush, pullThroughCache, replication } = registry;
  return [
    ...[...repositories, ...createOnPush, ...pullThroughCache].flatMap(({ regions }) => regions),
    ...replication.map(({ region }) => region),
  ];
}

/**
 * The accounts, with the roles that may use repositories of another account in the policies of these repositories. Repositories that the
 * registry only lists keep their policy.
 */
export function withRolesOfOthers(accounts: NonEmpty<Account>): NonEmpty<Account> {
  const uses = accounts.flatMap((account) =>
    account.roles.flatMap((role) =>
      [role.ecr, ...role.furtherEcr]
        .filter(({ accountId }) => accountId !== undefined)
        .map((permissions) => ({ permissions, roleArn: roleArn(account, role.path, role.name) })),
    ),
  );
  if (uses.length === 0) return accounts;
  return mapped(accounts, (account) => {
    const own = uses.filter(({ permissions }) => permissions.accountId === account.accountId);
    if (account.ecr === undefined || own.length === 0) return account;
    const repositories = account.ecr.repositories.flatMap((each): readonly EcrRepository[] =>
      each.origin === "existing" ? [each] : inEachRegion(each, own),
    );
    return { ...account, ecr: { ...account.ecr, repositories } };
  });
}

type ManagedRepository = Exclude<EcrRepository, { readonly origin: "existing" }>;

/** What a role of another account may do. */
interface Use {
  readonly permissions: EcrPermissions;
  readonly roleArn: string;
}

/** A repository with the grants of each of its regions. Regions with the same grants stay together. */
function inEachRegion(repository: ManagedRepository, uses: readonly Use[]): readonly ManagedRepository[] {
  const byGrants = new Map<
    string,
    { readonly grants: readonly RepositoryGrant[]; readonly regions: string[] }
  >();
  for (const region of repository.regions) {
    const grants = grantsIn(repository.name, region, uses);
    const key = JSON.stringify(grants);
    const known = byGrants.get(key) ?? { grants, regions: [] };
    byGrants.set(key, known);
    known.regions.push(region);
  }
  return [...byGrants.values()].map(({ grants, regions }) => ({
    ...repository,
    regions: regions as unknown as NonEmpty<string>,
    grants,
  }));
}

/** One statement for each level of access, with all its roles. */
function grantsIn(name: string, region: string, uses: readonly Use[]): readonly RepositoryGrant[] {
  const own = uses.filter(
    ({ permissions: { repositories, regions } }) =>
      regions.includes(region) && repositories.some((each) => matchesPattern(each, name)),
  );
  const byLevel = new Map<string, { readonly access: EcrAccesses; readonly roleArns: string[] }>();
  for (const { permissions, roleArn: arn } of own) {
    const { access } = permissions;
    const { sid } = ecrLevel(access);
    const known = byLevel.get(sid) ?? { access, roleArns: [] };
    byLevel.set(sid, known);
    if (!known.roleArns.includes(arn)) known.roleArns.push(arn);
  }
  return [...byLevel.values()].map(({ access, roleArns }) => {
    const { sid, actions } = ecrLevel(access);
    return {
      sid: sid.replace(/^ECR/, "Roles"),
      actions,
      roleArns: roleArns as unknown as NonEmpty<string>,
    };
  });
}
