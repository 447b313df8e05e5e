import { escapeTemplate } from "../../../../lib/constructs/terraform-text";
import type { JsonMap } from "../../../policy/rules/document";

/** The properties of a role apart from its trust policy. */
export interface Role {
  readonly permissions?: JsonMap;
  readonly maxSessionSeconds?: number;
}

const ARN = "arn:aws:iam::123456789012:role/web";
const INLINE = "inline";

/** A role with this trust policy as each kind of file has it. */
export const WRAPPED: Readonly<
  Record<string, (trustPolicy: JsonMap, role?: Role) => JsonMap | readonly JsonMap[]>
> = {
  document: (trustPolicy) => trustPolicy,
  "get-role": (trustPolicy, role) => ({ Role: iamRole(trustPolicy, role) }),
  "get-role with an encoded document": (trustPolicy, role) => ({
    Role: {
      ...iamRole(trustPolicy, role),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy)),
    },
  }),
  "list-roles": (trustPolicy, role) => ({ Roles: [iamRole(trustPolicy, role)] }),
  "get-account-authorization-details": (trustPolicy, { permissions } = {}) => ({
    RoleDetailList: [
      {
        ...iamRole(trustPolicy),
        RolePolicyList:
          permissions === undefined ? [] : [{ PolicyName: INLINE, PolicyDocument: permissions }],
        AttachedManagedPolicies: [],
      },
    ],
    Policies: [],
  }),
  "Terraform JSON": (trustPolicy, { permissions, maxSessionSeconds } = {}) => ({
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["123456789012"] }] },
    resource: {
      aws_iam_role: {
        web: {
          name: "web",
          assume_role_policy: escapeTemplate(JSON.stringify(trustPolicy)),
          ...(maxSessionSeconds !== undefined && { max_session_duration: maxSessionSeconds }),
        },
      },
      ...(permissions !== undefined && {
        aws_iam_role_policy: {
          web: {
            name: INLINE,
            role: `\${aws_iam_role.web.id}`,
            policy: escapeTemplate(JSON.stringify(permissions)),
          },
        },
      }),
    },
  }),
  "a plan": (trustPolicy, role) => ({
    format_version: "1.2",
    planned_values: { root_module: { resources: resources(trustPolicy, role) } },
  }),
  "a state": (trustPolicy, role) => ({
    format_version: "1.0",
    values: { root_module: { child_modules: [{ resources: resources(trustPolicy, role) }] } },
  }),
  "a list": (trustPolicy, role) => [{ Role: iamRole(trustPolicy, role) }],
};

function iamRole(trustPolicy: JsonMap, { maxSessionSeconds }: Role = {}): JsonMap {
  return {
    RoleName: "web",
    Arn: ARN,
    AssumeRolePolicyDocument: trustPolicy,
    ...(maxSessionSeconds !== undefined && { MaxSessionDuration: maxSessionSeconds }),
  };
}

function resources(trustPolicy: JsonMap, { permissions, maxSessionSeconds }: Role = {}): readonly JsonMap[] {
  const named = (type: string, values: JsonMap): JsonMap => ({
    address: `${type}.web`,
    mode: "managed",
    type,
    name: "web",
    values,
  });
  return [
    named("aws_iam_role", {
      name: "web",
      arn: ARN,
      assume_role_policy: JSON.stringify(trustPolicy),
      permissions_boundary: null,
      max_session_duration: maxSessionSeconds ?? 3_600,
    }),
    ...(permissions === undefined
      ? []
      : [named("aws_iam_role_policy", { role: "web", policy: JSON.stringify(permissions) })]),
  ];
}
