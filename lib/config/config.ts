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
 * What access.yaml says, with every default filled in. Nothing here is left to decide.
 *
 * @example
 * ```ts
 * import { type Config, parseConfig } from "cdktf-github-actions-ecr";
 *
 * const config: Config = parseConfig(
 *   `
 *   github:
 *     owner: acme
 *   accounts:
 *     - id: "123456789012"
 *       region: ap-northeast-2
 *       roles:
 *         - trust:
 *             - { repository: web, branch: main }
 *           ecr:
 *             repositories: [web]
 *   `,
 *   "access.yaml",
 * );
 * const [account] = config.accounts;
 * console.log(account.stack, account.partition, account.audience); // aws-123456789012 aws sts.amazonaws.com
 * console.log(account.roles[0].name, account.roles[0].ecr.access); // GitHubActionsECRRole push
 * console.log(config.owners.map(({ stack, values }) => `${stack}: ${values.map(({ name }) => name).join(" ")}`).join());
 * // github-acme: AWS_REGION AWS_ACCOUNT_ID AWS_ROLE_NAME
 * ```
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

/**
 * The GitHub that all repositories of the file are on.
 *
 * @example
 * ```ts
 * import { type GithubHost, loadConfig } from "cdktf-github-actions-ecr";
 *
 * const keysUrl = ({ issuerHost }: GithubHost) => `https://${issuerHost}/.well-known/jwks`;
 * console.log(keysUrl(loadConfig("access.yaml").github)); // https://token.actions.githubusercontent.com/.well-known/jwks
 * ```
 */
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
 *
 * @example
 * ```ts
 * import { loadConfig, type OidcProviderMode } from "cdktf-github-actions-ecr";
 *
 * const deeds: Record<OidcProviderMode, string> = { create: "makes it", existing: "finds it", import: "takes it over" };
 * const [account] = loadConfig("access.yaml").accounts;
 * console.log(`${account.stack} ${deeds[account.oidcProvider]}`); // aws-123456789012 makes it
 * ```
 */
export type OidcProviderMode = (typeof OIDC_PROVIDER_MODES)[number];

/**
 * Tags of resources in AWS, by their keys.
 *
 * @example
 * ```ts
 * import { loadConfig, type Tags } from "cdktf-github-actions-ecr";
 *
 * const lacksTeam = (tags: Tags) => tags.team === undefined;
 * const { roles } = loadConfig("access.yaml").accounts[0];
 * console.log(roles.filter(({ tags }) => lacksTeam(tags)).map(({ name }) => name).join()); // GitHubActionsECRRole
 * ```
 */
export type Tags = Readonly<Record<string, string>>;

/**
 * An AWS account: where its roles lie, and what all of them share.
 *
 * @example
 * ```ts
 * import { type Account, loadConfig } from "cdktf-github-actions-ecr";
 *
 * const line = ({ stack, region, roles }: Account) => `${stack} in ${region}: ${roles.map(({ name }) => name).join()}`;
 * console.log(loadConfig("access.yaml").accounts.map(line).join("\n"));
 * // aws-123456789012 in ap-northeast-2: GitHubActionsECRRole
 * ```
 */
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

/**
 * A role, with its documents as they go to AWS.
 *
 * @example
 * ```ts
 * import { loadConfig, type Role } from "cdktf-github-actions-ecr";
 *
 * const line = ({ name, ecr }: Role) => `${name}: ${ecr.access} ${ecr.repositories.join()}`;
 * console.log(loadConfig("access.yaml").accounts[0].roles.map(line).join("\n")); // GitHubActionsECRRole: push web
 * ```
 */
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

/**
 * An entry, and which of the file's it comes from: one of the file can name several repositories.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { parseConfig, type SourcedEntry } from "cdktf-github-actions-ecr";
 *
 * const text = readFileSync("access.yaml", "utf8").replace("repository: web", "repository: [web, api]");
 * const { trust } = parseConfig(text, "access.yaml").accounts[0].roles[0];
 * const entries: readonly SourcedEntry[] = trust.kind === "entries" ? trust.entries : [];
 * console.log(entries.map(({ source }) => `trust[${source}]`).join()); // trust[0],trust[0]
 * ```
 */
export type SourcedEntry = TrustEntry & { readonly source: number };

/**
 * A rule that a role breaks.
 *
 * @example
 * ```ts
 * import { loadConfig, type Risk } from "cdktf-github-actions-ecr";
 *
 * const hasWildcard = ({ reason }: Risk) => reason === undefined;
 * const { risks } = loadConfig("access.yaml").accounts[0].roles[0];
 * console.log(risks.filter(hasWildcard).map(({ rule }) => `${rule.id} (${rule.severity})`).join()); // R23 (medium)
 * ```
 */
