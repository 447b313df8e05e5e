import { excessActions, permissionViolations } from "./permission";
import type { Rule } from "./rule";

export const r33: Rule = {
  id: "R33",
  name: "excess-permissions",
  severity: "high",
  requirement: "the role's policies allow push and pull and nothing else",
  impact: "a compromised workflow can do more than push and pull images",
  fix: "remove the other actions from the role's policies",
  details:
    "Examples are `ecr:*`, `ecr:SetRepositoryPolicy`, `ecr:DeleteRepository`, `ecr:BatchDeleteImage`, `ecr:PutImageTagMutability` and actions of other services. `signer:SignPayload` on signing profiles without wildcards is a part of a push. In access.yaml, no value of `ecr.access` allows such an action. The rule reports each managed policy in `policies` of a role, because the file does not contain what the policy allows: it may be `AdministratorAccess`.",
  example: {
    bad: {
      shown: {
        permissions: {
          Effect: "Allow",
          Action: "ecr:*",
          Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/web",
        },
      },
    },
    good: {
      shown: {
        permissions: {
          Effect: "Allow",
          Action: ["ecr:BatchGetImage", "ecr:PutImage"],
          Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/web",
        },
      },
    },
  },
  violations: ({ context }) => [
    ...permissionViolations(context, excessActions, ({ action }) =>
      action.isNegated ? "NotAction" : "Action",
    ),
    ...(context.attachedPolicyArns ?? []).map((given) => ({ path: [], given })),
  ],
};
