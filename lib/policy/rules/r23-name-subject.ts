import { isServerIssuer } from "../github-issuer";
import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { formatOf, hasHyphenIds, isListedWithIds, isNamesAlone, subjectsWithIds } from "./subject-ids";

export const r23: Rule = {
  id: "R23",
  name: "name-subject",
  severity: "medium",
  requirement: "the subject contains the ids of the owner and the repository",
  impact:
    "if the owner or repository is renamed or deleted, someone else can register its name and assume the role",
  fix: "use the subject with ids, repo:OWNER@ID/REPOSITORY@ID:..., if GitHub sends it for the repository",
  details:
    "GitHub sends ids for every repository that was created, renamed or transferred after 2026-07-15, and for older ones that opted in. Ids are never reused. A GitHub Enterprise Server sends no ids, so the rule does not apply there. See [ids](guide/ids.md).",
  example: { bad: bySubject("repo:acme/web:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects, context }) => {
    const withIds = subjectsWithIds(subjects);
    return subjectViolations(subjects, (subject) => {
      if (!isNamesAlone(subject) || isServerIssuer(subject.statement.issuerHost)) return false;
      const format = formatOf(subject, context);
      // R25, R26 and R27 report these more precisely.
      return (
        format !== "immutable" &&
        !hasHyphenIds(subject, context) &&
        (format === "name" || !isListedWithIds(subject, withIds))
      );
    });
  },
};
