import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { formatOf, isWithoutIds } from "./subject-ids";

export const r27: Rule = {
  id: "R27",
  name: "outdated-subject",
  severity: "low",
  requirement: "the subject contains ids if GitHub sends ids for the repository",
  impact: "the repository's tokens contain ids, so the subject never matches",
  fix: "write the subject with ids, such as repo:acme@123456/web@456789:ref:refs/heads/main",
  details:
    "In access.yaml, `subject: immutable` says that GitHub sends ids. `check` does not know it and never reports this rule.",
  example: {
    bad: {
      ...bySubject("repo:acme/web:ref:refs/heads/main"),
      where: "if GitHub sends ids for `acme/web`",
      context: { subjectFormat: () => "immutable" },
    },
    good: {
      ...bySubject(SUBJECT),
      where: "if GitHub sends ids for `acme/web`",
      context: { subjectFormat: () => "immutable" },
    },
  },
  violations: ({ subjects, context }) =>
    subjectViolations(
      subjects,
      (subject) => isWithoutIds(subject) && formatOf(subject, context) === "immutable",
    ),
};
