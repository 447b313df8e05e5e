import { Annotations, Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { givenText } from "../config/problem";
import type { EcrAccess } from "../policy/ecr-actions";
import type { EcrPermissions } from "../policy/ecr-policy";
import { isSameName } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject";
import type { AccountProps } from "./account";
import { checkedRole } from "./checked-role";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { othersInStack } from "./others-in-stack";
import { RoleResources } from "./role-resources";
import type { AcceptedRisk, OneOf, TrustProps } from "./trust-props";
import { assertValid } from "./validation";

/** ECR repositories, and what a role may do with them. */
export interface EcrProps {
  /** Each a name, a pattern with `*`, or an `EcrRepository`, `DataAwsEcrRepository` or whatever else has its ARN. */
  readonly repositories: readonly (string | { readonly arn: string })[];
  /** `push` is the guide's seven actions and reads no layers back, `pull` reads, `push-pull` does both. Default: `push`. */
  readonly access?: EcrAccess;
  /** Where repositories that are named are. Default: the account's region. */
  readonly region?: string | readonly string[];
}

/**
 * Who may take a role.
 * @inline
 */
export interface RoleTrustProps {
  /** Entries are alternatives. */
  readonly trust: readonly TrustProps[];
  /** A trust policy of one's own, kept as it is. The provider's ARN may be `oidcProvider.providerArn`; the rest is literal text. */
  readonly trustPolicy: PolicyJson;
}

/** What a role is, whoever may take it. */
export interface RoleProps {
  /** The account's trust in GitHub. */
  readonly oidcProvider: GithubOidcProvider;
  /** What the role may do. */
  readonly ecr: EcrProps;
  /** Needed where `ecr.repositories` has names. Default: that of `oidcProvider`. */
  readonly account?: AccountProps;
  /** Default: `GitHubActionsECRRole`. */
  readonly name?: string;
  /** Default: `GitHubActionsECRPolicy`, for a role with another name `<name>Policy`. */
  readonly policyName?: string;
  /** Of role and policies. Default: `/`. */
  readonly path?: string;
  /** A token is welcome. Default: none. */
  readonly description?: string;
  /** 3,600 to 43,200. Default: 3,600. */
  readonly maxSessionSeconds?: number;
  /** A token is welcome. Default: none. */
  readonly permissionsBoundaryArn?: string;
  /** Tokens are welcome as values. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Rules that the role breaks on purpose. */
  readonly acceptRisks?: readonly AcceptedRisk[];
  /** How long a trust policy may be in this account. Default: 2,048; up to 8,192 where AWS has raised the quota. */
  readonly trustPolicyCharacters?: number;
  /**
   * Whose repositories a `subject` or `trustPolicy` may name besides those of the owners in `trust[].repository`. Default: where there is
   * none of these, the first owner that it names.
   */
  readonly owners?: readonly string[];
}

/** What a role is and who may take it: by `trust`, or by a `trustPolicy` of one's own. */
export type EcrRoleProps = RoleProps & OneOf<RoleTrustProps>;

/**
 * A role that the trusted workflows take, and the policies that let it reach its ECR repositories. The rules judge it as they judge a
 * role of access.yaml: a critical one refuses it, a high one until `acceptRisks` names it, the others are warnings of CDKTF's.
 * @throws ConfigError with everything that is wrong with the props.
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
  /** The values of `sub` that are let in, `*` and `?` as wildcards. */
  readonly subjects: readonly string[];
  /** Whom it trusts: entries, or the trust policy of one's own. A `GithubWorkflow` follows from these. */
  readonly trust: NonEmpty<TrustEntry> | PolicyJson;
  /** What it may do. An ECR repository that is handed over as such stands here by its name. */
  readonly ecr: EcrPermissions;
  /** The account that it lies in, where the props or those of its provider say it. */
  readonly account?: AccountProps;
  /** The only value of `aud` that is let in. */
  readonly audience: string;
  /** Who signs the tokens, without `https://`. */
  readonly issuerHost: string;

  constructor(scope: Construct, id: string, props: EcrRoleProps) {
    const place = scope.node.path === "" ? id : `${scope.node.path}/${id}`;
    const { role, account, subjects, warnings } = checkedRole(place, props, false);
    const ownAccount = props.account ?? props.oidcProvider.account;
    super(scope, id, {
      ...role,
      account: ownAccount && account,
      description: props.description,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      tags: props.tags ?? {},
      dependsOn: props.oidcProvider.addresses,
    });
    const { audience, issuerHost } = props.oidcProvider;
    this.subjects = subjects;
    this.trust = role.trust.kind === "entries" ? role.trust.entries : role.trust.document;
    const [name = "", ...others] = props.ecr.repositories.map(repositoryNameOf);
    this.ecr = { ...role.ecr, repositories: [name, ...others] };
    if (ownAccount !== undefined) this.account = ownAccount;
    this.audience = audience;
    this.issuerHost = issuerHost;
    assertValid(this, sameRoleProblems(this));
    for (const warning of warnings) Annotations.of(this).addWarning(warning);
  }
}

/** Of the resource where it says it, else of the ARN. */
function repositoryNameOf(repository: EcrProps["repositories"][number]): string {
  if (typeof repository === "string") return repository;
  const name = "nameInput" in repository ? repository.nameInput : undefined;
  return typeof name === "string" && !Token.isUnresolved(name)
    ? name
    : Fn.element(Fn.split(":repository/", repository.arn), 1);
}

/** IAM compares names without case. */
function sameRoleProblems(role: EcrRole): readonly string[] {
  const other = othersInStack(role, EcrRole).find(({ roleName }) => isSameName(roleName, role.roleName));
  if (other === undefined) return [];
  return [
    `name: expected a name that no other role has, ignoring case, got ${givenText(role.roleName)}, which is also the name of ${other.node.path}`,
  ];
}
