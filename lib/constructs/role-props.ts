import type { ClaimName } from "../policy/claims";
import type { EcrAccess, EcrPublicAccess } from "../policy/ecr-access";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import type { SubjectTemplate } from "../policy/subject/template";
import type { GithubOidcProvider } from "./github-oidc-provider";
import type { AccountProps } from "./props";

/** ECR repositories, and what a role may do in them. */
export interface EcrProps {
  /** Names, patterns with `*`, or resources with an ARN, such as `EcrRepository` and `DataAwsEcrRepository`. */
  readonly repositories: readonly (string | { readonly arn: string })[];
  /** `push` (AWS's documented push permissions, which cannot pull layers), `pull`, `push-pull`, `read` (lists and scan findings), or a list. Default: `push`. */
  readonly access?: EcrAccess | readonly EcrAccess[];
  /** Regions of the repositories that are given by name. Default: the region of the account. */
  readonly region?: string | readonly string[];
  /** Id of the account of the repositories that are given by name. Default: the account of the role. */
  readonly account?: string;
  /** ARNs of the signing profiles with which ECR signs what the role pushes. Accepts CDKTF tokens. Default: none. */
  readonly signingProfileArn?: string | readonly string[];
}

/** Repositories of the role's account in ECR Public, and what a role may do there. */
export interface EcrPublicProps {
  /** Names without the address. */
  readonly repositories: readonly string[];
  /** `push`, `pull` (the login alone, because everyone can pull), `read` (lists), or a list. Default: `push`. */
  readonly access?: EcrPublicAccess | readonly EcrPublicAccess[];
  /** Alias of the account's registry in ECR Public, for workflows. Default: none. */
  readonly alias?: string;
}

/**
 * Who may assume a role: exactly one of these.
 * @inline
 */
export interface RoleTrustProps {
  /** Entries are alternatives: a token that matches one of them may assume the role. */
  readonly trust: readonly TrustProps[];
  /** A custom trust policy, written unchanged. Literal, except for `oidcProvider.providerArn`. */
  readonly trustPolicy: PolicyJson;
}

/** Props of a role without its trust. */
export interface RoleProps {
  /** The OIDC provider of the account. */
  readonly oidcProvider: GithubOidcProvider;
  /** What the role may do in ECR. A list for several accounts or levels. */
  readonly ecr: EcrProps | readonly EcrProps[];
  /** What the role may do in ECR Public. Needs an account in the props. Default: nothing. */
  readonly ecrPublic?: EcrPublicProps;
  /** Required if `ecr.repositories` contains names. Default: the account of `oidcProvider`. */
  readonly account?: AccountProps;
  /** Default: `GitHubActionsECRRole`. */
  readonly name?: string;
  /**
   * `create` creates the role, its policies and their attachments, `import` imports those that exist into the state. `import` needs an account in
   * the props. Default: `create`.
   */
  readonly origin?: "create" | "import";
  /** Default: `GitHubActionsECRPolicy`, or `<name>Policy` for a role with another name. */
  readonly policyName?: string;
  /** IAM path of the role and its policies. Default: `/`. */
  readonly path?: string;
  /** Accepts a CDKTF token. Default: none. */
  readonly description?: string;
  /** Maximum session duration, 3,600 to 43,200. Default: 3,600. */
  readonly maxSessionSeconds?: number;
  /** Accepts a CDKTF token. Default: none. */
  readonly permissionsBoundaryArn?: string;
  /**
   * ARNs of managed policies to attach to the role beside its ECR policies. Each breaks rule R33, because the rules do not see what it allows.
   * Accepts CDKTF tokens. Default: none.
   */
  readonly policies?: readonly string[];
  /** Values may be CDKTF tokens. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Rules that the role violates on purpose. Default: none. */
  readonly acceptRisks?: readonly AcceptedRisk[];
  /** The account's quota for the length of a trust policy, up to 8,192. Default: 2,048. */
  readonly trustPolicyCharacters?: number;
  /**
   * Owners that a `subject` or `trustPolicy` may trust, beside the owners in `trust[].repository`. Default: none. If `trust` names no
   * repository, the first owner in `subject` or `trustPolicy`.
   */
  readonly owners?: readonly string[];
}