export interface Risk {
  readonly rule: Rule;
  readonly places: NonEmpty<RiskPlace>;
  /** Why it is accepted; undefined, where nobody has said so. */
  readonly reason: string | undefined;
}

/**
 * A place at which a role breaks a rule.
 *
 * @example
 * ```ts
 * import { loadConfig, type RiskPlace } from "cdktf-github-actions-ecr";
 *
 * const line = ({ path, given }: RiskPlace) => `${path.join(".")}: ${given}`;
 * const { risks } = loadConfig("access.yaml").accounts[0].roles[0];
 * console.log(risks.flatMap(({ places }) => places.map(line)).join("\n")); // trust.0: repo:acme/web:ref:refs/heads/main
 * ```
 */
export interface RiskPlace {
  /** Where in the role's entry of the file. */
  readonly path: Path;
  /** What breaks the rule: a subject, a condition, an action. */
  readonly given: string;
}

export const PUBLICATION_KINDS = ["secrets", "variables"] as const;
/**
 * Secrets are masked in logs and dropped from job outputs, variables are not.
 *
 * @example
 * ```ts
 * import { loadConfig, type PublicationKind } from "cdktf-github-actions-ecr";
 *
 * const contexts: Record<PublicationKind, string> = { secrets: "secrets", variables: "vars" };
 * const { as, values } = loadConfig("access.yaml").accounts[0].roles[0].publish;
 * console.log(values.map(({ name }) => `${contexts[as]}.${name}`).join(" "));
 * // secrets.AWS_REGION secrets.AWS_ACCOUNT_ID secrets.AWS_ROLE_NAME
 * ```
 */
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

export const PUBLICATION_LEVELS = ["repository", "environment", "organization", "dependabot"] as const;
/**
 * Where values can go. Runs that Dependabot starts read secrets of its own, which a repository or an organization keeps.
 *
 * @example
 * ```ts
 * import { loadConfig, type PublicationLevel } from "cdktf-github-actions-ecr";
 *
 * const level: PublicationLevel = "organization";
 * console.log(loadConfig("access.yaml").accounts[0].roles[0].publish.to.includes(level)); // false
 * ```
 */
export type PublicationLevel = (typeof PUBLICATION_LEVELS)[number];

export const VISIBILITIES = ["private", "all", "selected"] as const;
/**
 * Which of an organization's repositories read its values.
 *
 * @example
 * ```ts
 * import { loadConfig, type Visibility } from "cdktf-github-actions-ecr";
 *
 * const readers: Record<Visibility, string> = { private: "private ones", all: "all", selected: "those in the file" };
 * console.log(readers[loadConfig("access.yaml").accounts[0].roles[0].publish.visibility]); // private ones
 * ```
 */
export type Visibility = (typeof VISIBILITIES)[number];

export const VALUE_CONTENTS = ["region", "accountId", "roleName", "roleArn", "registry"] as const;
/**
 * What a value can hold.
 *
 * @example
 * ```ts
 * import { loadConfig, type ValueContent } from "cdktf-github-actions-ecr";
 *
 * const content: ValueContent = "roleName";
 * const { values } = loadConfig("access.yaml").accounts[0].roles[0].publish;
 * console.log(values.find(({ holds }) => holds === content)?.name); // AWS_ROLE_NAME
 * ```
 */
export type ValueContent = (typeof VALUE_CONTENTS)[number];

/**
 * The values that a role's workflows read.
 *
 * @example
 * ```ts
 * import { loadConfig, type Publication } from "cdktf-github-actions-ecr";
 *
 * const line = ({ values, as, to }: Publication) => `${values.length} ${as} for the ${to.join(" and the ")}`;
 * console.log(line(loadConfig("access.yaml").accounts[0].roles[0].publish)); // 3 secrets for the repository
 * ```
 */
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

/**
 * A value by its name in GitHub.
 *
 * @example
 * ```ts
 * import { loadConfig, type PublishedValue } from "cdktf-github-actions-ecr";
 *
 * const line = ({ name, text }: PublishedValue) => `${name}=${text}`;
 * console.log(loadConfig("access.yaml").accounts[0].roles[0].publish.values.map(line).join(" "));
 * // AWS_REGION=ap-northeast-2 AWS_ACCOUNT_ID=123456789012 AWS_ROLE_NAME=GitHubActionsECRRole
 * ```
 */
export interface PublishedValue {
  /** With the prefix. */
  readonly name: string;
  readonly holds: ValueContent;
  readonly text: string;
}

