import type { Account, CreationTemplate, EcrRepository, PullThroughCache, Role } from "../config/types";
import { ecrLevel } from "../policy/ecr-access";
import { type Lifecycle, lifecycleDocument } from "../policy/ecr-lifecycle";
import { registryHost } from "../policy/ecr-names";
import {
  type Encryption,
  type PullGrants,
  type RepositorySettings,
  ROOT_PREFIX,
  type Scan,
  type TagMutability,
} from "../policy/ecr-registry";
import { overlaps, patternOf, WILDCARDS_ALONE } from "../policy/iam/glob";

/** An ECR repository of the file, or a prefix below which ECR creates repositories. */
export interface EcrRepositoryAccess {
  readonly account: { readonly id: string; readonly name: string };
  /** A name, or a pattern such as `team-a/*` for a prefix. */
  readonly name: string;
  readonly kind: "create" | "import" | "existing" | "createOnPush" | "pullThroughCache";
  readonly regions: readonly string[];
  /** With the host of each region, as Docker takes it. */
  readonly uris: readonly string[];
  /** Undefined for a repository whose settings the file does not know. */
  readonly settings: EcrSettings | undefined;
  /** Roles of the account that can push to it, and that can pull from it, by name. */
  readonly pushRoles: readonly string[];
  readonly pullRoles: readonly string[];
  /** Who else can pull, by the repository policy: accounts, organizations, Lambda, and roles of other accounts. */
  readonly others: readonly string[];
}

/** Settings in the words of access.yaml. What a repository keeps as it is, is undefined. */
interface EcrSettings {
  readonly immutableTags?: boolean | { readonly except: readonly string[] };
  readonly scan?: Scan;
  readonly encryption?: "aes256" | "kms" | { readonly kmsKeyArn: string };
  /** The rules in words. Empty: no image expires. */
  readonly lifecycle?: readonly string[];
  readonly forceDelete?: boolean;
  /** The upstream registry of a cache. */
  readonly upstream?: string;
}

/** Everything that the registry of an account has, in the order of the file. */
export function ecrRepositoriesOf(account: Account): readonly EcrRepositoryAccess[] {
  const { ecr: registry, roles } = account;
  if (registry === undefined) return [];
  const entryOf = (
    name: string,
    regions: readonly string[],
    own: Pick<EcrRepositoryAccess, "kind" | "settings" | "others">,
  ): EcrRepositoryAccess => ({
    account: { id: account.accountId, name: account.name },
    name,
    regions,
    uris: regions.map((region) => `${registryHost(account, region)}/${name}`),
    ...own,
    ...rolesOf(roles, name, regions),
  });
  return [
    ...registry.repositories.map((each) => entryOf(each.name, each.regions, repositoryPart(each))),
    ...registry.createOnPush.map((each) => entryOf(below(each.prefix), each.regions, templatePart(each))),
    ...registry.pullThroughCache.map((each) => entryOf(below(each.prefix), each.regions, cachePart(each))),
  ];
}

function below(prefix: string): string {
  return prefix === ROOT_PREFIX ? "*" : `${prefix}/*`;
}

type Part = Pick<EcrRepositoryAccess, "kind" | "settings" | "others">;

function repositoryPart(repository: EcrRepository): Part {
  if (repository.origin === "existing") return { kind: "existing", settings: undefined, others: [] };
  const { scan, forceDelete } = repository;
  return {
    kind: repository.origin,
    settings: { ...sharedSettings(repository), scan, forceDelete },
    others: othersOf(repository),
  };
}

function templatePart(template: CreationTemplate): Part {
  return { kind: "createOnPush", settings: sharedSettings(template), others: othersOf(template) };
}

function cachePart({ upstreamHost, lifecycle }: PullThroughCache): Part {
  return {
    kind: "pullThroughCache",
    settings: { upstream: upstreamHost, ...lifecycleSetting(lifecycle, false) },
    others: [],
  };
}

function sharedSettings(
  settings: Pick<RepositorySettings, "tagMutability" | "encryption" | "lifecycle"> & {
    readonly origin?: string;
  },
): EcrSettings {
  const { tagMutability, encryption, lifecycle } = settings;
  return {
    immutableTags: immutableTagsOf(tagMutability),
    ...(encryption !== undefined && { encryption: encryptionOf(encryption) }),
    ...lifecycleSetting(lifecycle, settings.origin === "import"),
  };
}

