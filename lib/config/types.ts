import type { Lifecycle } from "../policy/ecr-lifecycle";
import type { EcrPermissions, EcrPublicPermissions, NamedPolicy } from "../policy/ecr-policies";
import type { RepositorySettings } from "../policy/ecr-registry";
import type { NonEmpty } from "../policy/non-empty";
import type { Partition } from "../policy/partition";
import type { ParsedPolicy, PolicyDocument, PolicyJson, TrustStatement } from "../policy/policy-document";
import type { ValueContent } from "../policy/published-values";
import type { Rule } from "../policy/rules/rule";
import type { SubjectTemplate } from "../policy/subject/template";
import type { TrustEntry } from "../policy/subject/types";
import type { RoleTrust } from "../policy/trust-policy";
import type { Path } from "./problem";
import type { ProviderVersions } from "./provider-versions";

/**
 * A checked `access.yaml` with every default filled in: what `createApp` takes. The types of its parts are not public, and any release may
 * change them.
 */
export interface Config {
  readonly github: GithubHost;
  readonly state: State;
  /** The versions of Terraform and its providers that the stacks allow. */
  readonly providers: ProviderVersions;
  readonly accounts: NonEmpty<Account>;
  /** What is created on GitHub, by owner. */
  readonly owners: readonly Owner[];
  /** Warnings about repositories with nearly the same name or the same id, and about roles that a rename replaces. */
  readonly similarNames: readonly string[];
  /** What is allowed and may be a mistake. */
  readonly warnings: readonly string[];
}

/** The GitHub that all repositories of the file are on. */
export interface GithubHost {
  readonly host: string;
  /** The enterprise's slug, if its tokens have it in the issuer. */
  readonly enterprise: string | undefined;
  /** The issuer of its tokens, without `https://`. */
  readonly issuerHost: string;
  /** The URL of its API. Undefined for github.com, the default of Terraform's provider. */
  readonly apiBaseUrl: string | undefined;
  /** What Terraform's provider waits after each write, in milliseconds. */
  readonly writeDelayMs: number;
}

export const OIDC_PROVIDER_MODES = ["create", "existing", "import"] as const;
/**
 * `create` creates the provider, `existing` uses one that exists, `import` imports it into the state.
 * @inline
 */
export type OidcProviderMode = (typeof OIDC_PROVIDER_MODES)[number];

export const ROLE_ORIGINS = ["create", "import"] as const;
/**
 * `create` creates a role with its policies, `import` imports them into the state.
 * @inline
 */
export type RoleOrigin = (typeof ROLE_ORIGINS)[number];

/** Tags of AWS resources: keys to values. */
type Tags = Readonly<Record<string, string>>;

/** An AWS account with its roles. */
export interface Account {
  /** 12 digits. */
  readonly accountId: string;
  readonly name: string;
  /** Name of the account's stack. */
  readonly stack: string;
  readonly region: string;
  readonly partition: Partition;
  readonly oidcProvider: OidcProviderMode;
  readonly audience: string;
  /** The role that Terraform assumes in the account. Undefined: Terraform uses its own credentials. */
  readonly assumeRoleArn: string | undefined;
  readonly tags: Tags;
  /** The account's quota for the length of a trust policy. */
  readonly trustPolicyCharacters: number;
  /** The account's quota for managed policies of a role. */
  readonly policiesPerRole: number;
  /** Undefined: the file says nothing about the registry, so any repository may exist. */
  readonly ecr: Registry | undefined;
  /** Repositories in ECR Public that Terraform manages. */
  readonly ecrPublic: readonly PublicRepository[];
  readonly roles: NonEmpty<Role>;
}

/** A repository in ECR Public, with what its page in the gallery says. */
export interface PublicRepository {
  readonly name: string;
  readonly origin: "create" | "import";
  readonly description: string | undefined;
  readonly about: string | undefined;
  readonly usage: string | undefined;
  readonly architectures: readonly string[];
  readonly operatingSystems: readonly string[];
  readonly forceDelete: boolean;
  readonly tags: Tags;
}

/** The ECR registry of an account, in all its regions. */
export interface Registry {
  readonly repositories: readonly EcrRepository[];
  readonly createOnPush: readonly CreationTemplate[];
  readonly pullThroughCache: readonly PullThroughCache[];
  /** From the region of the account. */
  readonly replication: readonly Replication[];
}

export const REPOSITORY_ORIGINS = ["create", "import", "existing"] as const;

/** An ECR repository, the same in each of its regions. */
export type EcrRepository =
  | { readonly name: string; readonly regions: NonEmpty<string>; readonly origin: "existing" }
  | (RepositorySettings & {
      readonly name: string;
      readonly regions: NonEmpty<string>;
      readonly origin: "create" | "import";
    });

