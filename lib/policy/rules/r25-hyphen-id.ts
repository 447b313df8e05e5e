import type { Rule } from "./rule";
import { hasHyphenIds } from "./subject-ids";
import { subjectViolations } from "./violation";

export const r25: Rule = {
  id: "R25",
  name: "hyphen-id",
  severity: "high",
  requirement: "ids stand behind an @",
  impact:
    "names that end with a hyphen and digits can be registered by anybody; GitHub sends ids behind an @",
  fix: "write repo:acme@123456/web@456789:…",
  violations: ({ subjects, context }) =>
    subjectViolations(subjects, (subject) => hasHyphenIds(subject, context)),
};