/** Props of a role: who may assume it (`trust` or a custom `trustPolicy`) and what it may do (`ecr`). */
export type EcrRoleProps = RoleProps & OneOf<RoleTrustProps>;

/** The context of a workflow run: exactly one of these. */
export interface ContextProps {
  /** Name or pattern (`*`) of a branch. */
  readonly branch: string;
  /** Name or pattern (`*`) of a tag. */
  readonly tag: string;
  /** Name of a GitHub environment (no pattern), or a `GithubEnvironment` of the app. The subject of such a job contains no branch. */
  readonly environment: string | EnvironmentOfApp;
  /** Workflow runs on pull requests. */
  readonly pullRequest: true;
  /** Workflow runs of the merge queue of this branch. */
  readonly mergeQueue: string;
  /** Every branch, tag, pull request and environment. */
  readonly anyContext: true;
}

/**
 * A GitHub environment of the app, such as a `GithubEnvironment`.
 * @inline
 */
export interface EnvironmentOfApp {
  readonly name: string;
  /** Name of the repository without its owner, or a CDKTF token. */
  readonly repositoryName: string;
  /** Whether it requires a reviewer or limits branches or tags. R13 needs this. */
  readonly isProtected: boolean;
}

/** Exactly one key of several. */
export type OneOf<Props> = {
  readonly [Key in keyof Props]: Pick<Props, Key> & Partial<Record<Exclude<keyof Props, Key>, never>>;
}[keyof Props];

/**
 * GitHub's ids, which are never reused. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints them.
 * @inline
 */
interface IdProps {
  /** Id of the user or organization. Accepts a CDKTF token such as `DataGithubOrganization.id`. */
  readonly owner: number | string;
  /** Id of the repository. Required unless `repository` is a pattern. Accepts a CDKTF token such as `DataGithubRepository.repoId`. */
  readonly repository?: number | string;
}

/**
 * Further claims, all of which the token must have. A list contains alternatives. `*` is a wildcard.
 * @inline
 */
type ClaimProps = Readonly<Partial<Record<ClaimName, string | NonEmpty<string>>>>;

/** Trust in workflow runs of one repository, or of all repositories that match a pattern. */
export type RepositoryTrustProps = OneOf<ContextProps> & {
  /** `OWNER/NAME` in GitHub's case. `*` in the name is a wildcard. A literal string. */
  readonly repository: string;
  /** Makes the subject immutable. Repositories created, renamed or transferred after 2026-07-15 send ids. Default: a name subject. */
  readonly ids?: IdProps;
  /** `both` also allows name subjects, for a repository that moves to immutable subjects. Needs `ids`. Default: `immutable`. */
  readonly subjectFormat?: "immutable" | "both";
  /** Further claims that the token must have. Default: none. */
  readonly claims?: ClaimProps;
  /** Keys of the repository's subject template in GitHub. Default: `repo`, `context`. */
  readonly template?: SubjectTemplate;
  readonly subject?: never;
};

/** Trust in tokens whose whole subject matches a pattern with `*` and `?`. */
export interface SubjectTrustProps {
  /** The pattern as IAM reads it: `${…}` is a policy variable. */
  readonly subject: string;
  /** Further claims that the token must have. Default: none. */
  readonly claims?: ClaimProps;
  /** The pattern contains the repository. */
  readonly repository?: never;
}

/**
 * An entry of a role's trust. As in access.yaml, but for one repository as `OWNER/NAME`, with its ids.
 */
export type TrustProps = RepositoryTrustProps | SubjectTrustProps;

/** A rule that a role violates on purpose, and why. */
export interface AcceptedRisk {
  /** The id, such as `R07`. Critical rules cannot be accepted. */
  readonly rule: string;
  /** For readers of the code. */
  readonly reason: string;
}
