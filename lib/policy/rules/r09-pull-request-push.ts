import { isPush } from "./permission";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r09: Rule = {
  id: "R09",
  name: "pull-request-push",
  severity: "high",
  requirement: "a role that pull requests can assume cannot push",
  impact: "unreviewed code can push images",
  fix: "use a separate role that can only pull for pull requests, or trust a branch or an environment",
  violations: ({ subjects, context: { permissions } }) => {
    const reached = subjectViolations(subjects, (subject) =>
      // A template without context, and the claim, say it by the ref.
      ["pull_request", "ref:refs/pull/"].some((key) => segmentValues(subject, key).length > 0),
    );
    return reached.length > 0 && (permissions === undefined || permissions.some(isPush)) ? reached : [];
  },
};
