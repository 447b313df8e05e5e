import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { OidcProviderMode, RoleOrigin } from "../../config/types";
import { type ArnScope, arnScopeOf, policyArn, policyNameOf, roleArn } from "../../policy/arn";
import type { NamedPolicy } from "../../policy/ecr-policies";
import type { NonEmpty } from "../../policy/non-empty";
import { address, RESOURCE } from "../address";
import { documentText, escapeTemplate, reference, tagged } from "../terraform-text";
import { IGNORED_TAGS } from "./ecr-resources";

export interface RoleResourcesProps {
  /** Undefined if only Terraform knows the account. */
  readonly account: ArnScope | undefined;
  readonly name: string;
  /** To import, the account must be known: the ids of policies are their ARNs. */
  readonly origin: RoleOrigin;
  /** IAM path of the role and its policies; starts and ends with a slash. */
  readonly path: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn: string | undefined;
  /** ARNs of managed policies that exist, to attach too. */
  readonly attachedPolicyArns?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** The trust policy. */
  readonly trustPolicy: object;
  /** Each becomes a managed policy. */
  readonly policies: NonEmpty<NamedPolicy>;
  /** Addresses of resources to create before the role. */
  readonly dependsOn: readonly string[];
}

/** A role with its trust policy and its managed policies, from checked policies. */
export class RoleResources extends Construct {
  /** A literal string if the account is known, otherwise the attribute of the role. */
  readonly roleArn: string;
  /** Name of the role, without its path. */
  readonly roleName: string;
  /** The resource, for arguments that the props do not have. */
  readonly iamRole: IamRole;

  constructor(scope: Construct, id: string, props: RoleResourcesProps) {
    super(scope, id);
    const { account, name, tags } = props;
    const imported = props.origin === "import" ? account : undefined;
    const path = escapeTemplate(props.path);
    const role = new IamRole(this, RESOURCE, {
      name,
      path,
      ...(props.description !== undefined && { description: escapeTemplate(props.description) }),
      assumeRolePolicy: documentText(props.trustPolicy),
      maxSessionDuration: props.maxSessionSeconds,
      // AWS refuses to delete a role to which something else is attached. An import reads false: true would be a change.
      ...(props.origin !== "import" && { forceDetachPolicies: true }),
      ...(props.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: props.permissionsBoundaryArn,
      }),
      ...tagged(tags),
    });
    if (imported !== undefined) role.importFrom(name);
    if (props.dependsOn.length > 0) role.dependsOn = [...props.dependsOn];
    ownPolicies(this, role, props, imported);
    attachedPolicies(this, role, props);
    this.roleArn = account === undefined ? role.arn : roleArn(account, props.path, name);
    this.roleName = name;
    this.iamRole = role;
  }
}

/** @param imported the account, if the policies exist already. */
function ownPolicies(
  scope: Construct,
  role: IamRole,
  { name, policies, tags, ...props }: RoleResourcesProps,
  imported: ArnScope | undefined,
): void {
  const path = escapeTemplate(props.path);
  const ignoredTags = Object.keys(tags).length === 0 ? IGNORED_TAGS : [];
  for (const { name: policyName, document } of policies) {
    const policy = new IamPolicy(scope, address(policyName), {
      name: policyName,
      path,
      policy: documentText(document),
      ...tagged(tags),
      // A policy made by hand can have a description, and Terraform replaces a policy whose description changes.
      ...(imported !== undefined && { lifecycle: { ignoreChanges: ["description", ...ignoredTags] } }),
    });
    const attachment = new IamRolePolicyAttachment(scope, address(name, policyName), {
      role: reference(role, "name"),
      policyArn: reference(policy, "arn"),
    });
    if (imported === undefined) continue;
    const arn = policyArn(imported, path, policyName);
    policy.importFrom(arn);
    attachment.importFrom(`${name}/${arn}`);
  }
}

function attachedPolicies(
  scope: Construct,
  role: IamRole,
  { name, attachedPolicyArns = [] }: RoleResourcesProps,
): void {
  for (const [index, policyArn] of attachedPolicyArns.entries()) {
    const attached = Token.isUnresolved(policyArn) ? String(index) : attachedName(policyArn);
    new IamRolePolicyAttachment(scope, address(name, `attached/${attached}`), {
      role: reference(role, "name"),
      policyArn,
    });
  }
}

/** The name for the address of an attachment: AWS's policies and those of the account can have the same. */
function attachedName(arn: string): string {
  return arnScopeOf(arn).accountId === "aws" ? `aws/${policyNameOf(arn)}` : policyNameOf(arn);
}

interface OidcProviderProps {
  readonly mode: OidcProviderMode;
  /** Issuer of the tokens, without `https://`. */
  readonly issuerHost: string;
  /** The only allowed value of `aud`. */
  readonly audience: string;
  /** The ARN of a provider to import. */
  readonly arn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Creates or imports an account's OIDC provider, from checked values. Undefined for a provider that exists. */
export function oidcProviderResource(
  scope: Construct,
  { mode, issuerHost, audience, arn, tags }: OidcProviderProps,
): IamOpenidConnectProvider | undefined {
  if (mode === "existing") return undefined;
  const provider = new IamOpenidConnectProvider(scope, RESOURCE, {
    url: `https://${issuerHost}`,
    clientIdList: [audience],
    ...tagged(tags),
  });
  if (mode === "import" && arn !== undefined) provider.importFrom(arn);
  return provider;
}