/** @param isKept whether a repository without a lifecycle in the file keeps its own. */
function lifecycleSetting(lifecycle: Lifecycle | undefined, isKept: boolean): Pick<EcrSettings, "lifecycle"> {
  if (lifecycle === undefined) return isKept ? {} : { lifecycle: [] };
  return { lifecycle: lifecycleDocument(lifecycle)?.rules.map(({ description }) => description) ?? [] };
}

function immutableTagsOf(mutability: TagMutability): boolean | { readonly except: readonly string[] } {
  switch (mutability.kind) {
    case "immutable":
      return true;
    case "mutable":
      return false;
    case "immutableExcept":
      return { except: mutability.tags };
  }
}

function encryptionOf(encryption: Encryption): NonNullable<EcrSettings["encryption"]> {
  switch (encryption.kind) {
    case "aes256":
    case "kms":
      return encryption.kind;
    case "kmsKey":
      return { kmsKeyArn: encryption.kmsKeyArn };
  }
}

function othersOf({ pull, grants }: Pick<RepositorySettings, "pull" | "grants">): readonly string[] {
  return [...pullersOf(pull), ...grants.flatMap(({ roleArns }) => roleArns)];
}

function pullersOf({ accounts, organization, lambda }: PullGrants): readonly string[] {
  return [
    ...accounts.map((id) => `account ${id}`),
    ...(organization === undefined ? [] : [`organization ${organization}`]),
    ...(lambda ? ["AWS Lambda"] : []),
  ];
}

function rolesOf(
  roles: readonly Role[],
  name: string,
  regions: readonly string[],
): Pick<EcrRepositoryAccess, "pushRoles" | "pullRoles"> {
  const pattern = patternOf(name, WILDCARDS_ALONE);
  const reaches = ({ accountId, regions: own, repositories }: Role["ecr"]): boolean =>
    accountId === undefined &&
    own.some((region) => regions.includes(region)) &&
    repositories.some((each) => overlaps(patternOf(each, WILDCARDS_ALONE), pattern));
  const namesWith = (property: "canPush" | "canPull"): readonly string[] =>
    roles
      .filter(({ ecr, furtherEcr }) =>
        [ecr, ...furtherEcr].some((each) => reaches(each) && ecrLevel(each.access)[property]),
      )
      .map((role) => role.name);
  return { pushRoles: namesWith("canPush"), pullRoles: namesWith("canPull") };
}

/** Settings as short phrases: `immutable tags`, `scan on push`. */
export function settingTexts({ kind, settings }: EcrRepositoryAccess): readonly string[] {
  if (settings === undefined) return ["settings that the file does not know"];
  const { immutableTags, scan, encryption, lifecycle, forceDelete, upstream } = settings;
  return [
    ...(kind === "createOnPush" ? ["created at the first push"] : []),
    ...(upstream === undefined ? [] : [`cache of ${upstream}`]),
    ...(immutableTags === undefined ? [] : [tagsText(immutableTags)]),
    ...(scan === undefined ? [] : [SCAN_TEXTS[scan]]),
    ...(upstream === undefined ? [encryptionText(encryption)] : []),
    ...lifecycleTexts(lifecycle),
    ...(forceDelete === true ? ["can be destroyed with its images"] : []),
  ];
}

const SCAN_TEXTS: Readonly<Record<Scan, string>> = {
  onPush: "scan on push",
  registry: "scan by the registry's configuration",
  never: "no scan",
};

function tagsText(immutableTags: NonNullable<EcrSettings["immutableTags"]>): string {
  if (typeof immutableTags === "object") return `immutable tags except ${immutableTags.except.join(", ")}`;
  return immutableTags ? "immutable tags" : "mutable tags";
}

function encryptionText(encryption: EcrSettings["encryption"]): string {
  if (encryption === undefined) return "encryption as it is";
  if (typeof encryption === "object") return `KMS key ${encryption.kmsKeyArn}`;
  return encryption === "kms" ? "KMS key aws/ecr" : "AES-256";
}

function lifecycleTexts(rules: EcrSettings["lifecycle"]): readonly string[] {
  if (rules === undefined) return ["lifecycle as it is"];
  return rules.length === 0 ? ["no image expires"] : rules;
}

/** Who can push, and who can pull: roles, and others by the repository policy. */
export function pushText({ pushRoles }: EcrRepositoryAccess): string {
  return pushRoles.length === 0 ? "no role" : pushRoles.join(", ");
}

export function pullText({ pullRoles, others }: EcrRepositoryAccess): string {
  return pullRoles.length + others.length === 0 ? "no role" : [...pullRoles, ...others].join(", ");
}
