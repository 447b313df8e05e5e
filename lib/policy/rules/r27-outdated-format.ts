import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { formatOf, isNamesAlone } from "./subject-ids";

export const r27: Rule = {
  id: "R27",
  severity: "low",
  state: "sub holds ids where the repository sends ids",
  why: "the repository sends subjects with ids, so that this one never matches",
  mend: "write the subject with ids, repo:OWNER@ID/REPOSITORY@ID:…",
  breaches: ({ subjects, surroundings }) =>
    subjectBreaches(
      subjects,
      (subject) => isNamesAlone(subject) && formatOf(subject, surroundings) === "immutable",
    ),
};
