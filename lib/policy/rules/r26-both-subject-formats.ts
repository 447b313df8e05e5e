import type { Rule } from "./rule";
import { formatOf, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";
import { subjectViolations } from "./violation";

export const r26: Rule = {
  id: "R26",
  name: "both-subject-formats",
  severity: "medium",
  requirement: "sub lists one format for each repository",
  impact: "the subject without ids stays claimable by whoever gets the name",
  fix: "once GitHub sends ids, remove the subject without them (subject: immutable)",
  violations: ({ subjects, context }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectViolations(
      subjects,
      (subject) =>
        isNamesAlone(subject) && isListedWithIds(subject, withIds) && formatOf(subject, context) !== "name",
    );
  },
};
