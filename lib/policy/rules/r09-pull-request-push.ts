import { isPush } from "./permission";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r09: Rule = {
  id: "R09",
  name: "pull-request-push",
  severity: "high",
  requirement: "a role that pull requests can take does not push",
  impact: "code that nobody has reviewed pushes images",
  fix: "give pull requests a role of their own that only pulls, or trust a branch or an environment instead",
  violations: ({ subjects, context: { permissions } }) => {
    const reached = subjectViolations(subjects, (subject) =>
      // A template without context, and the claim, say it by the ref.
      ["pull_request", "ref:refs/pull/"].some((key) => segmentValues(subject, key).length > 0),
    );
    return reached.length > 0 && (permissions === undefined || permissions.some(isPush)) ? reached : [];
  },
};
