import { isServerIssuer } from "../github-issuer";
import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { formatOf, hasHyphenIds, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";

export const r23: Rule = {
  id: "R23",
  severity: "medium",
  state: "sub holds the ids of owner and repository, which never change hands",
  why: "names change hands: whoever gets the name of a deleted or renamed repository gets in",
  mend: "trust the subject with ids, if GitHub sends ids for it, as it does for every repository made, renamed or transferred after 2026-07-15",
  breaches: ({ subjects, surroundings }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectBreaches(subjects, (subject) => {
      if (!isNamesAlone(subject) || isServerIssuer(subject.statement.issuerHost)) return false;
      const format = formatOf(subject, surroundings);
      // R25, R26 and R27 say more of these.
      return (
        format !== "immutable" &&
        !hasHyphenIds(subject, surroundings) &&
        (format === "name" || !isListedWithIds(subject, withIds))
      );
    });
  },
};
