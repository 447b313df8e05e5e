import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { formatOf, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";

export const r26: Rule = {
  id: "R26",
  severity: "medium",
  state: "sub lists one format for each repository",
  why: "the subject without ids stays claimable by whoever gets the name",
  mend: "once GitHub sends ids, remove the subject without them (subject: immutable)",
  breaches: ({ subjects, surroundings }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectBreaches(
      subjects,
      (subject) =>
        isNamesAlone(subject) &&
        isListedWithIds(subject, withIds) &&
        formatOf(subject, surroundings) !== "name",
    );
  },
};
