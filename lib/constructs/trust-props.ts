import type { ClaimName } from "../policy/claims";
import type { NonEmpty } from "../policy/non-empty";
import type { SubjectTemplate } from "../policy/subject-template";

/**
 * Where in a repository a workflow run comes from: exactly one of these.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type ContextProps, EcrRole, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const queue: Pick<ContextProps, "mergeQueue"> = { mergeQueue: "main" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ repository: "acme/web", ids: { owner: 123456, repository: 456789 }, ...queue }],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:ref:refs/heads/gh-readonly-queue/main/pr-*
 * ```
 */
export interface ContextProps {
  /** Branch, or a pattern with `*`. */
  readonly branch: string;
  /** Tag, or a pattern with `*`. */
  readonly tag: string;
  /** GitHub environment by its name, taken literally, or a `GithubEnvironment` of the app. A job that names one sends no branch. */
  readonly environment: string | EnvironmentOfApp;
  /** Runs of pull requests. */
  readonly pullRequest: true;
  /** Runs of the merge queue of this branch. */
  readonly mergeQueue: string;
  /** Every branch, tag, pull request and environment. */
  readonly anyContext: true;
}

/**
 * An environment that the app makes, such as a `GithubEnvironment`.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, type EnvironmentOfApp, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const environment: EnvironmentOfApp = { name: "production", repositoryName: "web", isProtected: true };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ repository: "acme/web", ids: { owner: 123456, repository: 456789 }, environment }],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:environment:production
 * ```
 */
export interface EnvironmentOfApp {
  readonly name: string;
  /** Without its owner; a token where Terraform alone knows it. */
  readonly repositoryName: string;
  /** Whether it asks a reviewer or admits only some branches or tags: what R13 wants to know. */
  readonly isProtected: boolean;
}

/**
 * One key of several, and none of the others.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type ContextProps, EcrRole, GithubOidcProvider, type OneOf } from "cdktf-github-actions-ecr";
 *
 * const runs: readonly OneOf<ContextProps>[] = [{ branch: "main" }, { environment: "production" }];
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: runs.map((run) => ({ repository: "acme/web", ids: { owner: 123456, repository: 456789 }, ...run })),
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join("\n"));
 * // repo:acme@123456/web@456789:ref:refs/heads/main
 * // repo:acme@123456/web@456789:environment:production
 * ```
 */
export type OneOf<Props> = {
  readonly [Key in keyof Props]: Pick<Props, Key> & Partial<Record<Exclude<keyof Props, Key>, never>>;
}[keyof Props];

/**
 * Ids of GitHub's, which never change hands. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints them.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, GithubOidcProvider, type IdProps } from "cdktf-github-actions-ecr";
 *
 * const ids: IdProps = { owner: 123456, repository: 456789 };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ repository: "acme/web", ids, branch: "main" }],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:ref:refs/heads/main
 * ```
 */
export interface IdProps {
  /** Of the user or organization. Tokens are welcome, such as `DataGithubOrganization.id`. */
  readonly owner: number | string;
  /** Left out for a pattern alone, whose repositories have an id each. Tokens are welcome, such as `DataGithubRepository.repoId`. */
  readonly repository?: number | string;
}

/**
 * Further claims that a token has to have, all of them; of several values one suffices, and `*` is a wildcard.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type ClaimProps, EcrRole, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const claims: ClaimProps = { jobWorkflowRef: "acme/ci/.github/workflows/push.yml@refs/heads/main" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { trust } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ subject: "repo:acme@123456/web@456789:environment:production", claims }],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(Array.isArray(trust) && JSON.stringify(trust[0].claims));
 * // {"jobWorkflowRef":["acme/ci/.github/workflows/push.yml@refs/heads/main"]}
 * ```
 */
export type ClaimProps = Readonly<Partial<Record<ClaimName, string | NonEmpty<string>>>>;

/**
 * Runs of one repository, or of all that a pattern stands for.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, GithubOidcProvider, type RepositoryTrustProps } from "cdktf-github-actions-ecr";
 *
 * const web: RepositoryTrustProps = {
 *   repository: "acme/web",
 *   ids: { owner: 123456, repository: 456789 },
 *   tag: "v*",
 * };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [web],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:ref:refs/tags/v*
 * ```
 */
export type RepositoryTrustProps = OneOf<ContextProps> & {
  /** `OWNER/NAME` in GitHub's own casing; `*` in the name is a wildcard. Literal text. */
  readonly repository: string;
  /** With them the subject holds the ids. Repositories made, renamed or transferred after 2026-07-15 send them. Default: names alone. */
  readonly ids?: IdProps;
  /** How tokens name a repository with `ids`: `both` while it moves from names to ids. Default: `immutable`. */
  readonly subjectFormat?: "immutable" | "both";
  readonly claims?: ClaimProps;
  /** The keys of the repository's template for subjects, where one is set in GitHub. Default: `repo`, `context`. */
  readonly template?: SubjectTemplate;
  readonly subject?: never;
};

/**
 * A pattern for the whole subject: `*` and `?` are wildcards.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, GithubOidcProvider, type SubjectTrustProps } from "cdktf-github-actions-ecr";
 *
 * const tags: SubjectTrustProps = { subject: "repo:acme@123456/web@456789:ref:refs/tags/v*" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [tags],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:ref:refs/tags/v*
 * ```
 */
export interface SubjectTrustProps {
  /** As IAM reads it: `${…}` is a policy variable. */
  readonly subject: string;
  /** What a token has to say besides. Default: nothing. */
  readonly claims?: ClaimProps;
  /** The pattern names the repository itself. */
  readonly repository?: never;
}

/**
 * Whom a role trusts; several are alternatives. As in access.yaml, but one repository for each, by its full name, and with its ids.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, GithubOidcProvider, type TrustProps } from "cdktf-github-actions-ecr";
 *
 * const tags: TrustProps = { repository: "acme/web", ids: { owner: 123456, repository: 456789 }, tag: "v*" };
 * const main: TrustProps = { subject: "repo:acme@123456/web@456789:ref:refs/heads/main" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [tags, main],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 * });
 * console.log(subjects.join("\n"));
 * // repo:acme@123456/web@456789:ref:refs/tags/v*
 * // repo:acme@123456/web@456789:ref:refs/heads/main
 * ```
 */
export type TrustProps = RepositoryTrustProps | SubjectTrustProps;

/**
 * A rule that a role breaks on purpose, and why.
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { type AcceptedRisk, EcrRole, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const risk: AcceptedRisk = { rule: "R08", reason: "Only maintainers may start its workflows" };
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ repository: "acme/web", ids: { owner: 123456, repository: 456789 }, anyContext: true }],
 *   ecr: { repositories: [{ arn: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web" }] },
 *   acceptRisks: [risk],
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:*
 * ```
 */
export interface AcceptedRisk {
  /** `R01` to `R37`. Critical rules cannot be accepted. */
  readonly rule: string;
  readonly reason: string;
}
