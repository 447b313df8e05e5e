import type { Rule } from "./rule";
import { bySubject, SUBJECT, subjectViolations } from "./rule";
import { hasHyphenIds } from "./subject-ids";

export const r25: Rule = {
  id: "R25",
  name: "hyphen-id",
  severity: "high",
  requirement: "ids in the subject follow an @",
  impact: "anyone can register names that end with a hyphen and digits",
  fix: "write each id after an @, such as repo:acme@123456/web@456789:ref:refs/heads/main",
  details: "This form existed only in a preview in April 2026. GitHub does not send it.",
  example: { bad: bySubject("repo:acme-123456/web-456789:ref:refs/heads/main"), good: bySubject(SUBJECT) },
  violations: ({ subjects, context }) =>
    subjectViolations(subjects, (subject) => hasHyphenIds(subject, context)),
};
