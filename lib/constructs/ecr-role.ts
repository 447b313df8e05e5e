import { Annotations, Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { EcrAccess } from "../policy/ecr-actions";
import type { EcrPermissions } from "../policy/ecr-policy";
import { isSameName } from "../policy/github-names";
import { givenText } from "../policy/given-text";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject/types";
import type { AccountProps } from "./account";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { othersInStack } from "./others-in-stack";
import { resolvedRole } from "./resolved-role";
import { RoleResources } from "./role-resources";
import type { AcceptedRisk, OneOf, TrustProps } from "./trust-props";
import { assertValid } from "./validation";

/** ECR repositories, and what a role may do in them. */
export interface EcrProps {
  /** Names, patterns with `*`, or resources with an ARN, such as `EcrRepository` and `DataAwsEcrRepository`. */
  readonly repositories: readonly (string | { readonly arn: string })[];
  /** `push` (AWS's documented push permissions, which cannot pull layers), `pull`, or `push-pull`. Default: `push`. */
  readonly access?: EcrAccess;
  /** Regions of the repositories that are given by name. Default: the region of the account. */
  readonly region?: string | readonly string[];
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
  /** What the role may do in ECR. */
  readonly ecr: EcrProps;
  /** Required if `ecr.repositories` contains names. Default: the account of `oidcProvider`. */
  readonly account?: AccountProps;
  /** Default: `GitHubActionsECRRole`. */
  readonly name?: string;
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

/**
 * An IAM role for GitHub Actions: its trust policy, its ECR policies and their attachments. The rules check it like a role of access.yaml:
 * a critical violation throws, a high one throws until `acceptRisks` contains the rule, others are CDKTF warnings.
 * @throws ConfigError with every problem of the props.
 * @example
 * ```ts
 * import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRole, GithubOidcProvider } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const { subjects } = new EcrRole(stack, "push", {
 *   oidcProvider: new GithubOidcProvider(stack, "github"),
 *   trust: [{ repository: "acme/web", ids: { owner: 123456, repository: 456789 }, branch: "main" }],
 *   ecr: { repositories: [new EcrRepository(stack, "web", { name: "web" })] },
 * });
 * console.log(subjects.join()); // repo:acme@123456/web@456789:ref:refs/heads/main
 * ```
 */
export class EcrRole extends RoleResources {
  /** The allowed values of `sub`. `*` and `?` are wildcards. */
  readonly subjects: readonly string[];
  /** The entries of its trust, or its custom trust policy, as `GithubWorkflow` takes them. */
  readonly trust: NonEmpty<TrustEntry> | PolicyJson;
  /** What it may do in ECR. A repository that was given as a resource is here by its name. */
  readonly ecr: EcrPermissions;
  /** Its account, if the props of the role or of its OIDC provider contain it. */
  readonly account?: AccountProps;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** Issuer of the tokens, without `https://`. */
  readonly issuerHost: string;

  constructor(scope: Construct, id: string, props: EcrRoleProps) {
    const place = scope.node.path === "" ? id : `${scope.node.path}/${id}`;
    const resolved = resolvedRole(place, props, false);
    const { role, account, trustPolicy, policies } = resolved;
    const ownAccount = props.account ?? props.oidcProvider.account;
    super(scope, id, {
      ...role,
      trustPolicy,
      policies,
      account: ownAccount && account,
      description: props.description,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      tags: props.tags ?? {},
      dependsOn: props.oidcProvider.addresses,
    });
    const { audience, issuerHost } = props.oidcProvider;
    this.subjects = resolved.subjects;
    this.trust = resolved.trust;
    const [name = "", ...others] = props.ecr.repositories.map(repositoryNameOf);
    this.ecr = { ...role.ecr, regions: resolved.regions, repositories: [name, ...others] };
    if (ownAccount !== undefined) this.account = ownAccount;
    this.audience = audience;
    this.issuerHost = issuerHost;
    assertValid(this, sameRoleProblems(this));
    for (const warning of resolved.warnings) Annotations.of(this).addWarning(warning);
  }
}

/** The name in the props of the resource, or the last part of its ARN. */
function repositoryNameOf(repository: EcrProps["repositories"][number]): string {
  if (typeof repository === "string") return repository;
  const name = "nameInput" in repository ? repository.nameInput : undefined;
  return typeof name === "string" && !Token.isUnresolved(name)
    ? name
    : Fn.element(Fn.split(":repository/", repository.arn), 1);
}

/** IAM ignores the case of names. */
function sameRoleProblems(role: EcrRole): readonly string[] {
  const other = othersInStack(role, EcrRole).find(({ roleName }) => isSameName(roleName, role.roleName));
  if (other === undefined) return [];
  return [
    `name: expected a name that no other role has, ignoring case, got ${givenText(role.roleName)}, which is also the name of ${other.node.path}`,
  ];
}
