import type { Rule } from "./rule";
import { formatOf, isNamesAlone } from "./subject-ids";
import { subjectViolations } from "./violation";

export const r27: Rule = {
  id: "R27",
  name: "outdated-subject",
  severity: "low",
  requirement: "sub holds ids where the repository sends ids",
  impact: "the repository sends subjects with ids, so that this one never matches",
  fix: "write the subject with ids, repo:OWNER@ID/REPOSITORY@ID:…",
  violations: ({ subjects, context }) =>
    subjectViolations(
      subjects,
      (subject) => isNamesAlone(subject) && formatOf(subject, context) === "immutable",
    ),
};