/** Settings of the repositories that ECR creates below a prefix at their first push. */
export interface CreationTemplate extends Omit<RepositorySettings, "scan" | "forceDelete"> {
  /** Without a slash at the end, or `ROOT`. */
  readonly prefix: string;
  readonly regions: NonEmpty<string>;
  readonly roleArn: string | undefined;
}

/** A rule of the pull-through cache. */
export interface PullThroughCache {
  /** Without a slash at the end, or `ROOT`. */
  readonly prefix: string;
  readonly regions: NonEmpty<string>;
  readonly upstreamHost: string;
  readonly credentialsArn: string | undefined;
  readonly roleArn: string | undefined;
  /** Undefined: ECR creates repositories without a lifecycle policy. */
  readonly lifecycle: Lifecycle | undefined;
}

/** Where ECR copies images. */
export interface Replication {
  readonly region: string;
  readonly accountId: string;
  /** The beginning of the names of repositories. Undefined: all. */
  readonly prefix: string | undefined;
}

/** A role, with its policies as they are written. */
export interface Role {
  readonly name: string;
  readonly origin: RoleOrigin;
  readonly policyName: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  /** Managed policies that exist and that the role attaches, if there are any. */
  readonly attachedPolicyArns?: NonEmpty<string>;
  /** The tags of the account and of the role. */
  readonly tags: Tags;
  readonly trust: RoleTrust<SourcedEntry>;
  readonly trustPolicy: PolicyDocument<TrustStatement> | PolicyJson;
  readonly parsedTrustPolicy: ParsedPolicy;
  /** The index of the file's role that it comes from. A role with `perRepository` gives one for each repository. */
  readonly source: number;
  /** What it may do in ECR. With `accountId`, in another account. */
  readonly ecr: EcrPermissions;
  /** The same for further repositories. */
  readonly furtherEcr: readonly EcrPermissions[];
  /** What it may do in ECR Public. */
  readonly ecrPublic: EcrPublicPermissions | undefined;
  readonly policies: NonEmpty<NamedPolicy>;
  readonly publish: Publication;
  /** Rules that the role violates, each once. */
  readonly risks: readonly Risk[];
}

/** An entry, and the index of the file's entry that it comes from. An entry of the file can name several repositories. */
export type SourcedEntry = TrustEntry & { readonly source: number };

/** A rule that a role violates. */
export interface Risk {
  readonly rule: Rule;
  readonly places: NonEmpty<RiskPlace>;
  /** Why the risk is accepted. Undefined if it is not. */
  readonly reason: string | undefined;
}

/** A place at which a role violates a rule. */
export interface RiskPlace {
  /** The path in the file, from the role on. */
  readonly path: Path;
  /** What violates the rule: a subject, a condition, an action. */
  readonly given: string;
  /** What is wrong with it, and what is probably meant. */
  readonly hint?: string;
}

export const PUBLICATION_KINDS = ["secrets", "variables"] as const;
/**
 * GitHub masks secrets in logs and drops job outputs that contain one. Variables have neither effect.
 * @inline
 */
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

export const PUBLICATION_LEVELS = ["repository", "environment", "organization", "dependabot"] as const;
/**
 * The target of values. Workflow runs that Dependabot starts read Dependabot's own secrets, of a repository or an organization.
 * @inline
 */
export type PublicationLevel = (typeof PUBLICATION_LEVELS)[number];

export const VISIBILITIES = ["private", "all", "selected"] as const;
/**
 * The repositories that can read an organization's values.
 * @inline
 */
export type Visibility = (typeof VISIBILITIES)[number];

/** The values that a role's workflows use. */
export interface Publication {
  /** False for `publish: false`. */
  readonly isWanted: boolean;
  readonly as: PublicationKind;
  readonly to: NonEmpty<PublicationLevel>;
  readonly visibility: Visibility;
  readonly values: readonly PublishedValue[];
  /** Repositories that publish or trust names. Environments and organizations are found in the same way. */
  readonly repositories: readonly Repository[];
  readonly environments: readonly RepositoryEnvironment[];
  readonly organizations: readonly string[];
  /** Absent: all values are created. */
  readonly origin?: PublishOrigin;
}

export const ORIGINS = ["create", "import", "existing"] as const;
export type Origin = (typeof ORIGINS)[number];

/** For all values of a role, or by their places: one for all values there, the names of those to import, or one by name. */
export type PublishOrigin =
  | Origin
  | Readonly<Record<string, Origin | NonEmpty<string> | Readonly<Record<string, Origin>>>>;

