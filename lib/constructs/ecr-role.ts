import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type ArnScope, roleArn } from "../policy/arn";
import { type EcrPermissions, ecrPolicy } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import { subjectPatterns, type TrustEntry } from "../policy/subject";
import { trustPolicy } from "../policy/trust-policy";
import { address, RESOURCE } from "./address";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { tagged } from "./tagged";
import { documentText, literal, reference } from "./terraform-text";

export interface EcrRoleProps {
  readonly account: ArnScope;
  readonly oidcProvider: GithubOidcProvider;
  readonly audience: string;
  readonly name: string;
  readonly policyName: string;
  /** Of role and policy; starts and ends with a slash. */
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly trust: NonEmpty<TrustEntry>;
  readonly ecr: EcrPermissions;
}

/** A role that the trusted workflows take, and the policy that lets it reach its ECR repositories. */
export class EcrRole extends Construct {
  /** Literal text. */
  readonly roleArn: string;
  /** The patterns that a token's `sub` has to match, one of them. */
  readonly subjects: NonEmpty<string>;

  constructor(scope: Construct, id: string, props: EcrRoleProps) {
    super(scope, id);
    const { account, oidcProvider, audience, name, policyName, tags } = props;
    const path = literal(props.path);
    this.roleArn = roleArn(account, props.path, name);
    this.subjects = subjectPatterns(props.trust);
    const trust = trustPolicy({ providerArn: oidcProvider.providerArn, audience, subjects: this.subjects });
    const role = new IamRole(this, RESOURCE, {
      name,
      path,
      ...(props.description !== undefined && { description: literal(props.description) }),
      assumeRolePolicy: documentText(trust),
      maxSessionDuration: props.maxSessionSeconds,
      ...(props.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: props.permissionsBoundaryArn,
      }),
      ...tagged(tags),
    });
    if (oidcProvider.addresses.length > 0) role.dependsOn = [...oidcProvider.addresses];
    const policy = new IamPolicy(this, address(policyName), {
      name: policyName,
      path,
      policy: documentText(ecrPolicy(account, props.ecr)),
      ...tagged(tags),
    });
    new IamRolePolicyAttachment(this, address(name, policyName), {
      role: reference(role, "name"),
      policyArn: reference(policy, "arn"),
    });
  }
}
