import { subjectBreaches } from "./breach";
import { isPush } from "./permission";
import type { Rule } from "./rule";
import { segmentValues } from "./trusted-subject";

export const r09: Rule = {
  id: "R09",
  severity: "high",
  state: "a role that pull requests can take does not push",
  why: "code that nobody has reviewed pushes images",
  mend: "give pull requests a role of their own that only pulls, or trust a branch or an environment instead",
  breaches: ({ subjects, surroundings: { permissions } }) => {
    const reached = subjectBreaches(subjects, (subject) =>
      // A template without context, and the claim, say it by the ref.
      ["pull_request", "ref:refs/pull/"].some((key) => segmentValues(subject, key).length > 0),
    );
    return reached.length > 0 && (permissions === undefined || permissions.some(isPush)) ? reached : [];
  },
};