/**
 * A repository on GitHub.
 *
 * @example
 * ```ts
 * import { loadConfig, type Repository } from "cdktf-github-actions-ecr";
 *
 * const fullName = ({ owner, name }: Repository) => `${owner}/${name}`;
 * console.log(loadConfig("access.yaml").accounts[0].roles[0].publish.repositories.map(fullName).join()); // acme/web
 * ```
 */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/**
 * An environment of a repository on GitHub.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { parseConfig, type RepositoryEnvironment } from "cdktf-github-actions-ecr";
 *
 * const text = readFileSync("access.yaml", "utf8").replace("branch: main", "environment: production");
 * const line = ({ owner, name, environment }: RepositoryEnvironment) => `${environment} of ${owner}/${name}`;
 * const { environments } = parseConfig(text, "access.yaml").accounts[0].roles[0].publish;
 * console.log(environments.map(line).join()); // production of acme/web
 * ```
 */
export interface RepositoryEnvironment extends Repository {
  readonly environment: string;
}

/**
 * One owner on GitHub, and what is made there.
 *
 * @example
 * ```ts
 * import { loadConfig, type Owner } from "cdktf-github-actions-ecr";
 *
 * const line = ({ stack, accountStacks }: Owner) => `${stack} after ${accountStacks.join()}`;
 * console.log(loadConfig("access.yaml").owners.map(line).join("\n")); // github-acme after aws-123456789012
 * ```
 */
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

/**
 * A secret or a variable of an owner.
 *
 * @example
 * ```ts
 * import { type GithubValue, loadConfig } from "cdktf-github-actions-ecr";
 *
 * const line = ({ as, name, target }: GithubValue) => `${target.level} ${as}: ${name}`;
 * console.log(loadConfig("access.yaml").owners.flatMap(({ values }) => values.map(line))[0]); // repository secrets: AWS_REGION
 * ```
 */
export interface GithubValue {
  readonly as: PublicationKind | "dependabot secrets";
  readonly target: ValueTarget;
  readonly name: string;
  readonly value: string;
}

/**
 * Where a value lies. Repositories are named without their owner.
 *
 * @example
 * ```ts
 * import { loadConfig, type ValueTarget } from "cdktf-github-actions-ecr";
 *
 * const place = (target: ValueTarget) => target.level === "organization" ? target.level : target.repository;
 * const [owner] = loadConfig("access.yaml").owners;
 * console.log(owner?.values.map(({ name, target }) => `${name} in ${place(target)}`).join(", "));
 * // AWS_REGION in web, AWS_ACCOUNT_ID in web, AWS_ROLE_NAME in web
 * ```
 */
export type ValueTarget =
  | { readonly level: "repository"; readonly repository: string }
  | { readonly level: "environment"; readonly repository: string; readonly environment: string }
  | { readonly level: "organization"; readonly visibility: "private" | "all" }
  | {
      readonly level: "organization";
      readonly visibility: "selected";
      readonly repositoryIds: NonEmpty<number>;
    };

/**
 * A GitHub environment that is made.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { type Environment, parseConfig } from "cdktf-github-actions-ecr";
 *
 * const production = "{ name: production, repositories: [web], branches: [main] }";
 * const text = readFileSync("access.yaml", "utf8").replace("accounts:", `  environments: [${production}]\naccounts:`);
 * const line = ({ repository, name, branches }: Environment) => `${branches.join()} to ${name} of ${repository}`;
 * console.log(parseConfig(text, "access.yaml").owners[0]?.environments.map(line).join()); // main to production of web
 * ```
 */
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

/**
 * A template for subjects, of a repository or of the organization.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { parseConfig, type Template } from "cdktf-github-actions-ecr";
 *
 * const template = "{ repositories: [web], claims: [repo, context, job_workflow_ref] }";
 * const text = readFileSync("access.yaml", "utf8").replace("accounts:", `  subjectTemplates: [${template}]\naccounts:`);
 * const line = ({ repository = "the organization", claims }: Template) => `${repository}: ${claims.join()}`;
 * console.log(parseConfig(text, "access.yaml").owners[0]?.templates.map(line).join()); // web: repo,context,job_workflow_ref
 * ```
 */
export interface Template {
  /** Undefined for the organization's. */
  readonly repository: string | undefined;
  readonly claims: SubjectTemplate;
}

/** What is made on GitHub, with the owner that has it. */
export type OwnedEnvironment = Environment & { readonly owner: string };
export type OwnedTemplate = Template & { readonly owner: string };

