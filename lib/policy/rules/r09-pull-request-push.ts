import { canPush } from "./permission";
import type { Rule } from "./rule";
import { bySubject, subjectViolations } from "./rule";
import { segmentValues } from "./subject-facts";

export const r09: Rule = {
  id: "R09",
  name: "pull-request-push",
  severity: "high",
  requirement: "a role that pull requests can assume cannot push",
  impact: "unreviewed code can push images",
  fix: "for pull requests, use a separate role that can only pull. Or trust a branch or an environment",
  details:
    "The subject of a pull request names neither its author nor its branch. If the role's policies are unknown, the rule assumes that they allow a push.",
  example: {
    bad: {
      ...bySubject("repo:acme@123456/web@456789:pull_request"),
      where: "on a role that can push",
      permissions: { Effect: "Allow", Action: "ecr:PutImage", Resource: "*" },
    },
    good: {
      ...bySubject("repo:acme@123456/web@456789:pull_request"),
      where: "on a role that can only pull",
      permissions: { Effect: "Allow", Action: "ecr:BatchGetImage", Resource: "*" },
    },
  },
  violations: ({ subjects, context: { permissions } }) => {
    const isPushPossible = permissions === undefined || canPush(permissions);
    const reached = subjectViolations(subjects, (subject) =>
      // With the claim ref, or a template without context, a pull request shows by its ref.
      ["pull_request", "ref:refs/pull/"].some((key) => segmentValues(subject, key).length > 0),
    );
    return reached.length > 0 && isPushPossible ? reached : [];
  },
};
