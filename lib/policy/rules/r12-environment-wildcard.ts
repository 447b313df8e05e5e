import { hasWildcard } from "../iam/glob";
import type { Rule } from "./rule";
import { segmentValues } from "./subject-facts";
import { subjectViolations } from "./violation";

export const r12: Rule = {
  id: "R12",
  name: "environment-wildcard",
  severity: "high",
  requirement: "the environment's name has no wildcard",
  impact: "a workflow that names a new environment creates it without protection and can assume the role",
  fix: "list the environments",
  violations: ({ subjects }) =>
    subjectViolations(subjects, (subject) => segmentValues(subject, "environment:").some(hasWildcard)),
};
