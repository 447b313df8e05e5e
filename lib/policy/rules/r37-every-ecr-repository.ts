import { isEveryRepository, isPush } from "./permission";
import type { Rule } from "./rule";

export const r37: Rule = {
  id: "R37",
  name: "every-ecr-repository",
  severity: "medium",
  requirement: "push is allowed to named ECR repositories",
  impact: "one workflow can replace every image of the account",
  fix: "name the ECR repositories, or a pattern such as team/*",
  violations: ({ context: { permissions = [] } }) =>
    permissions
      .filter((permission) => permission.resources.some(isEveryRepository) && isPush(permission))
      .flatMap(({ resources }) => resources.filter(isEveryRepository))
      .map((given) => ({ path: [], given })),
};
