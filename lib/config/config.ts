import type { EcrPermissions, NamedPolicy } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import type { Partition } from "../policy/partition";
import type { PolicyDocument, PolicyJson, TrustStatement } from "../policy/policy-document";
import type { Rule } from "../policy/rules/rule";
import type { TrustEntry } from "../policy/subject";
import type { SubjectTemplate } from "../policy/subject-template";
import type { RoleTrust } from "../policy/trust-policy";
import type { Path } from "./problem";

/**
 * A checked `access.yaml` with every default filled in: what `createApp` takes. The types of its parts are not public, and any release may
 * change them.
 */
export interface Config {
  readonly github: GithubHost;
  readonly state: State;
  readonly accounts: NonEmpty<Account>;
  /** What goes to GitHub, an element for each owner who gets something. */
  readonly owners: readonly Owner[];
  /** What is allowed but deserves a look. */
  readonly warnings: readonly string[];
}

/** The GitHub that all repositories of the file are on. */
export interface GithubHost {
  readonly host: string;
  /** The enterprise's slug, where the enterprise puts it into the issuer. */
  readonly enterprise: string | undefined;
  /** Who signs its tokens, without `https://`. */
  readonly issuerHost: string;
  /** Where its API is; undefined for github.com, which Terraform's provider knows. */
  readonly apiBaseUrl: string | undefined;
}

export const OIDC_PROVIDER_MODES = ["create", "existing", "import"] as const;
/**
 * `create` makes the provider, `existing` refers to it, `import` takes over one that was made by hand.
 * @inline
 */
export type OidcProviderMode = (typeof OIDC_PROVIDER_MODES)[number];

/** Tags of resources in AWS, by their keys. */
type Tags = Readonly<Record<string, string>>;

/** An AWS account: where its roles lie, and what all of them share. */
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
  /** Role with which Terraform works in the account; without one, with the credentials it finds. */
  readonly assumeRoleArn: string | undefined;
  readonly tags: Tags;
  /** How long a trust policy may be in this account. */
  readonly trustPolicyCharacters: number;
  readonly roles: NonEmpty<Role>;
}

/** A role, with its documents as they go to AWS. */
export interface Role {
  readonly name: string;
  readonly policyName: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  /** The account's and the role's own. */
  readonly tags: Tags;
  readonly trust: RoleTrust<SourcedEntry>;
  readonly trustPolicy: PolicyDocument<TrustStatement> | PolicyJson;
  readonly ecr: EcrPermissions;
  readonly policies: NonEmpty<NamedPolicy>;
  readonly publish: Publication;
  /** Rules that the role breaks, each once. */
  readonly risks: readonly Risk[];
}

/** An entry, and which of the file's it comes from: one of the file can name several repositories. */
export type SourcedEntry = TrustEntry & { readonly source: number };

/** A rule that a role breaks. */
export interface Risk {
  readonly rule: Rule;
  readonly places: NonEmpty<RiskPlace>;
  /** Why it is accepted; undefined, where nobody has said so. */
  readonly reason: string | undefined;
}

/** A place at which a role breaks a rule. */
export interface RiskPlace {
  /** Where in the role's entry of the file. */
  readonly path: Path;
  /** What breaks the rule: a subject, a condition, an action. */
  readonly given: string;
}

export const PUBLICATION_KINDS = ["secrets", "variables"] as const;
/**
 * Secrets are masked in logs and dropped from job outputs, variables are not.
 * @inline
 */
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

export const PUBLICATION_LEVELS = ["repository", "environment", "organization", "dependabot"] as const;
/**
 * Where values can go. Runs that Dependabot starts read secrets of its own, which a repository or an organization keeps.
 * @inline
 */
export type PublicationLevel = (typeof PUBLICATION_LEVELS)[number];

export const VISIBILITIES = ["private", "all", "selected"] as const;
/**
 * Which of an organization's repositories read its values.
 * @inline
 */
