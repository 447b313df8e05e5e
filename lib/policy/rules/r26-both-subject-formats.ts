import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { formatOf, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";

export const r26: Rule = {
  id: "R26",
  name: "both-subject-formats",
  severity: "medium",
  requirement: "each repository is listed in one subject format",
  impact: "the subject without ids still matches if someone else registers the name",
  fix: "remove the subject without ids once GitHub sends ids",
  details:
    "A token contains one of the two formats. Listing both is a step of a migration. See [ids](guide/ids.md).",
  example: { bad: bySubject(SUBJECT, "repo:acme/web:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects, context }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectViolations(
      subjects,
      (subject) =>
        isNamesAlone(subject) && isListedWithIds(subject, withIds) && formatOf(subject, context) !== "name",
    );
  },
};