/** A value, and its name in GitHub. */
export interface PublishedValue {
  /** Includes the prefix. */
  readonly name: string;
  readonly holds: ValueContent;
  readonly text: string;
}

/** A GitHub repository. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** An environment of a GitHub repository. */
export interface RepositoryEnvironment extends Repository {
  readonly environment: string;
}

/** An owner on GitHub, and what is created there. */
export interface Owner {
  readonly name: string;
  /** Name of the owner's stack. */
  readonly stack: string;
  readonly values: readonly GithubValue[];
  readonly environments: readonly Environment[];
  readonly templates: readonly Template[];
  /** Stacks of the accounts with the roles of these values. */
  readonly accountStacks: readonly string[];
  /** Its own former names, oldest first. */
  readonly formerNames: readonly string[];
  /** Repositories that were renamed on GitHub. */
  readonly renamed: readonly RenamedRepository[];
  /** Environments that are protected elsewhere. */
  readonly elsewhere: readonly Pick<Environment, "repository" | "name">[];
}

/** A repository whose former name may be in the addresses of the state. */
export interface RenamedRepository {
  readonly repository: string;
  /** Oldest first. */
  readonly formerNames: NonEmpty<string>;
}

/** What Terraform does first with something on GitHub. Absent: it creates it. */
export interface Originating {
  /** `import` takes it into the state. `existing` leaves it alone, and takes it out of the state. */
  readonly origin?: "import" | "existing";
}

/** A secret or a variable of an owner. */
export interface GithubValue extends Originating {
  readonly as: PublicationKind | "dependabot secrets";
  readonly target: ValueTarget;
  readonly name: string;
  readonly value: string;
}

/** The target of a value. Repositories are named without their owner. */
export type ValueTarget =
  | { readonly level: "repository"; readonly repository: string }
  | { readonly level: "environment"; readonly repository: string; readonly environment: string }
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<number>;
    };

/** A GitHub environment. One that is `existing` is as the file describes it. */
export interface Environment extends Originating {
  readonly repository: string;
  readonly name: string;
  /** Patterns for the branches and tags that can deploy. Without patterns, all can. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Logins of users and slugs of teams. One of them has to approve each job. */
  readonly reviewers: { readonly users: readonly string[]; readonly teams: readonly string[] };
  readonly preventSelfReview: boolean;
  readonly waitMinutes: number;
  readonly administratorsMayBypass: boolean;
  /** Patterns to import. */
  readonly policyIds?: PolicyIds;
}

/** GitHub's ids of the deployment branches and tags of an environment, by pattern. */
interface PolicyIds {
  readonly branches?: Readonly<Record<string, number>> | undefined;
  readonly tags?: Readonly<Record<string, number>> | undefined;
}

/** A subject template of a repository or of the organization. */
export interface Template extends Originating {
  /** Undefined for the template of the organization. */
  readonly repository: string | undefined;
  readonly claims: SubjectTemplate;
}

/** The same, with the owner. */
export type OwnedEnvironment = Environment & { readonly owner: string };
export type OwnedTemplate = Template & { readonly owner: string };

export const PASSED_BACKENDS = ["gcs", "azurerm", "http", "pg", "cloud", "remote"] as const;
/** A backend whose settings are passed on as they are written. */
export type PassedBackend = (typeof PASSED_BACKENDS)[number];

export const PARTIAL_BACKENDS = [
  "s3",
  "gcs",
  "azurerm",
  "http",
  "pg",
  "remote",
  "consul",
  "cos",
  "oss",
  "kubernetes",
] as const;
/** A backend that `terraform init -backend-config` can complete. */
type PartialBackend = (typeof PARTIAL_BACKENDS)[number];

/** A value of a backend's settings; `{stack}` in a string is replaced by the stack's name. */
export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };
/** A backend's settings, under Terraform's own names. */
export type Settings = Readonly<Record<string, Setting>>;

/** Where Terraform keeps its state. */
export type State =
  | { readonly kind: "local"; readonly directory: string }
  | S3State
  | { readonly kind: PassedBackend; readonly settings: Settings }
  | { readonly kind: "partial"; readonly backend: PartialBackend };

/** State in an S3 bucket. */
export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  readonly partition: Partition;
  /** The part of the key before the stack's name, without slashes at the ends. */
  readonly keyPrefix: string;
  readonly kmsKeyId: string | undefined;
  readonly assumeRoleArn: string | undefined;
  readonly bucketStack: BucketStack | undefined;
}

/** The stack that creates the bucket. */
export interface BucketStack {
  /** The place of the stack's own state: a local file until the bucket exists, then the bucket. */
  readonly ownState: "local" | "bucket";
  /** The accounts in which it can be applied. */
  readonly accountIds: NonEmpty<string>;
}