export type Visibility = (typeof VISIBILITIES)[number];

export const VALUE_CONTENTS = ["region", "accountId", "roleName", "roleArn", "registry"] as const;
/**
 * What a value can hold.
 * @inline
 */
export type ValueContent = (typeof VALUE_CONTENTS)[number];

/** The values that a role's workflows read. */
export interface Publication {
  /** Whether the file wants values at all. */
  readonly isWanted: boolean;
  /** Whether the file itself says what is a secret; otherwise it is the guide that does. */
  readonly isChosen: boolean;
  readonly as: PublicationKind;
  readonly to: NonEmpty<PublicationLevel>;
  readonly visibility: Visibility;
  readonly values: readonly PublishedValue[];
  /** Those that trust or publish names, which the values are for, and so are the environments and organizations. */
  readonly repositories: readonly Repository[];
  readonly environments: readonly RepositoryEnvironment[];
  readonly organizations: readonly string[];
}

/** A value by its name in GitHub. */
export interface PublishedValue {
  /** With the prefix. */
  readonly name: string;
  readonly holds: ValueContent;
  readonly text: string;
}

/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** An environment of a repository on GitHub. */
export interface RepositoryEnvironment extends Repository {
  readonly environment: string;
}

/** One owner on GitHub, and what is made there. */
export interface Owner {
  readonly name: string;
  /** Name of the owner's stack. */
  readonly stack: string;
  readonly values: readonly GithubValue[];
  readonly environments: readonly Environment[];
  readonly templates: readonly Template[];
  /** The stacks of the accounts whose roles the values name. */
  readonly accountStacks: readonly string[];
}

/** A secret or a variable of an owner. */
export interface GithubValue {
  readonly as: PublicationKind | "dependabot secrets";
  readonly target: ValueTarget;
  readonly name: string;
  readonly value: string;
}

/** Where a value lies. Repositories are named without their owner. */
export type ValueTarget =
  | { readonly level: "repository"; readonly repository: string }
  | { readonly level: "environment"; readonly repository: string; readonly environment: string }
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<number>;
    };

/** A GitHub environment that is made. */
export interface Environment {
  readonly repository: string;
  readonly name: string;
  /** Patterns for the branches and tags that may deploy; with neither, all may. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Logins of users and slugs of teams, one of whom has to approve each job. */
  readonly reviewers: { readonly users: readonly string[]; readonly teams: readonly string[] };
  readonly preventSelfReview: boolean;
  readonly waitMinutes: number;
  readonly administratorsMayBypass: boolean;
}

/** A template for subjects, of a repository or of the organization. */
export interface Template {
  /** Undefined for the organization's. */
  readonly repository: string | undefined;
  readonly claims: SubjectTemplate;
}

/** What is made on GitHub, with the owner that has it. */
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

/** A value of a backend's settings; `{stack}` in a text stands for the stack's name. */
export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };
/** A backend's settings, under Terraform's own names. */
export type Settings = Readonly<Record<string, Setting>>;

/** Where Terraform keeps what it knows. */
export type State =
  | { readonly kind: "local"; readonly directory: string }
  | S3State
  | { readonly kind: PassedBackend; readonly settings: Settings }
  | { readonly kind: "partial"; readonly backend: PartialBackend };

/** State in a bucket. */
export interface S3State {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  readonly partition: Partition;
  /** Before the stack's name in the key of its state, without slashes at the ends. */
  readonly keyPrefix: string;
  readonly kmsKeyId: string | undefined;
  readonly assumeRoleArn: string | undefined;
  readonly bucketStack: BucketStack | undefined;
}

/** The stack that makes the bucket. */
export interface BucketStack {
  /** Its own state: on disk until the bucket stands, in the bucket from then on. */
  readonly ownState: "local" | "bucket";
  /** The accounts that it may be applied in. */
  readonly accountIds: NonEmpty<string>;
}
