import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { EcrPermissions, EcrPublicPermissions } from "../policy/ecr-policies";
import { isSameName } from "../policy/github-names";
import type { NonEmpty } from "../policy/non-empty";
import type { PolicyJson } from "../policy/policy-document";
import type { TrustEntry } from "../policy/subject/types";
import { givenText } from "../policy/text-rule";
import { RoleResources } from "./base/iam-resources";
import type { AccountProps } from "./props";
import { type ResolvedRole, resolvedRole } from "./resolved-role";
import type { EcrRoleProps } from "./role-props";
import { assertValid, othersInStack } from "./validation";

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
  /** The same for the further elements of `ecr`. */
  readonly furtherEcr: readonly EcrPermissions[];
  /** What it may do in ECR Public. */
  readonly ecrPublic?: EcrPublicPermissions;
  /** The longest session, in seconds. Workflows ask for it. */
  readonly maxSessionSeconds: number;
  /** Its account, if the props of the role or of its OIDC provider contain it. */
  readonly account?: AccountProps;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** Issuer of the tokens, without `https://`. */
  readonly issuerHost: string;

  constructor(scope: Construct, id: string, props: EcrRoleProps);
  /** @internal `GithubActionsEcr` resolves its role itself, with the values to publish. */
  constructor(scope: Construct, id: string, props: EcrRoleProps, resolved: ResolvedRole);
  constructor(
    scope: Construct,
    id: string,
    props: EcrRoleProps,
    resolved: ResolvedRole = resolvedRole(pathIn(scope, id), props, false),
  ) {
    const { role, account, trustPolicy, policies } = resolved;
    const ownAccount = props.account ?? props.oidcProvider.account;
    super(scope, id, {
      ...role,
      trustPolicy,
      policies,
      account: ownAccount && account,
      description: props.description,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      attachedPolicyArns: props.policies ?? [],
      tags: props.tags ?? {},
      dependsOn: props.oidcProvider.addresses,
    });
    const { audience, issuerHost } = props.oidcProvider;
    this.subjects = resolved.subjects;
    this.trust = resolved.trust;
    const { regions, repositories, signingProfileArns } = resolved;
    this.ecr = { ...role.ecr, regions, repositories, ...(signingProfileArns && { signingProfileArns }) };
    this.furtherEcr = resolved.furtherEcr;
    if (role.ecrPublic !== undefined) this.ecrPublic = role.ecrPublic;
    this.maxSessionSeconds = role.maxSessionSeconds;
    if (ownAccount !== undefined) this.account = ownAccount;
    this.audience = audience;
    this.issuerHost = issuerHost;
    assertValid(this, sameRoleProblems(this));
    for (const warning of resolved.warnings) Annotations.of(this).addWarning(warning);
  }
}

/** The path that a construct will have. */
function pathIn({ node }: Construct, id: string): string {
  return node.path === "" ? id : `${node.path}/${id}`;
}

/** IAM ignores the case of names. */
function sameRoleProblems(role: EcrRole): readonly string[] {
  const other = othersInStack(role, EcrRole).find(({ roleName }) => isSameName(roleName, role.roleName));
  if (other === undefined) return [];
  return [
    `name: expected a name that no other role has, ignoring case, got ${givenText(role.roleName)}, which is also the name of ${other.node.path}`,
  ];
}
