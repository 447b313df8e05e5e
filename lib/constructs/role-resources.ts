import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type ArnScope, roleArn } from "../policy/arn";
import type { NamedPolicy } from "../policy/ecr-policy";
import type { NonEmpty } from "../policy/non-empty";
import { address, RESOURCE } from "./address";
import { tagged } from "./tagged";
import { documentText, escapeTemplate, reference } from "./terraform-text";

export interface RoleWithPoliciesProps {
  /** Undefined where nobody knows it before Terraform does. */
  readonly account: ArnScope | undefined;
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
  /** Addresses of what has to stand before the role. */
  readonly dependsOn: readonly string[];
}

/** A role, its trust policy, and the managed policies attached to it, from documents that are judged already. */
export class RoleResources extends Construct {
  /** Literal text where the account is, else the role's attribute. */
  readonly roleArn: string;
  /** In its account, for values that workflows read. */
  readonly roleName: string;
  /** Terraform's resource, for what this construct has no props for. */
  readonly iamRole: IamRole;

  constructor(scope: Construct, id: string, props: RoleWithPoliciesProps) {
    super(scope, id);
    const { account, name, tags } = props;
    const path = escapeTemplate(props.path);
    const role = new IamRole(this, RESOURCE, {
      name,
      path,
      ...(props.description !== undefined && { description: escapeTemplate(props.description) }),
      assumeRolePolicy: documentText(props.trustPolicy),
      maxSessionDuration: props.maxSessionSeconds,
      ...(props.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: props.permissionsBoundaryArn,
      }),
      ...tagged(tags),
    });
    if (props.dependsOn.length > 0) role.dependsOn = [...props.dependsOn];
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
    this.roleArn = account === undefined ? role.arn : roleArn(account, props.path, name);
    this.roleName = name;
    this.iamRole = role;
  }
}
