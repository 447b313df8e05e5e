import { subjectBreaches } from "./breach";
import type { Rule } from "./rule";
import { hasHyphenIds } from "./subject-ids";

export const r25: Rule = {
  id: "R25",
  severity: "high",
  state: "ids stand behind an @",
  why: "names that end with a hyphen and digits can be registered by anybody; GitHub sends ids behind an @",
  mend: "write repo:acme@123456/web@456789:…",
  breaches: ({ subjects, surroundings }) =>
    subjectBreaches(subjects, (subject) => hasHyphenIds(subject, surroundings)),
};
