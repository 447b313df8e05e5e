import { isServerIssuer } from "../github-issuer";
import type { Rule } from "./rule";
import { formatOf, hasHyphenIds, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";
import { subjectViolations } from "./violation";

export const r23: Rule = {
  id: "R23",
  name: "name-subject",
  severity: "medium",
  requirement: "sub holds the ids of owner and repository, which never change hands",
  impact: "names change hands: whoever gets the name of a deleted or renamed repository gets in",
  fix: "trust the subject with ids, if GitHub sends ids for it, as it does for every repository made, renamed or transferred after 2026-07-15",
  violations: ({ subjects, context }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectViolations(subjects, (subject) => {
      if (!isNamesAlone(subject) || isServerIssuer(subject.statement.issuerHost)) return false;
      const format = formatOf(subject, context);
      // R25, R26 and R27 say more of these.
      return (
        format !== "immutable" &&
        !hasHyphenIds(subject, context) &&
        (format === "name" || !isListedWithIds(subject, withIds))
      );
    });
  },
};
