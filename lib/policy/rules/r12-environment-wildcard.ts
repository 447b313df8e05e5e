import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r12: Rule = {
  id: "R12",
  name: "environment-wildcard",
  severity: "high",
  requirement: "sub names the environment without wildcards",
  impact: "a workflow that names an environment which does not exist makes it, without any protection",
  fix: "name the environments",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => segmentValues(subject, "environment:").some(hasWildcard)),
};
