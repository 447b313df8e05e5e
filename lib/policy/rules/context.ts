import type { ArnScope } from "../arn";
import type { ParsedPolicy } from "../policy-document";
import type { SubjectFormat } from "../subject/types";

/** Texts by a name in lower case: the name in GitHub's casing, or its id. */
export type Spellings = ReadonlyMap<string, string>;

/**
 * Names by what they are compared by, for {@link LintContext}: GitHub takes names without case, a token has its own casing.
 */
export function spellings(names: readonly string[]): Spellings {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** A policy that is attached to the role. */
export type PermissionsPolicy = Pick<ParsedPolicy, "statements">;

/** What is known about the role and its GitHub repositories. Undefined or empty: not known. */
export interface LintContext {
  /** The only owners that may be trusted; undefined: any owner that a subject names. */
  readonly owners: Spellings | undefined;
  /** Ids of GitHub's, by the name in lower case: those of `owners`, and of repositories by `owner/name`. */
  readonly ids: { readonly owners: Spellings; readonly repositories: Spellings };
  /** Repositories whose casing is known, `OWNER/NAME`. */
  readonly repositories: Spellings;
  /** How a repository's tokens name it, for those of which it is known. */
  readonly subjectFormat: (owner: string, repository: string) => SubjectFormat | undefined;
  /** Whether a repository is known to have a subject template of its own. */
  readonly hasTemplate: (owner: string, repository: string) => boolean;
  /** Whether an audience other than that of AWS STS is wanted for the role. */
  readonly isExpectedAudience: (audience: string) => boolean;
  /** The account that the role lies in. */
  readonly account: ArnScope | undefined;
  /** Who signs the tokens, without `https://`. */
  readonly issuerHost: string | undefined;
  /** What the role may do: its policies. */
  readonly permissions: readonly PermissionsPolicy[] | undefined;
  /** Managed policies that the role also attaches, of which the statements are not known. Default: none. */
  readonly attachedPolicyArns?: readonly string[];
  readonly maxSessionSeconds: number | undefined;
  readonly hasPermissionsBoundary: boolean | undefined;
  /** Environments that ask a reviewer or admit only some branches, `OWNER/NAME:ENVIRONMENT`; `*` in the name is a wildcard. */
  readonly protectedEnvironments: readonly string[];
  /** Branches on whose name workflows run for `pull_request_target` and the like, `OWNER/NAME:BRANCH`. */
  readonly unreviewedBranches: readonly string[];
}

/** Nothing is known but the document itself. With what you know in it, {@link lintTrustPolicy} finds more. */
export const EMPTY_CONTEXT: LintContext = {
  owners: undefined,
  ids: { owners: new Map(), repositories: new Map() },
  repositories: new Map(),
  subjectFormat: () => undefined,
  hasTemplate: () => false,
  isExpectedAudience: () => false,
  account: undefined,
  issuerHost: undefined,
  permissions: undefined,
  maxSessionSeconds: undefined,
  hasPermissionsBoundary: undefined,
  protectedEnvironments: [],
  unreviewedBranches: [],
};