export const PASSED_BACKENDS = ["gcs", "azurerm", "http", "pg", "cloud", "remote"] as const;
/**
 * A backend whose settings are passed on as they are written.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { type PassedBackend, parseConfig } from "cdktf-github-actions-ecr";
 *
 * const kind: PassedBackend = "gcs";
 * const text = `${readFileSync("access.yaml", "utf8")}state: { ${kind}: { bucket: acme-tfstate } }`;
 * console.log(parseConfig(text, "access.yaml").state.kind); // gcs
 * ```
 */
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
/**
 * A backend that `terraform init -backend-config` can complete.
 *
 * @example
 * ```ts
 * import { TerraformStack } from "cdktf";
 * import { createApp, loadConfig, type PartialBackend } from "cdktf-github-actions-ecr";
 *
 * const backend: PartialBackend = "s3";
 * const app = createApp({ ...loadConfig("access.yaml"), state: { kind: "partial", backend } }, "cdktf.out");
 * const stack = TerraformStack.of(app.node.findChild("github-acme"));
 * console.log(JSON.stringify(stack.toTerraform().terraform.backend)); // {"s3":{}}
 * ```
 */
export type PartialBackend = (typeof PARTIAL_BACKENDS)[number];

/**
 * A value of a backend's settings; `{stack}` in a text stands for the stack's name.
 *
 * @example
 * ```ts
 * import { TerraformStack } from "cdktf";
 * import { createApp, loadConfig, type Setting } from "cdktf-github-actions-ecr";
 *
 * const workspaces: Setting = { name: "access-{stack}" };
 * const state = { kind: "cloud", settings: { organization: "acme", workspaces } } as const;
 * const app = createApp({ ...loadConfig("access.yaml"), state }, "cdktf.out");
 * const stack = TerraformStack.of(app.node.findChild("github-acme"));
 * console.log(stack.toTerraform().terraform.cloud.workspaces.name); // access-github-acme
 * ```
 */
export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };
/**
 * A backend's settings, under Terraform's own names.
 *
 * @example
 * ```ts
 * import { TerraformStack } from "cdktf";
 * import { createApp, loadConfig, type Settings } from "cdktf-github-actions-ecr";
 *
 * const settings: Settings = { bucket: "acme-tfstate", prefix: "access/{stack}" };
 * const app = createApp({ ...loadConfig("access.yaml"), state: { kind: "gcs", settings } }, "cdktf.out");
 * const stack = TerraformStack.of(app.node.findChild("github-acme"));
 * console.log(stack.toTerraform().terraform.backend.gcs.prefix); // access/github-acme
 * ```
 */
export type Settings = Readonly<Record<string, Setting>>;

/**
 * Where Terraform keeps what it knows.
 *
 * @example
 * ```ts
 * import { TerraformStack } from "cdktf";
 * import { createApp, loadConfig, type State } from "cdktf-github-actions-ecr";
 *
 * const state: State = { kind: "local", directory: "states" };
 * const app = createApp({ ...loadConfig("access.yaml"), state }, "cdktf.out");
 * const stack = TerraformStack.of(app.node.findChild("github-acme"));
 * console.log(stack.toTerraform().terraform.backend.local.path); // ../../../states/terraform.github-acme.tfstate
 * ```
 */
export type State =
  | { readonly kind: "local"; readonly directory: string }
  | S3State
  | { readonly kind: PassedBackend; readonly settings: Settings }
  | { readonly kind: "partial"; readonly backend: PartialBackend };

/**
 * State in a bucket.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { parseConfig, type S3State } from "cdktf-github-actions-ecr";
 *
 * const text = `${readFileSync("access.yaml", "utf8")}state: { s3: { bucket: acme-tfstate, region: us-east-1 } }`;
 * const line = ({ bucket, region, keyPrefix }: S3State) => `${bucket}/${keyPrefix} in ${region}`;
 * const { state } = parseConfig(text, "access.yaml");
 * console.log(state.kind === "s3" && line(state)); // acme-tfstate/github-actions-ecr in us-east-1
 * ```
 */
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

/**
 * The stack that makes the bucket.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { type BucketStack, parseConfig } from "cdktf-github-actions-ecr";
 *
 * const s3 = "{ bucket: acme-tfstate, region: us-east-1, create: true }";
 * const { state } = parseConfig(`${readFileSync("access.yaml", "utf8")}state: { s3: ${s3} }`, "access.yaml");
 * const line = ({ ownState, accountIds }: BucketStack) => `${ownState} in ${accountIds.join()}`;
 * console.log(state.kind === "s3" && state.bucketStack && line(state.bucketStack)); // local in 123456789012
 * ```
 */
export interface BucketStack {
  /** Its own state: on disk until the bucket stands, in the bucket from then on. */
  readonly ownState: "local" | "bucket";
  /** The accounts that it may be applied in. */
  readonly accountIds: NonEmpty<string>;
}
