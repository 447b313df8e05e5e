import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type ArnScope, roleArn } from "../policy/arn";
import type { NamedPolicy } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import { address, RESOURCE } from "./address";
import type { GithubOidcProvider } from "./github-oidc-provider";
import { tagged } from "./tagged";
import { documentText, literal, reference } from "./terraform-text";

export interface EcrRoleProps {
  readonly account: ArnScope;
  readonly oidcProvider: GithubOidcProvider;
  readonly name: string;
  /** Of role and policies; starts and ends with a slash. */
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** The document that says who may take the role. */
  readonly trustPolicy: object;
  /** What the role may do; each becomes a managed policy of its own. */
  readonly policies: NonEmpty<NamedPolicy>;
}

/** A role that the trusted workflows take, and the policies that let it reach its ECR repositories. */
export class EcrRole extends Construct {
  /** Literal text. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: EcrRoleProps) {
    super(scope, id);
    const { account, oidcProvider, name, tags } = props;
    const path = literal(props.path);
    this.roleArn = roleArn(account, props.path, name);
    const role = new IamRole(this, RESOURCE, {
      name,
      path,
      ...(props.description !== undefined && { description: literal(props.description) }),
      assumeRolePolicy: documentText(props.trustPolicy),
      maxSessionDuration: props.maxSessionSeconds,
      ...(props.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: props.permissionsBoundaryArn,
      }),
      ...tagged(tags),
    });
    if (oidcProvider.addresses.length > 0) role.dependsOn = [...oidcProvider.addresses];
    for (const { name: policyName, document } of props.policies) {
      const policy = new IamPolicy(this, address(policyName), {
        name: policyName,
        path,
        policy: documentText(document),
        ...tagged(tags),
      });
      new IamRolePolicyAttachment(this, address(name, policyName), {
        role: reference(role, "name"),
        policyArn: reference(policy, "arn"),
      });
    }
  }
}
