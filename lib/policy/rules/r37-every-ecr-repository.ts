import type { Statement } from "../policy-document";
import { isEveryRepository, isPush, permissionViolations } from "./permission";
import type { Rule } from "./rule";

export const r37: Rule = {
  id: "R37",
  name: "every-ecr-repository",
  severity: "medium",
  requirement: "the role can push only to named ECR repositories",
  impact: "one workflow can replace every image in the account",
  fix: "name the ECR repositories, or use a pattern such as team/*",
  details: 'In access.yaml this is `ecr.repositories: "*"` with an access that pushes.',
  example: {
    bad: { shown: { permissions: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" } } },
    good: {
      shown: {
        permissions: {
          Effect: "Allow",
          Action: "ecr:PutImage",
          Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/team/*",
        },
      },
    },
  },
  violations: ({ context }) =>
    permissionViolations(context, everyRepository, ({ notResources }) =>
      notResources.length > 0 ? "NotResource" : "Resource",
    ),
};

/** The resources with which a statement allows to push to every repository. */
function everyRepository(statement: Statement): readonly string[] {
  if (!isPush(statement)) return [];
  const { resources, notResources } = statement;
  return notResources.length > 0
    ? notResources.map((resource) => `everything but ${resource}`)
    : resources.filter(isEveryRepository);
}
