import { DEFAULT_LIFECYCLE, type Expiry, type Lifecycle } from "../../policy/ecr-lifecycle";
import {
  type Encryption,
  NO_PULL_GRANTS,
  type PullGrants,
  type RepositorySettings,
  ROOT_PREFIX,
  type TagMutability,
  upstreamHost,
} from "../../policy/ecr-registry";
import { distinct, type NonEmpty } from "../../policy/non-empty";
import type {
  CacheEntry,
  LifecycleEntry,
  RegistryEntry,
  RepositoryEntry,
  SettingsEntry,
  TemplateEntry,
} from "../schema/registry";
import type { Account, CreationTemplate, EcrRepository, PullThroughCache, Registry } from "../types";

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
